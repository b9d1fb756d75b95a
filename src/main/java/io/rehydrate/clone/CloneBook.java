package io.rehydrate.clone;

import io.rehydrate.run.RunId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The journal's tables of clones. What is not in them does not exist, whatever is on the disk. */
public final class CloneBook {
  private static final String SELECT =
      "SELECT name, daemon, owner, port, state, maker, generation, wanted, dump, ref, commit_id,"
          + " created_at, expires_at, used_at FROM clone";

  private static final long NEVER = 0;

  private final JdbcClient client;
  private final Clock clock;

  /**
   * @param clock by which clones expire
   */
  public CloneBook(DataSource state, Clock clock) {
    this.client = JdbcClient.create(state);
    this.clock = clock;
  }

  Instant now() {
    return clock.instant();
  }

  /** All, by name. */
  public List<Clone> all() {
    return client.sql(SELECT + " ORDER BY name").query(CloneBook::row).list();
  }

  /** Those of a daemon, by name. */
  List<Clone> of(String daemon) {
    return all().stream().filter(clone -> clone.daemon().equals(daemon)).toList();
  }

  /** The clone of this name. */
  public Optional<Clone> find(CloneName name) {
    return client
        .sql(SELECT + " WHERE name = ?")
        .param(name.value())
        .query(CloneBook::row)
        .optional();
  }

  private static Clone row(ResultSet row, int number) throws SQLException {
    return new Clone(
        new CloneName(row.getString("name")),
        row.getString("daemon"),
        row.getString("owner"),
        row.getInt("port"),
        CloneState.of(row.getString("state")),
        new RunId(row.getString("maker")),
        new RunId(row.getString("generation")),
        row.getString("wanted"),
        row.getString("dump"),
        Optional.ofNullable(row.getString("ref")),
        Optional.ofNullable(row.getString("commit_id")),
        Instant.ofEpochMilli(row.getLong("created_at")),
        Optional.of(row.getLong("expires_at"))
            .filter(time -> time != NEVER)
            .map(Instant::ofEpochMilli),
        Instant.ofEpochMilli(row.getLong("used_at")));
  }

  void add(Clone clone) {
    client
        .sql(
            "INSERT INTO clone (name, daemon, owner, port, state, maker, generation, wanted, dump,"
                + " ref, created_at, expires_at, used_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .param(clone.name().value())
        .param(clone.daemon())
        .param(clone.owner())
        .param(clone.port())
        .param(clone.state().text())
        .param(clone.maker().value())
        .param(clone.generation().value())
        .param(clone.wanted())
        .param(clone.dump())
        .param(clone.ref().orElse(null))
        .param(clone.createdAt().toEpochMilli())
        .param(clone.expiresAt().map(Instant::toEpochMilli).orElse(NEVER))
        .param(clone.usedAt().toEpochMilli())
        .update();
  }

  /** From now on the clone serves this copy: everything before can be undone, nothing after. */
  void serve(
      CloneName name,
      RunId generation,
      String dump,
      Optional<String> ref,
      Optional<String> commit) {
    client
        .sql(
            "UPDATE clone SET generation = ?, dump = ?, ref = ?, commit_id = ?, state = ?,"
                + " used_at = ? WHERE name = ?")
        .param(generation.value())
        .param(dump)
        .param(ref.orElse(null))
        .param(commit.orElse(null))
        .param(CloneState.RUNNING.text())
        .param(clock.instant().toEpochMilli())
        .param(name.value())
        .update();
  }

  /** Gives a clone back the copy, and the state, that it had. */
  void restore(Clone before) {
    client
        .sql(
            "UPDATE clone SET generation = ?, dump = ?, ref = ?, commit_id = ?, state = ?"
                + " WHERE name = ?")
        .param(before.generation().value())
        .param(before.dump())
        .param(before.ref().orElse(null))
        .param(before.commit().orElse(null))
        .param(before.state().text())
        .param(before.name().value())
        .update();
  }

  void state(CloneName name, CloneState state) {
    client
        .sql("UPDATE clone SET state = ?, used_at = ? WHERE name = ?")
        .params(state.text(), clock.instant().toEpochMilli(), name.value())
        .update();
  }

  void used(CloneName name) {
    client
        .sql("UPDATE clone SET used_at = ? WHERE name = ?")
        .params(clock.instant().toEpochMilli(), name.value())
        .update();
  }

  void expire(CloneName name, Instant end) {
    client
        .sql("UPDATE clone SET expires_at = ? WHERE name = ?")
        .params(end.toEpochMilli(), name.value())
        .update();
  }

  void remove(CloneName name) {
    client.sql("DELETE FROM clone WHERE name = ?").param(name.value()).update();
  }

  void order(CloneOrder order) {
    client
        .sql(
            "INSERT INTO clone_order (run, daemon, operation, name, dump, expires_at) VALUES (?, ?, ?,"
                + " ?, ?, ?)")
        .param(order.run().value())
        .param(order.daemon())
        .param(order.operation().text())
        .param(order.name().map(CloneName::value).orElse(null))
        .param(order.dump())
        .param(order.expiresAt().map(Instant::toEpochMilli).orElse(null))
        .update();
  }

  /** What a run is to do; empty: it is none of clones. */
  Optional<CloneOrder> order(RunId run) {
    return client
        .sql("SELECT run, daemon, operation, name, dump, expires_at FROM clone_order WHERE run = ?")
        .param(run.value())
        .query(CloneBook::order)
        .optional();
  }

  private static CloneOrder order(ResultSet row, int number) throws SQLException {
    long end = row.getLong("expires_at");
    boolean endless = row.wasNull();
    return new CloneOrder(
        new RunId(row.getString("run")),
        row.getString("daemon"),
        Operation.of(row.getString("operation")),
        Optional.ofNullable(row.getString("name")).map(CloneName::new),
        row.getString("dump"),
        endless ? Optional.empty() : Optional.of(Instant.ofEpochMilli(end)));
  }
}

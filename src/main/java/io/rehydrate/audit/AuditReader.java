package io.rehydrate.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads the audit's entries. */
public final class AuditReader {
  /** The action of an entry that says that somebody signed in. */
  public static final String SIGN_IN = "sign-in";

  private static final String COLUMNS =
      "number, noted_at, person, way, address, action, object, asked, resolved, decision, outcome, run,"
          + " previous_hash, hash";
  private static final int AT_A_TIME = 1_000;

  private final JdbcClient client;

  AuditReader(JdbcClient client) {
    this.client = client;
  }

  /**
   * Which entries are wanted.
   *
   * @param before of smaller numbers only
   * @param object a target, a dump, a run, a user: by its name or id
   */
  public record Filter(
      Optional<Long> before,
      Optional<String> person,
      Optional<String> object,
      Optional<Instant> since) {
    public static final Filter ALL =
        new Filter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** The newest of those that are wanted, newest first. */
  public List<AuditEntry> newest(Filter filter, int most) {
    StringBuilder conditions = new StringBuilder("number < ?");
    List<Object> values = new ArrayList<>();
    values.add(filter.before().orElse(Long.MAX_VALUE));
    filter
        .person()
        .ifPresent(
            person -> {
              conditions.append(" AND person = ?");
              values.add(person);
            });
    filter
        .object()
        .ifPresent(
            object -> {
              conditions.append(" AND (object = ? OR run = ?)");
              values.add(object);
              values.add(object);
            });
    filter
        .since()
        .ifPresent(
            since -> {
              conditions.append(" AND noted_at >= ?");
              values.add(since.toEpochMilli());
            });
    values.add(most);
    return client
        .sql(
            "SELECT "
                + COLUMNS
                + " FROM audit WHERE "
                + conditions
                + " ORDER BY number DESC LIMIT ?")
        .params(values)
        .query(AuditReader::entry)
        .list();
  }

  /** Gives every entry in its order, some at a time. */
  public void forEach(Consumer<AuditEntry> consumer) {
    long last = Long.MIN_VALUE;
    List<AuditEntry> some;
    do {
      some =
          client
              .sql("SELECT " + COLUMNS + " FROM audit WHERE number > ? ORDER BY number LIMIT ?")
              .params(last, AT_A_TIME)
              .query(AuditReader::entry)
              .list();
      for (AuditEntry entry : some) {
        consumer.accept(entry);
        last = entry.number();
      }
    } while (some.size() == AT_A_TIME);
  }

  /** What the last entry of a run says that it was resolved to; empty where none does. */
  public String resolved(String run) {
    return client
        .sql(
            "SELECT resolved FROM audit WHERE run = ? AND resolved <> '' ORDER BY number DESC LIMIT 1")
        .param(run)
        .query(String.class)
        .optional()
        .orElse("");
  }

  Optional<AuditHead> head() {
    return client
        .sql("SELECT number, hash FROM audit_head WHERE id = 1")
        .query((row, n) -> new AuditHead(row.getLong(1), row.getString(2)))
        .optional();
  }

  Optional<String> hash(long number) {
    return client
        .sql("SELECT hash FROM audit WHERE number = ?")
        .param(number)
        .query(String.class)
        .optional();
  }

  /** The largest number; 0 where there are no entries. */
  long newestNumber() {
    return client.sql("SELECT COALESCE(MAX(number), 0) FROM audit").query(Long.class).single();
  }

  void insert(AuditEntry entry) {
    client
        .sql(
            "INSERT INTO audit (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .params(
            entry.number(),
            entry.at().toEpochMilli(),
            entry.person(),
            entry.way(),
            entry.address(),
            entry.action(),
            entry.object(),
            entry.asked(),
            entry.resolved(),
            entry.decision(),
            entry.outcome(),
            entry.run(),
            entry.previousHash(),
            entry.hash())
        .update();
  }

  private static AuditEntry entry(ResultSet row, int n) throws SQLException {
    return new AuditEntry(
        row.getLong("number"),
        Instant.ofEpochMilli(row.getLong("noted_at")),
        row.getString("person"),
        row.getString("way"),
        row.getString("address"),
        row.getString("action"),
        row.getString("object"),
        row.getString("asked"),
        row.getString("resolved"),
        row.getString("decision"),
        row.getString("outcome"),
        row.getString("run"),
        row.getString("previous_hash"),
        row.getString("hash"));
  }
}

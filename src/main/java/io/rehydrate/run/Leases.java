package io.rehydrate.run;

import io.rehydrate.error.BusyException;
import io.rehydrate.error.ErrorCode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What only one run may hold at a time, with the time at which it lapses unless it is renewed. A
 * lease is free when nobody holds it, when it lapsed, or when its owner is a process of this
 * machine that is gone.
 */
public final class Leases {
  /** How long a lease lasts without renewal. */
  public static final Duration TERM = Duration.ofSeconds(30);

  private final JdbcClient client;
  private final Clock clock;
  private final LeaseOwner owner;

  public Leases(State state, Clock clock, LeaseOwner owner) {
    this.client = state.client();
    this.clock = clock;
    this.owner = owner;
  }

  /** A lease as it stands. */
  public record Lease(String name, LeaseOwner owner, String run, Instant expiresAt) {}

  /**
   * Takes a lease.
   *
   * @param run what it is for: a run's id, or the name of a daemon
   * @throws BusyException {@code lease.held}, who holds it and until when
   */
  public void take(String name, String run) {
    removeIfFree(name);
    try {
      client
          .sql("INSERT INTO lease (name, owner, run, expires_at) VALUES (?, ?, ?, ?)")
          .params(name, owner.toString(), run, clock.instant().plus(TERM).toEpochMilli())
          .update();
    } catch (DataAccessException e) {
      // SQLite's unique violation has no SQLSTATE, so what came of the insert is looked up
      if (find(name).isPresent()) {
        throw held(name, e);
      }
      throw e;
    }
  }

  private BusyException held(String name, Exception cause) {
    String who =
        find(name)
            .map(l -> l.run() + " (process " + l.owner().pid() + " on " + l.owner().host() + ")")
            .orElse("a run that ends just now");
    return new BusyException(
        ErrorCode.LEASE_HELD,
        "'" + name + "' is in use by " + who,
        "Wait for it, or cancel it with 'runs cancel ID'",
        cause);
  }

  private void removeIfFree(String name) {
    find(name)
        .filter(this::isFree)
        .ifPresent(
            lease ->
                client
                    .sql("DELETE FROM lease WHERE name = ? AND owner = ? AND expires_at = ?")
                    .params(name, lease.owner().toString(), lease.expiresAt().toEpochMilli())
                    .update());
  }

  private boolean isFree(Lease lease) {
    return lease.expiresAt().isBefore(clock.instant()) || lease.owner().isGone();
  }

  /** The time by which leases lapse: that of the state database's server. */
  Instant now() {
    return clock.instant();
  }

  /**
   * @throws BusyException {@code lease.held}
   */
  void requireFree(String name) {
    if (!isFree(name)) {
      throw held(name, null);
    }
  }

  /**
   * Makes sure that this process still holds a lease for a run, also one that has lapsed and that
   * nobody else has taken since.
   */
  boolean keep(String name, String run) {
    if (find(name).filter(l -> l.run().equals(run) && l.owner().equals(owner)).isPresent()
        && renew(List.of(name)).isEmpty()) {
      return true;
    }
    try {
      take(name, run);
      return true;
    } catch (BusyException e) {
      return false;
    }
  }

  /** Whether somebody who lives holds this lease for this run. */
  public boolean isHeldBy(String name, String run) {
    return find(name).filter(lease -> lease.run().equals(run) && !isFree(lease)).isPresent();
  }

  /** Whether this lease could be taken now. */
  public boolean isFree(String name) {
    return find(name).map(this::isFree).orElse(true);
  }

  /** Removes leases that nobody holds any more, so that a queue which looks at them continues. */
  void removeFree() {
    client.sql("SELECT name FROM lease").query(String.class).list().forEach(this::removeIfFree);
  }

  /** The lease of this name, lapsed or not. */
  public Optional<Lease> find(String name) {
    return client
        .sql("SELECT name, owner, run, expires_at FROM lease WHERE name = ?")
        .param(name)
        .query(Leases::lease)
        .optional();
  }

  /** All that somebody holds who lives. */
  List<Lease> live() {
    return client
        .sql("SELECT name, owner, run, expires_at FROM lease")
        .query(Leases::lease)
        .list()
        .stream()
        .filter(lease -> !isFree(lease))
        .toList();
  }

  private static Lease lease(ResultSet row, int n) throws SQLException {
    return new Lease(
        row.getString(1),
        LeaseOwner.parse(row.getString(2)),
        row.getString(3),
        Instant.ofEpochMilli(row.getLong(4)));
  }

  /** Renews what this process holds for these; those that it lost are given back. */
  public List<String> renew(List<String> names) {
    long until = clock.instant().plus(TERM).toEpochMilli();
    return names.stream()
        .filter(
            name ->
                client
                        .sql("UPDATE lease SET expires_at = ? WHERE name = ? AND owner = ?")
                        .params(until, name, owner.toString())
                        .update()
                    == 0)
        .toList();
  }

  /** Gives a lease back; one that is not ours any more is left alone. */
  public void release(String name) {
    client
        .sql("DELETE FROM lease WHERE name = ? AND owner = ?")
        .params(name, owner.toString())
        .update();
  }
}

package io.rehydrate.mysql;

import io.rehydrate.mysql.Upstream.UnknownException;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.settings.ServerUrl;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether the server of a session belongs to production: it is the source, replicates with it in
 * either direction, or is of its Aurora cluster. It is asked in that session; nothing is written.
 */
public final class Production {
  private static final int MOST_STEPS = 4;
  private static final Duration LOOK = Duration.ofSeconds(10);

  private final Connection candidate;
  private final ServerUrl url;
  private final Set<ServerIdentity> seen = new LinkedHashSet<>();
  private final List<String> doubts = new ArrayList<>();

  /**
   * @param candidate the session to be judged
   * @param url where it leads, as far as we know
   */
  public Production(Connection candidate, ServerUrl url) {
    this.candidate = candidate;
    this.url = url;
  }

  /**
   * @param source a session on the source
   * @param login of the source: a server that it replicates from is asked with the same account
   * @return what the candidate is to production; empty where it is nothing
   */
  public Optional<String> role(Connection source, ServerLogin login) throws SQLException {
    ServerIdentity own = ServerIdentity.of(source);
    if (SameServer.is(candidate, source)) {
      seen.add(own);
      return Optional.of("the server that the dumps come from");
    }
    addUnlessDouble(own);
    Optional<String> member = cluster(source);
    return member.isPresent() ? member : writers(source, login, 0).or(() -> replica(own));
  }

  /** What is remembered could not tell the candidate from a server that it is the double of. */
  private void addUnlessDouble(ServerIdentity member) throws SQLException {
    if (member.isUnique() || !member.matches(ServerIdentity.of(candidate))) {
      seen.add(member);
    }
  }

  private Optional<String> cluster(Connection source) throws SQLException {
    if (ServerIdentity.variable(source, "@@aurora_server_id").isEmpty()) {
      return Optional.empty();
    }
    try (Statement statement = source.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT server_id FROM information_schema.replica_host_status")) {
      ServerIdentity here = ServerIdentity.of(candidate);
      boolean found = false;
      while (rows.next()) {
        ServerIdentity member = ServerIdentity.ofAuroraInstance(rows.getString(1));
        seen.add(member);
        found |= member.matches(here);
      }
      return found
          ? Optional.of("an instance of the cluster that the dumps come from")
          : Optional.empty();
    }
  }

  private Optional<String> writers(Connection replica, ServerLogin login, int steps)
      throws SQLException {
    List<Upstream> upstreams;
    try {
      upstreams = Upstream.of(replica);
    } catch (UnknownException e) {
      doubts.add(
          "the source's account may not ask whether the source is a replica; "
              + (Sessions.version(replica).isMariaDb() ? "REPLICA MONITOR" : "REPLICATION CLIENT")
              + " lets it, and then the writer counts as production too");
      return Optional.empty();
    }
    for (Upstream upstream : upstreams) {
      Optional<String> role = writer(upstream, replica, login, steps);
      if (role.isPresent()) {
        return role;
      }
    }
    return Optional.empty();
  }

  private Optional<String> writer(
      Upstream upstream, Connection replica, ServerLogin login, int steps) throws SQLException {
    Optional<String> it = Optional.of("the server that the source replicates from");
    if (!upstream.uuid().isEmpty()) {
      ServerIdentity identity = ServerIdentity.ofUuid(upstream.uuid());
      seen.add(identity);
      if (identity.matches(ServerIdentity.of(candidate))) {
        return it;
      }
    } else if (upstream.isProbably(candidate, url, replica)) {
      return it;
    }
    if (steps == MOST_STEPS || upstream.port() == 0) {
      return Optional.empty();
    }
    ServerUrl there =
        new ServerUrl(upstream.host(), upstream.port(), Optional.empty(), login.url().parameters());
    try (Connection session =
        Sessions.connect(login.withUrl(there), Bounds.QUESTIONS.silentFor(LOOK).livingFor(LOOK))) {
      if (SameServer.is(candidate, session)) {
        return it;
      }
      addUnlessDouble(ServerIdentity.of(session));
      return writers(session, login, steps + 1);
    } catch (SQLException e) {
      if (upstream.uuid().isEmpty()) {
        doubts.add(
            "the source replicates from "
                + there.address()
                + ", which could not be asked who it is ("
                + SqlErrors.describe(e)
                + ")");
      }
      return Optional.empty();
    }
  }

  /** The candidate may replicate from the source: what is written there is production's too. */
  private Optional<String> replica(ServerIdentity source) {
    try {
      boolean found =
          Upstream.of(candidate).stream()
              .map(Upstream::uuid)
              .filter(uuid -> !uuid.isEmpty())
              .map(ServerIdentity::ofUuid)
              .anyMatch(upstream -> upstream.matches(source) || seen.contains(upstream));
      return found
          ? Optional.of("a replica of the server that the dumps come from")
          : Optional.empty();
    } catch (SQLException | UnknownException e) {
      return Optional.empty();
    }
  }

  /** The servers of production that were met, for a time when the source can't be asked. */
  public Set<ServerIdentity> seen() {
    return Set.copyOf(seen);
  }

  /** What could not be found out. */
  public List<String> doubts() {
    return List.copyOf(doubts);
  }
}

package io.rehydrate.source.aws;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.RefusedException;
import io.rehydrate.mysql.ServerIdentity;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.settings.ServerLogin;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Proves before the first statement that a session is on the scratch and not on the source: it took
 * the password that this night gave to what it made, the endpoint is none of the source's, and the
 * server says that it is another one.
 */
public final class ScratchProof {
  private static final int UNKNOWN_SYSTEM_VARIABLE = 1193;

  private final Optional<ServerLogin> source;

  /**
   * @param source the login at the source, where one is set
   */
  public ScratchProof(Optional<ServerLogin> source) {
    this.source = source;
  }

  /**
   * @throws RefusedException {@code guard.source}
   */
  void require(Connection session, AwsScratch aws) throws SQLException {
    requireOtherEndpoint(aws);
    String server = variable(session, "@@aurora_server_id");
    if (!server.isEmpty() && !server.equalsIgnoreCase(aws.instanceName())) {
      throw refused("The server calls itself " + server + ", not " + aws.instanceName());
    }
    if (variable(session, "@@innodb_read_only").equals("1")) {
      throw refused("The server is a reader: nothing can be written there");
    }
    if (source.isPresent()) {
      requireOtherServer(session, source.get());
    }
  }

  /**
   * Before anybody logs in.
   *
   * @throws RefusedException {@code guard.source}
   */
  void requireOtherEndpoint(AwsScratch aws) {
    String host = AwsLogin.url(aws).host().toLowerCase(Locale.ROOT);
    int port = AwsLogin.url(aws).port();
    if (endpoints(aws).contains(host + ":" + port)
        || source.filter(s -> same(s, host, port)).isPresent()) {
      throw refused("The scratch is to be reached at an endpoint of the source, " + host);
    }
    if (!aws.settings().isInstance()
        && !aws.names().base().equalsIgnoreCase(aws.instance().dbClusterIdentifier())) {
      throw refused("The instance " + aws.instanceName() + " is no member of the scratch cluster");
    }
  }

  private static boolean same(ServerLogin login, String host, int port) {
    return login.url().host().equalsIgnoreCase(host) && login.url().port() == port;
  }

  private static Set<String> endpoints(AwsScratch aws) {
    Set<String> endpoints = new TreeSet<>();
    if (aws.settings().isInstance()) {
      if (aws.sourceInstance().endpoint() != null
          && aws.sourceInstance().endpoint().address() != null) {
        endpoints.add(
            aws.sourceInstance().endpoint().address()
                + ":"
                + aws.sourceInstance().endpoint().port());
      }
      return lower(endpoints.stream());
    }
    Stream.concat(
            Stream.of(aws.sourceCluster().endpoint(), aws.sourceCluster().readerEndpoint()),
            aws.sourceCluster().customEndpoints().stream())
        .filter(host -> host != null)
        .forEach(host -> endpoints.add(host + ":" + aws.sourceCluster().port()));
    return lower(endpoints.stream());
  }

  private static Set<String> lower(Stream<String> endpoints) {
    return endpoints.map(e -> e.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
  }

  /** A copy may carry its origin's {@code server_uuid}: only with the host it reports who it is. */
  private static void requireOtherServer(Connection session, ServerLogin source)
      throws SQLException {
    try (Connection production = Sessions.open(source, "source")) {
      production.setReadOnly(true);
      if (onOneServer(production, session)) {
        throw refused("The server is the source itself, whatever its address says");
      }
    }
  }

  private static boolean onOneServer(Connection one, Connection other) throws SQLException {
    return ServerIdentity.of(one).equals(ServerIdentity.of(other))
        && variable(one, "@@hostname").equals(variable(other, "@@hostname"))
        && variable(one, "@@port").equals(variable(other, "@@port"));
  }

  /**
   * What was proven of one session holds for the other.
   *
   * @throws RefusedException {@code guard.scratch}
   */
  void requireSameServer(Connection proven, Connection other) throws SQLException {
    if (!onOneServer(proven, other)) {
      throw new RefusedException(
          ErrorCode.GUARD_SCRATCH,
          "The account of scratch.username lands on another server than the master account",
          "Nothing was written; check scratch.url, and what lies between it and the scratch");
    }
  }

  private static String variable(Connection session, String name) throws SQLException {
    try (Statement statement = session.createStatement();
        ResultSet row = statement.executeQuery("SELECT " + name)) {
      row.next();
      return row.getString(1) == null ? "" : row.getString(1);
    } catch (SQLException e) {
      if (e.getErrorCode() == UNKNOWN_SYSTEM_VARIABLE) {
        return "";
      }
      throw e;
    }
  }

  private static RefusedException refused(String why) {
    return new RefusedException(
        ErrorCode.GUARD_SOURCE,
        why,
        "Nothing was written; check scratch.url, and that its tunnel leads to the scratch");
  }
}

package io.rehydrate.mysql;

import io.rehydrate.settings.ServerUrl;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * The server that another one replicates from, as that one reports.
 *
 * @param host as the replica calls it
 * @param uuid empty on MariaDB, and where the replica has never reached it
 */
record Upstream(String host, int port, String serverId, String uuid) {
  private static final Set<Integer> DENIED = Set.of(1227, 1045, 1142);

  /** There is no such statement in this version. */
  private static final int SYNTAX_ERROR = 1064;

  /** The answer where the account may not ask. */
  static final class UnknownException extends Exception {
    private static final long serialVersionUID = 1L;
  }

  /**
   * @throws UnknownException where the account may not ask
   */
  static List<Upstream> of(Connection replica) throws SQLException, UnknownException {
    boolean mariaDb = Sessions.version(replica).isMariaDb();
    List<String> statements =
        mariaDb
            ? List.of("SHOW ALL SLAVES STATUS")
            : List.of("SHOW REPLICA STATUS", "SHOW SLAVE STATUS");
    for (String sql : statements) {
      try (Statement statement = replica.createStatement();
          ResultSet rows = statement.executeQuery(sql)) {
        List<Upstream> found = new ArrayList<>();
        while (rows.next()) {
          found.add(row(rows));
        }
        return found;
      } catch (SQLException e) {
        if (DENIED.contains(e.getErrorCode())) {
          throw new UnknownException();
        }
        if (e.getErrorCode() != SYNTAX_ERROR) {
          throw e;
        }
      }
    }
    return List.of();
  }

  private static Upstream row(ResultSet row) throws SQLException {
    String port = column(row, "port");
    return new Upstream(
        column(row, "host"),
        port.matches("\\d{1,5}") ? Integer.parseInt(port) : 0,
        column(row, "server_id"),
        column(row, "uuid"));
  }

  /** Called {@code Master_Host} by one version and {@code Source_Host} by the next. */
  private static String column(ResultSet row, String name) throws SQLException {
    ResultSetMetaData columns = row.getMetaData();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      String label = columns.getColumnLabel(i).toLowerCase(Locale.ROOT);
      if (label.equals("master_" + name) || label.equals("source_" + name)) {
        return row.getString(i) == null ? "" : row.getString(i);
      }
    }
    return "";
  }

  /**
   * Whether the server at the other end of a session is this one, by what it says of itself and by
   * addresses; for those that have no {@code server_uuid}.
   *
   * @param url where the session leads, as far as we know
   * @param replica that reported this server
   */
  boolean isProbably(Connection session, ServerUrl url, Connection replica) throws SQLException {
    if (!ServerIdentity.variable(session, "@@server_id").equals(serverId)
        || !ServerIdentity.variable(session, "@@port").equals(Integer.toString(port))) {
      return false;
    }
    String itself = ServerIdentity.variable(session, "@@hostname");
    Set<String> named = addresses(host);
    boolean nearReplica =
        named.stream().anyMatch(Upstream::isLoopback)
            && itself.equalsIgnoreCase(ServerIdentity.variable(replica, "@@hostname"));
    return nearReplica
        || firstLabel(itself).equals(firstLabel(host))
        || meet(named, addresses(url.host()))
        || meet(named, addresses(itself));
  }

  private static boolean meet(Set<String> some, Set<String> others) {
    return some.stream().filter(a -> !isLoopback(a)).anyMatch(others::contains);
  }

  private static boolean isLoopback(String address) {
    return address.startsWith("127.") || address.equals("0:0:0:0:0:0:0:1");
  }

  private static String firstLabel(String name) {
    boolean isAddress = name.matches("[0-9.]+") || name.contains(":");
    int dot = name.indexOf('.');
    return (isAddress || dot < 0 ? name : name.substring(0, dot)).toLowerCase(Locale.ROOT);
  }

  private static Set<String> addresses(String host) {
    Set<String> found = new TreeSet<>();
    try {
      for (InetAddress address : InetAddress.getAllByName(host)) {
        found.add(address.getHostAddress());
      }
    } catch (UnknownHostException e) {
      return found; // a name that means something elsewhere alone
    }
    return found;
  }
}

package io.rehydrate.mysql;

import com.mysql.cj.jdbc.MysqlDataSource;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.settings.ServerUrl;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Opens sessions on MySQL and MariaDB servers, all through Connector/J and with the same safe
 * properties.
 */
public final class Sessions {
  /**
   * Safe, and right for both vendors; a URL's own parameters win where they are not about safety.
   */
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "connectTimeout", "10000",
          "tcpKeepAlive", "true",
          "characterEncoding", "UTF-8",
          "connectionTimeZone", "UTC",
          "forceConnectionTimeZoneToSession", "true",
          "rewriteBatchedStatements", "true",
          "cacheServerConfiguration", "false");

  private static final Map<String, String> FORCED = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  static {
    FORCED.put("allowLoadLocalInfile", "false");
    FORCED.put("allowUrlInLocalInfile", "false");
    FORCED.put("autoDeserialize", "false");
    FORCED.put("allowMultiQueries", "false");
  }

  private static final Map<String, String> LOADING = Map.of("allowLoadLocalInfile", "true");

  private Sessions() {}

  /** A plain data source: every call of {@code getConnection} opens a new session. */
  public static MysqlDataSource dataSource(ServerLogin login) {
    return dataSource(login, Map.of(), Map.of());
  }

  private static MysqlDataSource dataSource(
      ServerLogin login, Map<String, String> bounds, Map<String, String> last) {
    ServerUrl url = login.url();
    Map<String, String> parameters = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    parameters.putAll(DEFAULTS);
    url.parameters().forEach((name, value) -> putIfSafe(parameters, name, value));
    bounds.forEach((name, value) -> putBound(parameters, name, value));
    url.authorities().map(TrustStore::properties).ifPresent(parameters::putAll);
    parameters.remove(ServerUrl.AUTHORITIES);
    parameters.putAll(FORCED);
    parameters.putAll(last);
    String query =
        parameters.entrySet().stream()
            .map(p -> p.getKey() + "=" + p.getValue())
            .collect(Collectors.joining("&"));
    MysqlDataSource source = new MysqlDataSource();
    source.setUrl(
        "jdbc:mysql://"
            + url.address()
            + "/"
            + url.schema().map(ServerUrl::encoded).orElse("")
            + "?"
            + query);
    source.setUser(login.username());
    source.setPassword(login.password().reveal());
    return source;
  }

  /** A socket factory of the URL's is the only way to its server. */
  private static void putBound(Map<String, String> parameters, String name, String value) {
    if (name.equals(Bounds.SOCKET_FACTORY)) {
      parameters.putIfAbsent(name, value);
    } else {
      parameters.put(name, value);
    }
  }

  /** The driver takes a name in any case, and the path alone lets it give files away. */
  private static void putIfSafe(Map<String, String> parameters, String name, String value) {
    if (!FORCED.containsKey(name) && !name.equalsIgnoreCase("allowLoadLocalInfileInPath")) {
      parameters.put(name, value);
    }
  }

  /**
   * Opens one session without limits, but for the login.
   *
   * @param role what the server is to us, for the message: {@code source}, {@code scratch}, {@code
   *     target dev-a}
   * @throws StageFailedException as {@link SessionFailures#of} reports
   */
  public static Connection open(ServerLogin login, String role) {
    return open(login, role, Bounds.NONE);
  }

  /**
   * Opens one session.
   *
   * @param role what the server is to us, for the message
   * @param bounds what it may cost
   * @throws StageFailedException as {@link SessionFailures#of} reports
   */
  public static Connection open(ServerLogin login, String role, Bounds bounds) {
    try {
      return connect(login, bounds);
    } catch (SQLException e) {
      throw SessionFailures.of(login, role, e);
    }
  }

  /** As {@link #open}, with the driver's own failure. */
  public static Connection connect(ServerLogin login, Bounds bounds) throws SQLException {
    Connection session = dataSource(login, bounds.properties(), Map.of()).getConnection();
    session.setNetworkTimeout(Runnable::run, silence(login.url(), bounds));
    return session;
  }

  /** The bounds' own, else what the URL asks for. */
  private static int silence(ServerUrl url, Bounds bounds) {
    if (!bounds.silence().isZero()) {
      return (int) Math.min(bounds.silence().toMillis(), Integer.MAX_VALUE);
    }
    return url.parameters().entrySet().stream()
        .filter(p -> p.getKey().equalsIgnoreCase("socketTimeout"))
        .filter(p -> p.getValue().matches("\\d{1,9}"))
        .map(p -> Integer.parseInt(p.getValue()))
        .findFirst()
        .orElse(0);
  }

  /**
   * Opens a session on the scratch that can load rows from a stream by LOAD DATA LOCAL. Never to be
   * used on another server: over such a session a server could ask this machine for a file.
   *
   * @throws StageFailedException as {@link SessionFailures#of} reports
   */
  public static Connection openForLoading(ServerLogin login, String role) {
    try {
      return dataSource(login, Map.of(), LOADING).getConnection();
    } catch (SQLException e) {
      throw SessionFailures.of(login, role, e);
    }
  }

  /** The failure to log in or connect, told without the driver's own words. */
  public static StageFailedException unreachable(ServerLogin login, String role, SQLException e) {
    return SessionFailures.of(login, role, e);
  }

  public static ServerVersion version(Connection session) throws SQLException {
    try (Statement statement = session.createStatement();
        ResultSet row = statement.executeQuery("SELECT VERSION()")) {
      row.next();
      return ServerVersion.parse(row.getString(1));
    }
  }

  /**
   * Makes a schema the session's default. The driver's own way quotes the name as it found the
   * server's sql_mode when it connected, which may have changed.
   */
  public static void use(Connection session, String schema) throws SQLException {
    run(session, "USE " + Sql.name(schema));
  }

  /** Runs statements in this order, none of which gives rows. */
  public static void run(Connection session, String... statements) throws SQLException {
    try (Statement statement = session.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}

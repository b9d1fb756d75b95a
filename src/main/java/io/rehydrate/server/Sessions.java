package io.rehydrate.server;

import com.mysql.cj.jdbc.MysqlDataSource;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.settings.ServerUrl;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;

/**
 * Opens sessions on MySQL and MariaDB servers, all through Connector/J and with the same safe
 * properties.
 */
public final class Sessions {
  /** SQLSTATE of every refused login: error 1045, and on MariaDB 1698 too. */
  private static final String LOGIN_REFUSED = "28000";

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

  private static final Map<String, String> FORCED =
      Map.of(
          "allowLoadLocalInfile", "false",
          "allowUrlInLocalInfile", "false",
          "autoDeserialize", "false",
          "allowMultiQueries", "false");

  private Sessions() {}

  private static final Map<String, String> LOADING = Map.of("allowLoadLocalInfile", "true");

  /** A plain data source: every call of {@code getConnection} opens a new session. */
  public static MysqlDataSource dataSource(ServerLogin login) {
    return dataSource(login, Map.of());
  }

  private static MysqlDataSource dataSource(ServerLogin login, Map<String, String> more) {
    ServerUrl url = login.url();
    Map<String, String> parameters = new java.util.TreeMap<>(DEFAULTS);
    url.parameters().forEach((name, value) -> putIfSafe(parameters, name, value));
    url.authorities().map(TrustStore::properties).ifPresent(parameters::putAll);
    parameters.remove(ServerUrl.AUTHORITIES);
    parameters.putAll(FORCED);
    parameters.putAll(more);
    String query =
        parameters.entrySet().stream()
            .map(p -> p.getKey() + "=" + p.getValue())
            .collect(Collectors.joining("&"));
    MysqlDataSource source = new MysqlDataSource();
    source.setUrl(
        "jdbc:mysql://"
            + url.address()
            + "/"
            + url.schema().map(Sessions::encode).orElse("")
            + "?"
            + query);
    source.setUser(login.username());
    source.setPassword(login.password().reveal());
    return source;
  }

  /** The driver takes a name in any case, and the path alone lets it give files away. */
  private static void putIfSafe(Map<String, String> parameters, String name, String value) {
    boolean forced = FORCED.keySet().stream().anyMatch(name::equalsIgnoreCase);
    if (!forced && !name.equalsIgnoreCase("allowLoadLocalInfileInPath")) {
      parameters.put(name, value);
    }
  }

  private static String encode(String schema) {
    return java.net.URLEncoder.encode(schema, java.nio.charset.StandardCharsets.UTF_8)
        .replace("+", "%20");
  }

  /**
   * Opens one session.
   *
   * @param role what the server is to us, for the message: {@code source}, {@code scratch}, {@code
   *     target dev-a}
   * @throws StageFailedException {@code server.unreachable} or {@code server.login}
   */
  public static Connection open(ServerLogin login, String role) {
    try {
      return dataSource(login).getConnection();
    } catch (SQLException e) {
      throw unreachable(login, role, e);
    }
  }

  /**
   * Opens a session on the scratch that can load rows from a stream by LOAD DATA LOCAL. Never to be
   * used on another server: over such a session a server could ask this machine for a file.
   *
   * @throws StageFailedException {@code server.unreachable} or {@code server.login}
   */
  public static Connection openForLoading(ServerLogin login, String role) {
    try {
      return dataSource(login, LOADING).getConnection();
    } catch (SQLException e) {
      throw unreachable(login, role, e);
    }
  }

  /** The failure to log in or connect, told without the driver's own words. */
  public static StageFailedException unreachable(ServerLogin login, String role, SQLException e) {
    if (LOGIN_REFUSED.equals(e.getSQLState())) {
      return new StageFailedException(
          "server.login",
          "The " + role + " refused the login of " + login,
          "Check " + role + "'s username and password-file, and the account's host part",
          e);
    }
    Optional<String> distrust = distrust(e);
    if (distrust.isPresent()) {
      return new StageFailedException(
          "server.certificate",
          "The certificate of the "
              + role
              + " at "
              + login.url().address()
              + " is not accepted: "
              + distrust.get()
              + " (sslMode="
              + login.url().sslMode()
              + ")",
          "Check the PEM file of "
              + role
              + "'s ca-file, and the name in its URL; through a tunnel add ?sslMode=VERIFY_CA to that",
          e);
    }
    return new StageFailedException(
        "server.unreachable",
        "The "
            + role
            + " at "
            + login.url().address()
            + " can't be reached ("
            + SqlErrors.describe(e)
            + ")",
        "Check that the server runs and that this machine may connect to it",
        e);
  }

  /** What the driver found wrong with a certificate, where that was it; of that it says nothing. */
  private static Optional<String> distrust(SQLException e) {
    Optional<String> found = Optional.empty();
    for (Throwable at = e; at != null; at = at.getCause()) {
      if (at instanceof GeneralSecurityException || at instanceof SSLException) {
        found = String.valueOf(at.getMessage()).lines().findFirst();
      }
    }
    return found;
  }

  public static ServerVersion version(Connection session) throws SQLException {
    try (Statement statement = session.createStatement();
        ResultSet row = statement.executeQuery("SELECT VERSION()")) {
      row.next();
      return ServerVersion.parse(row.getString(1));
    }
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

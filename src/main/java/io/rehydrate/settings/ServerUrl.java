package io.rehydrate.settings;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address of a MySQL or MariaDB server, and perhaps a schema on it, as written in a JDBC URL.
 *
 * @param parameters the URL's own, without any that carries a login
 */
public record ServerUrl(
    String host, int port, Optional<String> schema, Map<String, String> parameters) {

  private static final Pattern FORM =
      Pattern.compile(
          "jdbc:(?:mysql|mariadb)://(?<host>\\[[0-9a-fA-F:.]+\\]|[A-Za-z0-9._-]+)(?::(?<port>\\d{1,5}))?"
              + "(?:/(?<schema>[^?/]*))?(?:\\?(?<query>.*))?");

  /** Of ours, not of the driver. */
  public static final String AUTHORITIES = "caFile";

  private static final String SSL_MODE = "sslMode";

  public ServerUrl {
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("port " + port + " is not between 1 and 65535");
    }
    parameters = Map.copyOf(parameters);
  }

  /**
   * Reads {@code jdbc:mysql://host[:port][/schema][?name=value&...]}, or {@code jdbc:mariadb://}.
   *
   * @throws IllegalArgumentException says what is wrong without repeating a login that the text may
   *     hold
   */
  public static ServerUrl parse(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "expected jdbc:mysql://host:port/schema or jdbc:mariadb://host:port/schema, without a"
              + " login");
    }
    int port = matcher.group("port") == null ? 3306 : Integer.parseInt(matcher.group("port"));
    String schema = matcher.group("schema");
    return new ServerUrl(
        matcher.group("host"),
        port,
        schema == null || schema.isEmpty() ? Optional.empty() : Optional.of(decoded(schema)),
        parameters(matcher.group("query")));
  }

  /** As in every JDBC URL: {@code %20} is a space. */
  private static String decoded(String schema) {
    try {
      return URLDecoder.decode(schema.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "in a URL a % begins an escape like %20; for a % in the schema's name write %25", e);
    }
  }

  /** A schema's name as a URL holds it. */
  public static String encoded(String schema) {
    return URLEncoder.encode(schema, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static Map<String, String> parameters(String query) {
    Map<String, String> found = new TreeMap<>();
    if (query == null || query.isEmpty()) {
      return found;
    }
    for (String pair : query.split("&")) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String lower = name.toLowerCase(Locale.ROOT);
      if (lower.startsWith("password") || lower.equals("user") || lower.equals("username")) {
        throw new IllegalArgumentException(
            "a login does not belong in a URL; use the username and password-file keys");
      }
      if (name.equals(AUTHORITIES)) {
        throw new IllegalArgumentException("name the authorities by the ca-file key");
      }
      found.put(name, equals < 0 ? "" : pair.substring(equals + 1));
    }
    Optional<String> mode = SslMode.of(found);
    found.keySet().removeIf(SslMode::isAbout);
    mode.ifPresent(m -> found.put(SSL_MODE, m));
    return found;
  }

  /** Has the server's certificate checked, with its name unless the URL wants less than that. */
  public ServerUrl trusting(Path authorities) {
    Map<String, String> more = new TreeMap<>(parameters);
    more.put(AUTHORITIES, authorities.toString());
    more.putIfAbsent(SSL_MODE, "VERIFY_IDENTITY");
    return new ServerUrl(host, port, schema, more);
  }

  /** The PEM file that the server's certificate is checked by; none: those the machine trusts. */
  public Optional<Path> authorities() {
    return Optional.ofNullable(parameters.get(AUTHORITIES)).map(Path::of);
  }

  /** In capitals, as Connector/J names it. */
  public String sslMode() {
    return parameters.getOrDefault(SSL_MODE, "PREFERRED").toUpperCase(Locale.ROOT);
  }

  /** Whether no session may do without encryption. */
  public boolean isEncrypted() {
    return sslMode().equals("REQUIRED") || isVerified();
  }

  boolean isVerified() {
    return sslMode().startsWith("VERIFY_");
  }

  public ServerUrl withSchema(String name) {
    return new ServerUrl(host, port, Optional.of(name), parameters);
  }

  public ServerUrl withoutSchema() {
    return new ServerUrl(host, port, Optional.empty(), parameters);
  }

  /** {@code host:port}, for messages. */
  public String address() {
    return host + ":" + port;
  }

  @Override
  public String toString() {
    return "jdbc:mysql://" + address() + schema.map(s -> "/" + encoded(s)).orElse("");
  }
}

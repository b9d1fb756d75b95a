package io.rehydrate.mysql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an account may do, read from its own SHOW GRANTS and those of its active roles; a role that
 * is not active gives nothing.
 */
public final class AccountRights {
  private static final Pattern GRANT =
      Pattern.compile("GRANT (.+) ON (\\S+|`(?:[^`]|``)*`\\.\\S+) TO .*", Pattern.CASE_INSENSITIVE);
  private static final Pattern REVOKE =
      Pattern.compile(
          "REVOKE (.+) ON (\\S+|`(?:[^`]|``)*`\\.\\S+) FROM .*", Pattern.CASE_INSENSITIVE);
  private static final Set<String> WRITING =
      Set.of(
          "ALL PRIVILEGES",
          "INSERT",
          "UPDATE",
          "DELETE",
          "CREATE",
          "DROP",
          "ALTER",
          "INDEX",
          "CREATE VIEW",
          "CREATE ROUTINE",
          "ALTER ROUTINE",
          "CREATE USER",
          "SUPER",
          "FILE");

  private record Granted(Set<String> privileges, String scope) {}

  private final List<Granted> grants;
  private final List<Granted> revoked;

  private AccountRights(List<Granted> grants, List<Granted> revoked) {
    this.grants = grants;
    this.revoked = revoked;
  }

  /** Those of the account that the session belongs to. */
  public static AccountRights of(Connection session) throws SQLException {
    List<String> lines = new ArrayList<>(lines(session, "SHOW GRANTS"));
    lines.addAll(ofEverybody(session));
    Optional<String> role = role(session);
    if (role.isPresent()) {
      lines.addAll(
          Sessions.version(session).isMariaDb()
              ? lines(session, "SHOW GRANTS FOR CURRENT_ROLE")
              : lines(session, "SHOW GRANTS FOR CURRENT_USER() USING " + role.get()));
    }
    return parse(lines);
  }

  /** MariaDB since 10.11 has rights that every account has. */
  private static List<String> ofEverybody(Connection session) throws SQLException {
    ServerVersion version = Sessions.version(session);
    if (!version.isMariaDb() || !version.isAtLeast(10, 11, 0)) {
      return List.of();
    }
    try {
      return lines(session, "SHOW GRANTS FOR PUBLIC");
    } catch (SQLException e) {
      // nothing was ever granted to it, or this account may not see it
      return List.of();
    }
  }

  private static List<String> lines(Connection session, String query) throws SQLException {
    List<String> lines = new ArrayList<>();
    try (Statement statement = session.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        lines.add(rows.getString(1));
      }
    }
    return lines;
  }

  /** The active ones, as the server writes them; empty where there are none. */
  private static Optional<String> role(Connection session) throws SQLException {
    return lines(session, "SELECT COALESCE(CURRENT_ROLE(), 'NONE')").stream()
        .filter(role -> !role.equalsIgnoreCase("NONE"))
        .findFirst();
  }

  static AccountRights parse(List<String> lines) {
    return new AccountRights(granted(lines, GRANT), granted(lines, REVOKE));
  }

  private static List<Granted> granted(List<String> lines, Pattern form) {
    List<Granted> found = new ArrayList<>();
    for (String line : lines) {
      Matcher matcher = form.matcher(line);
      if (matcher.matches()) {
        Set<String> privileges = new TreeSet<>();
        Arrays.stream(matcher.group(1).replaceAll("\\([^)]*\\)", "").split(","))
            .map(p -> p.strip().toUpperCase(Locale.ROOT))
            .forEach(privileges::add);
        found.add(new Granted(privileges, matcher.group(2)));
      }
    }
    return found;
  }

  /** Whether the whole schema, or the server, is covered. */
  public boolean may(String privilege, String schema) {
    return grants.stream().filter(g -> has(g, privilege)).anyMatch(g -> covers(g, schema))
        && revoked.stream()
            .filter(g -> has(g, privilege))
            .noneMatch(g -> matches(schemaOf(g.scope()), schema));
  }

  private static boolean has(Granted granted, String privilege) {
    return granted.privileges().contains(privilege)
        || granted.privileges().contains("ALL PRIVILEGES");
  }

  /** Whether it is granted for the whole server. */
  public boolean mayEverywhere(String privilege) {
    return grants.stream().filter(g -> g.scope().equals("*.*")).anyMatch(g -> has(g, privilege));
  }

  /** Any right at all on the schema or on something in it. */
  public boolean reaches(String schema) {
    return grants.stream()
        .filter(g -> !g.privileges().equals(Set.of("USAGE")))
        .filter(g -> g.scope().contains("."))
        .anyMatch(
            g -> g.scope().equals("*.*") ? !isHarmless(g) : matches(schemaOf(g.scope()), schema));
  }

  private static boolean isHarmless(Granted grant) {
    return grant.privileges().stream()
        .allMatch(Set.of("USAGE", "PROCESS", "SHOW DATABASES", "SHOW_ROUTINE")::contains);
  }

  /** Rights to change something in these schemas, or in all. */
  public Set<String> writing(List<String> schemas) {
    Set<String> found = new TreeSet<>();
    grants.stream()
        .filter(g -> g.scope().contains("."))
        .filter(
            g ->
                g.scope().equals("*.*")
                    || schemas.stream().anyMatch(s -> matches(schemaOf(g.scope()), s)))
        .forEach(g -> g.privileges().stream().filter(WRITING::contains).forEach(found::add));
    return found;
  }

  private static boolean covers(Granted granted, String schema) {
    String scope = granted.scope();
    return scope.equals("*.*") || (scope.endsWith(".*") && matches(schemaOf(scope), schema));
  }

  private static String schemaOf(String scope) {
    String name = scope.substring(0, scope.lastIndexOf('.'));
    return name.startsWith("`") ? name.substring(1, name.length() - 1).replace("``", "`") : name;
  }

  /** In a grant {@code %} and {@code _} stand for others, unless a backslash says not. */
  private static boolean matches(String pattern, String schema) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '\\' && i + 1 < pattern.length()) {
        i++;
        regex.append(Pattern.quote(String.valueOf(pattern.charAt(i))));
      } else {
        regex.append(c == '%' ? ".*" : c == '_' ? "." : Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE | Pattern.DOTALL)
        .matcher(schema)
        .matches();
  }
}

package io.rehydrate.rehearse;

import io.rehydrate.mysql.Sessions;
import io.rehydrate.mysql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Sees by InnoDB's own numbers of tables and indexes how a statement changed a table: a table that
 * was rebuilt has another number.
 */
final class TableWatch implements AutoCloseable {
  /** How file names hold what is no letter or digit. */
  private static final Pattern ENCODED = Pattern.compile("@([0-9a-f]{4})");

  private final Supplier<Connection> sessions;
  private final String schema;
  private Connection session;
  private boolean blind;

  /** The numbers of one table, of all its partitions. */
  private record Numbers(Set<Long> tables, Set<Long> indexes) {}

  private Map<String, Numbers> before = Map.of();

  /**
   * @param sessions of an account that may see InnoDB's tables; one that may not sees nothing
   */
  TableWatch(Supplier<Connection> sessions, String schema) {
    this.sessions = sessions;
    this.schema = schema;
  }

  /** Before a statement that changes a definition. */
  void before() {
    before = numbers();
  }

  /** After it. */
  Optional<String> change(String table) {
    String name = table.substring(table.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    Numbers was = before.get(name);
    Numbers is = was == null ? null : numbers().get(name);
    if (was == null || is == null) {
      return Optional.empty();
    }
    if (!is.tables().equals(was.tables())) {
      return Optional.of(RehearsedStatement.REBUILT);
    }
    return Optional.of(
        is.indexes().equals(was.indexes())
            ? RehearsedStatement.INSTANT
            : RehearsedStatement.IN_PLACE);
  }

  private Map<String, Numbers> numbers() {
    if (blind) {
      return Map.of();
    }
    try {
      if (session == null) {
        session = sessions.get();
      }
      return numbers(Sessions.version(session).isMariaDb() ? "INNODB_SYS_" : "INNODB_");
    } catch (SQLException | RuntimeException e) {
      blind = true; // the account may not, or the server is not there: nothing can be said
      return Map.of();
    }
  }

  private Map<String, Numbers> numbers(String prefix) throws SQLException {
    Map<String, Numbers> found = new HashMap<>();
    try (Statement statement = session.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT t.name, t.table_id, i.index_id FROM information_schema."
                    + prefix
                    + "TABLES t LEFT JOIN information_schema."
                    + prefix
                    + "INDEXES i ON i.table_id = t.table_id WHERE t.name LIKE "
                    + Sql.text(schema.replace("_", "\\_") + "/%"))) {
      while (row.next()) {
        Numbers numbers =
            found.computeIfAbsent(
                table(row.getString(1)), name -> new Numbers(new TreeSet<>(), new TreeSet<>()));
        numbers.tables().add(row.getLong(2));
        numbers.indexes().add(row.getLong(3));
      }
    }
    return found;
  }

  private static String table(String file) {
    String name = file.substring(file.indexOf('/') + 1).replaceFirst("(?i)#p#.*", "");
    return ENCODED
        .matcher(name)
        .replaceAll(
            code ->
                java.util.regex.Matcher.quoteReplacement(
                    String.valueOf((char) Integer.parseInt(code.group(1), 16))))
        .toLowerCase(Locale.ROOT);
  }

  @Override
  public void close() {
    try {
      if (session != null) {
        session.close();
      }
    } catch (SQLException e) {
      session = null; // it is of no use any more
    }
  }
}

package io.rehydrate.schema;

import io.rehydrate.mysql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Labels of ENUM and SET with characters of four bytes. Both servers keep them, and show a question
 * mark in every definition, so that a table made from it has another label. Those that rows have
 * are read from them and put into the definition; the others can't be known.
 */
public final class HiddenLabels {
  /** How Connector/J is asked to keep no result in memory: a SET has many values. */
  private static final int ROW_BY_ROW = Integer.MIN_VALUE;

  /** The column has none. */
  private static final int NO_DEFAULT = 1364;

  private static final Pattern LABEL = Pattern.compile("'(?:[^']|'')*+'");
  private static final Pattern HEAD = Pattern.compile("CREATE TABLE (?<name>`(?:[^`]|``)+`) \\(");
  private static final Pattern DEFAULT = Pattern.compile(" DEFAULT (?<label>'(?:[^']|'')*+')");
  private static final Pattern FOUR_BYTES = Pattern.compile("[\\x{10000}-\\x{10FFFF}]");

  private HiddenLabels() {}

  /**
   * The same catalogue with the labels that rows have. A table of which a definition shows a
   * question mark in a label is read once; no other is.
   *
   * @param session sees the rows that the catalogue's tables are read with
   */
  public static Catalog reveal(Connection session, Catalog catalog) throws SQLException {
    List<Schema> schemas = new ArrayList<>();
    for (Schema schema : catalog.schemas()) {
      List<Table> tables = new ArrayList<>();
      for (Table table : schema.tables()) {
        tables.add(reveal(session, table));
      }
      schemas.add(schema.withTables(tables));
    }
    return new Catalog(catalog.server(), List.copyOf(schemas));
  }

  private static Table reveal(Connection session, Table table) throws SQLException {
    Table revealed = table;
    for (Column column : table.columns()) {
      if (isChoice(column) && column.type().contains("?")) {
        Map<Integer, String> labels = labels(session, table.name(), column);
        if (!labels.isEmpty()) {
          Column named = column.withType(type(column.type(), labels));
          Optional<String> standard =
              standard(session, table.name(), column, "CONVERT(%s USING utf8mb4)");
          revealed =
              revealed.withColumn(
                  named,
                  revealed
                      .createStatement()
                      .lines()
                      .map(line -> line(line, named, standard))
                      .collect(Collectors.joining("\n")));
        }
      }
    }
    return revealed;
  }

  private static boolean isChoice(Column column) {
    return column.dataType().equals("enum") || column.dataType().equals("set");
  }

  /** By their place, from 1 on. */
  private static Map<Integer, String> labels(Connection session, TableName table, Column column)
      throws SQLException {
    String name = Sql.name(column.name());
    Map<Integer, String> labels = new TreeMap<>();
    try (Statement statement = session.createStatement()) {
      statement.setFetchSize(ROW_BY_ROW);
      try (ResultSet row =
          statement.executeQuery(
              "SELECT DISTINCT CAST("
                  + name
                  + " AS UNSIGNED), CONVERT("
                  + name
                  + " USING utf8mb4) FROM "
                  + table.quoted()
                  + " WHERE CAST(CONVERT(CONVERT("
                  + name
                  + " USING utf8mb3) USING utf8mb4) AS BINARY) <> CAST(CONVERT("
                  + name
                  + " USING utf8mb4) AS BINARY)")) {
        while (row.next()) {
          add(labels, column, row.getString(1), row.getString(2));
        }
      }
    }
    Optional<String> standard = standard(session, table, column, "CAST(%s AS UNSIGNED)");
    if (standard.isPresent()) {
      String text = standard(session, table, column, "CONVERT(%s USING utf8mb4)").orElseThrow();
      add(labels, column, standard.get(), text);
    }
    labels.values().removeIf(label -> !FOUR_BYTES.matcher(label).find());
    return labels;
  }

  private static void add(Map<Integer, String> labels, Column column, String number, String text) {
    if (column.dataType().equals("enum")) {
      labels.put(Integer.parseInt(number), text);
    } else if (!number.equals("0")) {
      List<Integer> places = places(Long.parseUnsignedLong(number));
      String[] parts = text.split(",", -1);
      for (int i = 0; i < parts.length; i++) {
        labels.put(places.get(i), parts[i]);
      }
    }
  }

  /** Of a SET's value, whose text has its labels in their order. */
  private static List<Integer> places(long bits) {
    List<Integer> places = new ArrayList<>();
    for (int bit = 0; bit < Long.SIZE; bit++) {
      if ((bits >>> bit & 1) == 1) {
        places.add(bit + 1);
      }
    }
    return places;
  }

  private static String type(String shown, Map<Integer, String> labels) {
    int[] place = {0};
    return LABEL
        .matcher(shown)
        .replaceAll(
            label ->
                Matcher.quoteReplacement(
                    Optional.ofNullable(labels.get(++place[0]))
                        .map(HiddenLabels::quoted)
                        .orElse(label.group())));
  }

  /** As the servers show labels; a session that makes tables reads them so. */
  private static String quoted(String label) {
    return "'" + label.replace("\\", "\\\\").replace("'", "''") + "'";
  }

  /** What new rows get, where any row is there to ask by. */
  private static Optional<String> standard(
      Connection session, TableName table, Column column, String form) throws SQLException {
    String value = "DEFAULT(" + Sql.name(column.name()) + ")";
    try (Statement statement = session.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT " + form.formatted(value) + " FROM " + table.quoted() + " LIMIT 1")) {
      return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
    } catch (SQLException e) {
      if (e.getErrorCode() == NO_DEFAULT) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** A line of a definition: that of the column with its type and default, others as they are. */
  private static String line(String line, Column column, Optional<String> standard) {
    String head = "  " + Sql.name(column.name()) + " ";
    if (!line.startsWith(head + column.dataType() + "(")) {
      return line;
    }
    String rest = line.substring(endOfType(line, head.length()));
    String replaced =
        standard
            .map(label -> " DEFAULT " + quoted(label))
            .map(text -> DEFAULT.matcher(rest).replaceFirst(Matcher.quoteReplacement(text)))
            .orElse(rest);
    return head + column.type() + replaced;
  }

  private static int endOfType(String line, int begin) {
    boolean quoted = false;
    int at = begin;
    while (quoted || line.charAt(at) != ')') {
      quoted ^= line.charAt(at) == '\'';
      at++;
    }
    return at + 1;
  }

  /**
   * Puts revealed labels into the definitions that a dump program wrote of a schema.
   *
   * @return to be given all lines in their order
   */
  public static UnaryOperator<String> lines(Schema schema) {
    Map<String, Table> tables =
        schema.tables().stream()
            .filter(table -> table.columns().stream().anyMatch(HiddenLabels::isRevealed))
            .collect(Collectors.toMap(table -> Sql.name(table.name().table()), table -> table));
    AtomicReference<Table> current = new AtomicReference<>();
    return line -> {
      Matcher head = HEAD.matcher(line);
      if (head.lookingAt()) {
        current.set(tables.get(head.group("name")));
      }
      return current.get() == null ? line : line(line, current.get());
    };
  }

  private static boolean isRevealed(Column column) {
    return isChoice(column) && FOUR_BYTES.matcher(column.type()).find();
  }

  private static String line(String line, Table table) {
    String revealed = line;
    for (Column column : table.columns()) {
      if (isRevealed(column)) {
        revealed = line(revealed, column, standard(table, column));
      }
    }
    return revealed;
  }

  private static Optional<String> standard(Table table, Column column) {
    String head = "  " + Sql.name(column.name()) + " " + column.type();
    return table
        .createStatement()
        .lines()
        .filter(line -> line.startsWith(head))
        .map(line -> DEFAULT.matcher(line.substring(head.length())))
        .filter(Matcher::find)
        .map(found -> found.group("label"))
        .map(label -> label.substring(1, label.length() - 1).replace("''", "'"))
        .map(label -> label.replace("\\\\", "\\"))
        .findFirst();
  }
}

package io.rehydrate.schema;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.mysql.ServerVersion;
import io.rehydrate.mysql.Sql;
import io.rehydrate.mysql.SqlErrors;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/** Reads the base tables of one schema, system-versioned ones too. */
final class TableReader {
  private static final int MOST_NAMED = 5;

  private final JdbcTemplate jdbc;
  private final String schema;
  private final ServerVersion version;

  TableReader(JdbcTemplate jdbc, String schema, ServerVersion version) {
    this.jdbc = jdbc;
    this.schema = schema;
    this.version = version;
  }

  List<Table> read() {
    Map<String, List<Column>> columns = columns();
    Map<String, List<Index>> indexes = indexes();
    Map<String, List<ForeignKey>> foreignKeys = foreignKeys();
    List<Head> heads =
        jdbc.query(
            "SELECT table_name AS t, COALESCE(engine, '') AS e, COALESCE(table_rows, 0) AS r,"
                + " COALESCE(data_length, 0) AS b FROM information_schema.tables"
                + " WHERE table_schema = ? AND table_type IN ('BASE TABLE', 'SYSTEM VERSIONED')"
                + " AND table_name <> ? ORDER BY table_name",
            (row, i) ->
                new Head(
                    row.getString("t"), row.getString("e"), row.getLong("r"), row.getLong("b")),
            schema,
            CatalogReader.SCRATCH_MARKER);
    List<Table> tables = new ArrayList<>();
    Map<TableName, DataAccessException> unread = new LinkedHashMap<>();
    for (Head head : heads) {
      TableName name = new TableName(schema, head.table());
      try {
        tables.add(
            new Table(
                name,
                jdbc.queryForObject(
                    "SHOW CREATE TABLE " + name.quoted(), (row, i) -> row.getString(2)),
                head.engine(),
                columns.getOrDefault(head.table(), List.of()),
                indexes.getOrDefault(head.table(), List.of()),
                foreignKeys.getOrDefault(head.table(), List.of()),
                head.rows(),
                head.bytes()));
      } catch (DataAccessException e) {
        unread.put(name, e);
      }
    }
    if (!unread.isEmpty()) {
      throw unread(unread);
    }
    return tables;
  }

  /** Names each: a table that its own server can't open stops the night, and is mended there. */
  private static StageFailedException unread(Map<TableName, DataAccessException> unread) {
    String tables =
        unread.entrySet().stream()
            .limit(MOST_NAMED)
            .map(e -> e.getKey() + " (" + SqlErrors.describeAny(e.getValue()) + ")")
            .collect(Collectors.joining(", "));
    String more =
        unread.size() > MOST_NAMED ? " and " + (unread.size() - MOST_NAMED) + " more" : "";
    return new StageFailedException(
        ErrorCode.SCHEMA_READ,
        "The server can't open " + tables + more,
        "Mend or drop what is named, on the source (a MERGE table needs each table of its UNION); a"
            + " table that was changed while it was read needs nothing but another try",
        unread.values().iterator().next());
  }

  private Map<String, List<Column>> columns() {
    Set<String> json = jsonColumns();
    Map<String, List<Column>> byTable = new LinkedHashMap<>();
    jdbc.query(
        "SELECT table_name AS t, column_name AS c, column_type AS ct, data_type AS dt,"
            + " is_nullable AS nu, extra AS ex, character_maximum_length AS ml,"
            + " character_set_name AS cs, collation_name AS co FROM information_schema.columns"
            + " WHERE table_schema = ? ORDER BY table_name, ordinal_position",
        row -> {
          byTable
              .computeIfAbsent(row.getString("t"), t -> new ArrayList<>())
              .add(column(row, json));
        },
        schema);
    return byTable;
  }

  private static Column column(ResultSet row, Set<String> json) throws SQLException {
    String name = row.getString("c");
    String extra = row.getString("ex").toUpperCase(Locale.ROOT);
    String dataType = row.getString("dt").toLowerCase(Locale.ROOT);
    boolean isJson =
        dataType.equals("longtext")
            && json.contains(key(row.getString("t"), "json_valid(" + Sql.name(name) + ")"));
    long characters = row.getLong("ml");
    OptionalLong length = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(characters);
    return new Column(
        name,
        row.getString("ct"),
        isJson ? "json" : dataType,
        row.getString("nu").equalsIgnoreCase("YES"),
        extra.contains("VIRTUAL GENERATED") || extra.contains("STORED GENERATED"),
        extra.contains("AUTO_INCREMENT"),
        length,
        Optional.ofNullable(row.getString("cs")),
        Optional.ofNullable(row.getString("co")));
  }

  /** MariaDB's JSON columns: a text with a CHECK that is json_valid and nothing else. */
  private Set<String> jsonColumns() {
    if (!version.isMariaDb()) {
      return Set.of();
    }
    // joined with its columns the server would open every table of every schema
    return Set.copyOf(
        jdbc.query(
            "SELECT table_name AS t, check_clause AS k FROM information_schema.check_constraints"
                + " WHERE constraint_schema = ? AND check_clause LIKE 'json%'",
            (row, i) -> key(row.getString("t"), row.getString("k")), schema));
  }

  private static String key(String table, String clause) {
    return table + "\0" + clause;
  }

  private Map<String, List<Index>> indexes() {
    Map<String, Map<String, Index>> byTable = new LinkedHashMap<>();
    jdbc.query(
        "SELECT table_name AS t, index_name AS n, non_unique AS nu, column_name AS c"
            + " FROM information_schema.statistics WHERE table_schema = ?"
            + " ORDER BY table_name, index_name, seq_in_index",
        row -> {
          boolean unique = row.getInt("nu") == 0;
          Index index =
              byTable
                  .computeIfAbsent(row.getString("t"), t -> new LinkedHashMap<>())
                  .computeIfAbsent(
                      row.getString("n"), n -> new Index(n, unique, new ArrayList<>()));
          index.columns().add(Optional.ofNullable(row.getString("c")).orElse(""));
        },
        schema);
    return byTable.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                e ->
                    e.getValue().values().stream()
                        .map(i -> new Index(i.name(), i.unique(), List.copyOf(i.columns())))
                        .toList()));
  }

  private Map<String, List<ForeignKey>> foreignKeys() {
    Map<String, Map<String, List<Part>>> byTable = new LinkedHashMap<>();
    jdbc.query(
        "SELECT table_name AS t, constraint_name AS n, column_name AS c,"
            + " referenced_table_schema AS rs, referenced_table_name AS rt,"
            + " referenced_column_name AS rc FROM information_schema.key_column_usage"
            + " WHERE table_schema = ? AND referenced_table_name IS NOT NULL"
            + " ORDER BY table_name, constraint_name, ordinal_position",
        row -> {
          byTable
              .computeIfAbsent(row.getString("t"), t -> new LinkedHashMap<>())
              .computeIfAbsent(row.getString("n"), n -> new ArrayList<>())
              .add(
                  new Part(
                      row.getString("c"),
                      new TableName(row.getString("rs"), row.getString("rt")),
                      row.getString("rc")));
        },
        schema);
    return byTable.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                e ->
                    e.getValue().entrySet().stream()
                        .map(k -> foreignKey(k.getKey(), k.getValue()))
                        .toList()));
  }

  private static ForeignKey foreignKey(String name, List<Part> parts) {
    return new ForeignKey(
        name,
        parts.stream().map(Part::column).toList(),
        parts.get(0).referenced(),
        parts.stream().map(Part::referencedColumn).toList());
  }

  private record Part(String column, TableName referenced, String referencedColumn) {}

  private record Head(String table, String engine, long rows, long bytes) {}
}

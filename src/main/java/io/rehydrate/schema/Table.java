package io.rehydrate.schema;

import io.rehydrate.mysql.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A base table.
 *
 * @param createStatement the text of SHOW CREATE TABLE
 * @param columns in the table's order, generated and invisible ones too
 * @param estimatedRows from the server's statistics: an estimate
 * @param bytes of data, without indexes: an estimate
 */
public record Table(
    TableName name,
    String createStatement,
    String engine,
    List<Column> columns,
    List<Index> indexes,
    List<ForeignKey> foreignKeys,
    long estimatedRows,
    long bytes) {
  private static final String ON_DISK = ") ENGINE=InnoDB";
  private static final String MEMORY = ") ENGINE=MEMORY";
  private static final Pattern PREFIXED_KEY =
      Pattern.compile("(?m)^  PRIMARY KEY \\(.*`\\(\\d+\\)");

  public Optional<Column> column(String columnName) {
    return columns.stream().filter(c -> c.name().equalsIgnoreCase(columnName)).findFirst();
  }

  /** The primary key's columns; empty where there is none. */
  public List<String> primaryKey() {
    return indexes.stream()
        .filter(Index::isPrimary)
        .findFirst()
        .map(Index::columns)
        .orElse(List.of());
  }

  /** The columns that rows are written to: all but generated ones. */
  public List<Column> writtenColumns() {
    return columns.stream().filter(c -> !c.generated()).toList();
  }

  /**
   * The same table with some of its columns alone, as plain ones, and its primary key; a generated
   * column holds what the server computed. What it takes is in proportion.
   *
   * @param names of the columns
   */
  public Table narrowed(Set<String> names) {
    List<Column> kept =
        columns.stream().filter(c -> names.contains(c.name())).map(Column::plain).toList();
    List<String> lines = new ArrayList<>();
    kept.forEach(column -> lines.add("  " + column.definition()));
    // in memory, a hash of several numbers has few values, and finds nothing by the first of them
    lines.add(
        "  PRIMARY KEY ("
            + Sql.names(primaryKey())
            + ")"
            + (primaryKey().size() > 1 ? " USING BTREE" : ""));
    return new Table(
        name,
        "CREATE TABLE "
            + Sql.name(name.table())
            + " (\n"
            + String.join(",\n", lines)
            + "\n"
            + ON_DISK,
        engine,
        kept,
        indexes.stream().filter(Index::isPrimary).toList(),
        List.of(),
        estimatedRows,
        bytes * kept.size() / columns.size());
  }

  /**
   * The same table, made in the server's memory: its engine is the one that its rows come from.
   *
   * @param mostRows that it may have
   */
  public Table inMemory(long mostRows) {
    return made(MEMORY + " MAX_ROWS=" + mostRows);
  }

  /** The same table, made on the disk. */
  public Table onDisk() {
    return made(ON_DISK);
  }

  private Table made(String options) {
    int end = createStatement.length() - TableText.options(createStatement).length();
    return new Table(
        name,
        createStatement.substring(0, end) + options,
        engine,
        columns,
        indexes,
        foreignKeys,
        estimatedRows,
        bytes);
  }

  /**
   * The same with another column in the place of that of its name.
   *
   * @param statement what makes it
   */
  Table withColumn(Column other, String statement) {
    return new Table(
        name,
        statement,
        engine,
        columns.stream().map(c -> c.name().equals(other.name()) ? other : c).toList(),
        indexes,
        foreignKeys,
        estimatedRows,
        bytes);
  }

  /** Whether it is made in the server's memory. */
  public boolean isInMemory() {
    return TableText.options(createStatement).startsWith(MEMORY);
  }

  /** Whether the primary key holds the beginning of a value alone. */
  public boolean hasPrefixedKey() {
    return PREFIXED_KEY.matcher(createStatement).find();
  }

  /** Whether it keeps the history of its rows, as MariaDB's system-versioned tables do. */
  public boolean isVersioned() {
    return TableText.options(createStatement).contains("WITH SYSTEM VERSIONING");
  }

  public boolean hasEnforcedChecks() {
    return !TableText.parse(createStatement).enforcedChecks().isEmpty();
  }

  /** What a row takes at most, as servers count it against the longest row, in bytes. */
  public long widestRow() {
    return columns.stream().mapToLong(Column::widest).sum();
  }

  /** Whether its rows hold nothing that is written to them: how many there are says all. */
  public boolean isComputed() {
    return writtenColumns().isEmpty();
  }
}

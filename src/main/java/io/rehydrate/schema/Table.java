package io.rehydrate.schema;

import java.util.List;
import java.util.Optional;

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

  /** Whether its rows hold nothing that is written to them: how many there are says all. */
  public boolean isComputed() {
    return writtenColumns().isEmpty();
  }
}

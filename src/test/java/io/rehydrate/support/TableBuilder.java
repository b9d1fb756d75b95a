package io.rehydrate.support;

import io.rehydrate.mysql.ServerVersion;
import io.rehydrate.schema.Catalog;
import io.rehydrate.schema.Column;
import io.rehydrate.schema.ForeignKey;
import io.rehydrate.schema.Index;
import io.rehydrate.schema.Schema;
import io.rehydrate.schema.Table;
import io.rehydrate.schema.TableName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Made-up tables and catalogues, without a server. */
public final class TableBuilder {
  private final String schema;
  private final String name;
  private final List<Column> columns = new ArrayList<>();
  private final List<Index> indexes = new ArrayList<>();
  private final List<ForeignKey> foreignKeys = new ArrayList<>();

  private TableBuilder(String schema, String name) {
    this.schema = schema;
    this.name = name;
  }

  /** A table of the schema {@code shop}, without columns. */
  public static TableBuilder aTable(String name) {
    return aTable("shop", name);
  }

  public static TableBuilder aTable(String schema, String name) {
    return new TableBuilder(schema, name);
  }

  /** A table with an {@code id} that is its primary key. */
  public static TableBuilder aTableWithId(String name) {
    return aTable(name).column("id", "int").primaryKey("id");
  }

  /** A NOT NULL column. */
  public TableBuilder column(String columnName, String type) {
    return add(columnName, type, false, false);
  }

  public TableBuilder nullable(String columnName, String type) {
    return add(columnName, type, true, false);
  }

  public TableBuilder generated(String columnName, String type) {
    return add(columnName, type, true, true);
  }

  private TableBuilder add(String columnName, String type, boolean nullable, boolean generated) {
    String dataType = type.replaceAll("[ (].*", "");
    columns.add(
        new Column(
            columnName,
            type,
            dataType,
            nullable,
            generated,
            false,
            OptionalLong.empty(),
            Optional.empty(),
            Optional.empty()));
    return this;
  }

  public TableBuilder primaryKey(String... keyColumns) {
    indexes.add(new Index("PRIMARY", true, List.of(keyColumns)));
    return this;
  }

  /** A foreign key of one column to a table of the same schema. */
  public TableBuilder foreignKey(String column, String table, String referenced) {
    return foreignKey(List.of(column), new TableName(schema, table), List.of(referenced));
  }

  public TableBuilder foreignKey(List<String> from, TableName table, List<String> referenced) {
    foreignKeys.add(new ForeignKey("fk_" + foreignKeys.size(), from, table, referenced));
    return this;
  }

  public Table build() {
    return new Table(
        new TableName(schema, name),
        "",
        "InnoDB",
        List.copyOf(columns),
        List.copyOf(indexes),
        List.copyOf(foreignKeys),
        0,
        0);
  }

  /** All schemas of the tables. */
  public static Catalog aCatalog(TableBuilder... tables) {
    Map<String, List<Table>> bySchema = new TreeMap<>();
    Arrays.stream(tables)
        .map(TableBuilder::build)
        .forEach(t -> bySchema.computeIfAbsent(t.name().schema(), s -> new ArrayList<>()).add(t));
    return new Catalog(
        ServerVersion.parse("11.4.5-MariaDB"),
        bySchema.entrySet().stream()
            .map(e -> new Schema(e.getKey(), "utf8mb4", "utf8mb4_bin", e.getValue(), List.of()))
            .toList());
  }
}

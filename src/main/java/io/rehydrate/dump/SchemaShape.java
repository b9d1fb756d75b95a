package io.rehydrate.dump;

import io.rehydrate.schema.Catalog;
import io.rehydrate.schema.Column;
import io.rehydrate.schema.Schema;
import io.rehydrate.schema.Table;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What the tables of a source looked like when they were dumped, to be compared with what they look
 * like later.
 *
 * @param schemas by name, then by table
 */
public record SchemaShape(Map<String, Map<String, TableShape>> schemas) {
  private static final Pattern COUNTER = Pattern.compile(" AUTO_INCREMENT=\\d+");

  /**
   * @param columns type, nullability and collation, by name in the table's order
   * @param definition SHA-256 of the table's whole definition, its counter left out
   */
  public record TableShape(Map<String, String> columns, String definition) {}

  public static SchemaShape of(Catalog catalog) {
    Map<String, Map<String, TableShape>> schemas = new LinkedHashMap<>();
    for (Schema schema : catalog.schemas()) {
      Map<String, TableShape> tables = new TreeMap<>();
      schema.tables().forEach(table -> tables.put(table.name().table(), of(table)));
      schemas.put(schema.name(), tables);
    }
    return new SchemaShape(schemas);
  }

  private static TableShape of(Table table) {
    Map<String, String> columns = new LinkedHashMap<>();
    table.columns().forEach(column -> columns.put(column.name(), text(column)));
    String definition = COUNTER.matcher(table.createStatement()).replaceAll("");
    return new TableShape(
        columns,
        HexFormat.of()
            .formatHex(DumpFiles.sha256().digest(definition.getBytes(StandardCharsets.UTF_8))));
  }

  private static String text(Column column) {
    return column.type()
        + column.collation().map(c -> " collate " + c).orElse("")
        + (column.nullable() ? "" : " not null")
        + (column.generated() ? " generated" : "");
  }
}

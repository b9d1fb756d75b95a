package io.rehydrate.planning.draft;

import io.rehydrate.mysql.Sql;
import io.rehydrate.planning.probe.ReadOnlySource;
import io.rehydrate.schema.Column;
import io.rehydrate.schema.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Has the source count, over a table's oldest and newest rows, what its texts look like. */
final class Sampling {
  private final ReadOnlySource source;

  Sampling(ReadOnlySource source) {
    this.source = source;
  }

  /** By column; nothing where there was no time, or no text. */
  Map<String, ColumnSample> of(Table table) {
    List<Column> texts =
        table.columns().stream()
            .filter(Column::isText)
            .filter(c -> !c.dataType().equals("enum") && !c.dataType().equals("set"))
            .toList();
    if (texts.isEmpty()) {
      return Map.of();
    }
    List<String> read = new ArrayList<>();
    List<String> counts = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      String name = Sql.name(texts.get(i).name());
      read.add(TextCounts.beginning(name) + " AS _text" + i);
      read.add(JsonPlace.isObject(name) + " AS _json" + i);
      counts.add(TextCounts.of("_text" + i));
      counts.add("SUM(_json" + i + ")");
    }
    String sql =
        "SELECT "
            + String.join(", ", counts)
            + " FROM ("
            + SampledRows.of(table, String.join(", ", read))
            + ") AS _rows";
    return source
        .one(
            sql,
            row -> {
              Map<String, ColumnSample> samples = new HashMap<>();
              int at = 1;
              for (Column column : texts) {
                long documents = row.getLong(at + TextCounts.COLUMNS);
                samples.put(column.name(), TextCounts.read(row, at, documents));
                at += TextCounts.COLUMNS + 1;
              }
              return samples;
            })
        .orElse(Map.of());
  }
}

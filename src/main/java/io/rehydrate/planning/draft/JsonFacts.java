package io.rehydrate.planning.draft;

import io.rehydrate.planning.probe.ReadOnlySource;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** How many values of which kind stand at a place, and what the texts among them look like. */
record JsonFacts(long objects, long arrays, long numbers, ColumnSample texts) {
  private static final int MANY = 1_000_000;

  /** Places that are reached alike, in one query; empty where there was no time. */
  static Optional<List<JsonFacts>> of(ReadOnlySource source, List<JsonPlace> places) {
    List<String> read = new ArrayList<>();
    List<String> counts = new ArrayList<>();
    for (int i = 0; i < places.size(); i++) {
      String kind = "_kind" + i;
      read.add("JSON_TYPE(" + places.get(i).value() + ") AS " + kind);
      read.add(places.get(i).text() + " AS _text" + i);
      counts.add("SUM(" + kind + " = 'OBJECT')");
      counts.add("SUM(" + kind + " = 'ARRAY')");
      counts.add("SUM(" + kind + " IN ('INTEGER', 'UNSIGNED INTEGER', 'DOUBLE', 'DECIMAL'))");
      counts.add(TextCounts.of("_text" + i));
    }
    // the limit keeps the inner query apart: each place is looked up once for all its counts
    String sql =
        "SELECT "
            + String.join(", ", counts)
            + " FROM (SELECT "
            + read.stream().collect(Collectors.joining(", "))
            + " FROM "
            + places.get(0).from()
            + " LIMIT "
            + MANY
            + ") AS _values";
    return source.one(sql, row -> all(row, places.size()));
  }

  private static List<JsonFacts> all(ResultSet row, int places) throws SQLException {
    List<JsonFacts> all = new ArrayList<>();
    for (int i = 0; i < places; i++) {
      int at = 1 + i * (3 + TextCounts.COLUMNS);
      all.add(
          new JsonFacts(
              row.getLong(at),
              row.getLong(at + 1),
              row.getLong(at + 2),
              TextCounts.read(row, at + 3, 0)));
    }
    return all;
  }

  boolean isObject() {
    return objects > 0 && arrays == 0 && !isScalar();
  }

  boolean isArray() {
    return arrays > 0 && objects == 0 && !isScalar();
  }

  /** Whether texts or numbers stand there. */
  boolean isScalar() {
    return numbers > 0 || texts.values() > 0;
  }

  boolean isMixed() {
    return (objects > 0 ? 1 : 0) + (arrays > 0 ? 1 : 0) + (isScalar() ? 1 : 0) > 1;
  }
}

package io.rehydrate.planning.draft;

import io.rehydrate.mysql.Sql;
import io.rehydrate.planning.probe.ReadOnlySource;
import io.rehydrate.schema.Column;
import io.rehydrate.schema.Table;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * What a table of settings holds under each of its keys. A key may be rare among millions of rows:
 * where an index leads to it a few of its values are read, of a small table all rows, and of others
 * the oldest and the newest.
 */
record ValuesByKey(ReadOnlySource source, Table table, Column key, Column value) {
  private static final int MOST_KEYS = 5_000;
  private static final int KEYS_OF_A_QUERY = 100;
  private static final int VALUES_OF_A_KEY = 20;
  private static final int ROWS_READ_WHOLE = 50_000;

  /**
   * Of the values of one key.
   *
   * @param looksPersonal whether one does
   * @param isLong whether one may be a secret
   */
  record Found(String key, boolean looksPersonal, boolean isLong) {}

  /** By key; empty where there was no time. */
  Optional<List<Found>> read() {
    Optional<List<Found>> each = isIndexed() ? byKey() : Optional.empty();
    if (each.isPresent()) {
      return each;
    }
    String rows =
        table.estimatedRows() <= ROWS_READ_WHOLE
            ? "SELECT " + columns() + " FROM " + table.name().quoted()
            : SampledRows.of(table, columns());
    return source.query(grouped(rows), ValuesByKey::found);
  }

  private boolean isIndexed() {
    return table.indexes().stream()
        .anyMatch(index -> index.columns().get(0).equalsIgnoreCase(key.name()));
  }

  private Optional<List<Found>> byKey() {
    String name = Sql.name(key.name());
    Optional<List<String>> keys =
        source.query(
            "SELECT DISTINCT "
                + name
                + " FROM "
                + table.name().quoted()
                + " WHERE "
                + name
                + " IS NOT NULL LIMIT "
                + MOST_KEYS,
            row -> row.getString(1));
    if (keys.isEmpty()) {
      return Optional.empty();
    }
    List<Found> all = new ArrayList<>();
    for (int at = 0; at < keys.get().size(); at += KEYS_OF_A_QUERY) {
      List<String> some = keys.get().subList(at, Math.min(keys.get().size(), at + KEYS_OF_A_QUERY));
      String rows = String.join(" UNION ALL ", Collections.nCopies(some.size(), ofOneKey()));
      Optional<List<Found>> found = source.query(grouped(rows), ValuesByKey::found, some.toArray());
      if (found.isEmpty()) {
        return Optional.empty();
      }
      all.addAll(found.get());
    }
    return Optional.of(all);
  }

  private String ofOneKey() {
    return "(SELECT "
        + columns()
        + " FROM "
        + table.name().quoted()
        + " WHERE "
        + Sql.name(key.name())
        + " = ? LIMIT "
        + VALUES_OF_A_KEY
        + ")";
  }

  private String columns() {
    return "CONVERT("
        + Sql.name(key.name())
        + " USING utf8mb4) AS _key, "
        + TextCounts.beginning(Sql.name(value.name()))
        + " AS _value";
  }

  private static String grouped(String rows) {
    return "SELECT _key, MAX("
        + TextCounts.isPersonal("_value")
        + "), MAX(CHAR_LENGTH(_value) >= 4) FROM ("
        + rows
        + ") AS _rows WHERE _key IS NOT NULL AND _value IS NOT NULL GROUP BY _key ORDER BY _key"
        + " LIMIT "
        + MOST_KEYS;
  }

  private static Found found(ResultSet row) throws SQLException {
    return new Found(row.getString(1), row.getBoolean(2), row.getBoolean(3));
  }
}

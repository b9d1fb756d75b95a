package io.rehydrate.draft;

import io.rehydrate.mask.Masks;
import io.rehydrate.probe.SourceProbe;
import io.rehydrate.schema.Column;
import io.rehydrate.schema.Table;
import io.rehydrate.server.Sql;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Has the source count, over a table's oldest and newest rows, what its texts look like. */
final class Sampling {
  private static final int ROWS_OF_AN_END = 500;

  private static final String EMAIL = "^[^@ ]+@[^@ ]+[.][A-Za-z]{2,}$";
  private static final String PHONE = "^[+(]?[0-9][0-9 ()/.-]{6,18}[0-9]$";
  private static final String NOT_PHONE = "^[0-9]{4}-[0-9]{2}-[0-9]{2}";
  private static final String ADDRESS =
      "^([0-9]{1,3}[.]){3}[0-9]{1,3}$|^[0-9A-Fa-f]{0,4}(:[0-9A-Fa-f]{0,4}){2,7}$";
  private static final String NUMBER =
      "^[0-9]{3}-[0-9]{2}-[0-9]{4}$|^[A-Z]{2}[0-9]{2}[A-Z0-9 ]{11,30}$|^[0-9]{4}([ -]?[0-9]{4}){3}$";
  private static final String TECHNICAL =
      "^[0-9A-Fa-f]{16,}$|^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$"
          + "|^[a-z]+/[a-z0-9.+-]+$";

  private final SourceProbe source;
  private final String firstNames;

  Sampling(SourceProbe source) {
    this.source = source;
    this.firstNames =
        firstNames().stream().map(Sql::text).collect(Collectors.joining(", ", "(", ")"));
  }

  private static List<String> firstNames() {
    try (InputStream in = Masks.class.getResourceAsStream("first-names.txt")) {
      return Arrays.asList(new String(in.readAllBytes(), StandardCharsets.US_ASCII).split("\n"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** By column; nothing where there was no time, or no text. */
  Map<String, Sample> of(Table table) {
    List<Column> texts =
        table.columns().stream()
            .filter(Column::isText)
            .filter(c -> !c.dataType().equals("enum") && !c.dataType().equals("set"))
            .toList();
    if (texts.isEmpty()) {
      return Map.of();
    }
    String sql =
        "SELECT "
            + texts.stream().map(c -> counts(text(c))).collect(Collectors.joining(", "))
            + " FROM ("
            + rows(table, texts)
            + ") AS _rows";
    return source
        .one(
            sql,
            row -> {
              Map<String, Sample> samples = new HashMap<>();
              int at = 1;
              for (Column column : texts) {
                long[] n = new long[10];
                for (int i = 0; i < n.length; i++) {
                  n[i] = row.getLong(at++);
                }
                samples.put(
                    column.name(),
                    new Sample(n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7], n[8], n[9]));
              }
              return samples;
            })
        .orElse(Map.of());
  }

  private static String text(Column column) {
    return "NULLIF(LEFT(CONVERT(" + Sql.name(column.name()) + " USING utf8mb4), 200), '')";
  }

  private String counts(String value) {
    return String.join(
        ", ",
        "COUNT(" + value + ")",
        "COUNT(DISTINCT " + value + ")",
        "MAX(CHAR_LENGTH(" + value + "))",
        like(value, EMAIL),
        "SUM("
            + value
            + " REGEXP '"
            + PHONE
            + "' AND NOT "
            + value
            + " REGEXP '"
            + NOT_PHONE
            + "')",
        like(value, ADDRESS),
        like(value, NUMBER),
        like(value, TECHNICAL),
        "SUM(SUBSTRING_INDEX(" + value + ", ' ', 1) IN " + firstNames + ")",
        "SUM(" + value + " LIKE '% % % %')");
  }

  private static String like(String value, String pattern) {
    return "SUM(" + value + " REGEXP '" + pattern + "')";
  }

  private static String rows(Table table, List<Column> columns) {
    String read = "SELECT " + Sql.names(columns.stream().map(Column::name).toList()) + " FROM ";
    String name = table.name().quoted();
    if (table.primaryKey().isEmpty()) {
      return read + name + " LIMIT " + 2 * ROWS_OF_AN_END;
    }
    return "("
        + read
        + name
        + order(table, "")
        + ") UNION ALL ("
        + read
        + name
        + order(table, " DESC")
        + ")";
  }

  private static String order(Table table, String direction) {
    return table.primaryKey().stream()
            .map(c -> Sql.name(c) + direction)
            .collect(Collectors.joining(", ", " ORDER BY ", " LIMIT "))
        + ROWS_OF_AN_END;
  }
}

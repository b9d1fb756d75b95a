package io.rehydrate.planning.preview;

import io.rehydrate.mask.MadeUp;
import io.rehydrate.mask.MaskExpression;
import io.rehydrate.mask.MaskTable;
import io.rehydrate.mask.Masks;
import io.rehydrate.mysql.Sql;
import io.rehydrate.plan.MaskSpec;
import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.schema.Column;
import io.rehydrate.schema.Table;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a table's masks make of made-up values: the masks' own SQL in one SELECT of constants. No
 * table is read or made, and the key is made up as well.
 */
public final class MaskPreview {
  private static final SecureRandom RANDOM = new SecureRandom();

  private MaskPreview() {}

  /**
   * @param before the made-up value; empty: NULL
   * @param after what becomes of it
   */
  public record Line(String column, String mask, Optional<String> before, Optional<String> after) {}

  /** Lines by column, in the table's order; a column without a mask has none. */
  public static List<Line> of(Connection session, ResolvedPlan.Rule rule) throws SQLException {
    List<Line> lines = new ArrayList<>();
    for (Column column : rule.table().writtenColumns()) {
      MaskSpec mask = rule.masks().get(column.name());
      if (mask != null) {
        for (int sample = 0; sample < MadeUp.SAMPLES; sample++) {
          lines.add(line(session, rule, column, mask, sample));
        }
      }
    }
    return lines;
  }

  private static Line line(
      Connection session, ResolvedPlan.Rule rule, Column column, MaskSpec mask, int sample)
      throws SQLException {
    Table table = rule.table();
    String row = Sql.name(table.name().table());
    MaskExpression masked = Masks.expression(mask, table, column, row);
    String constants =
        table.columns().stream()
            .map(
                c ->
                    MadeUp.sql(c, Optional.ofNullable(rule.masks().get(c.name())), sample)
                        + " AS "
                        + Sql.name(c.name()))
            .collect(Collectors.joining(", "));
    String query =
        "SELECT "
            + shown(column, row + "." + Sql.name(column.name()))
            + ", "
            + shown(column, masked.sql())
            + " FROM (SELECT "
            + constants
            + ") AS "
            + row
            + keys(masked.purposes());
    try (Statement statement = session.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      result.next();
      return new Line(
          column.name(),
          words(mask),
          Optional.ofNullable(result.getString(1)),
          Optional.ofNullable(result.getString(2)));
    }
  }

  private static String shown(Column column, String sql) {
    if (column.isSpatial()) {
      return "ST_AsText(" + sql + ")";
    }
    return column.isBinary() ? "CONCAT('0x', HEX(" + sql + "))" : "CONVERT(" + sql + ", CHAR)";
  }

  private static String words(MaskSpec mask) {
    return mask.argument().isEmpty() ? mask.name() : mask.name() + " " + mask.argument();
  }

  private static String keys(Set<String> purposes) {
    if (purposes.isEmpty()) {
      return "";
    }
    return new TreeSet<>(purposes)
        .stream()
            .map(
                purpose ->
                    MaskTable.words(purpose).map(Sql::text).orElseGet(MaskPreview::key)
                        + " AS "
                        + MaskTable.column(purpose))
            .collect(Collectors.joining(", ", " CROSS JOIN (SELECT ", ") AS " + MaskTable.ALIAS));
  }

  private static String key() {
    byte[] key = new byte[32];
    RANDOM.nextBytes(key);
    // MySQL 9 takes a plain literal for a text of utf8mb4, and refuses its bytes (3854)
    return "CAST(x'" + HexFormat.of().formatHex(key) + "' AS BINARY(" + key.length + "))";
  }
}

package io.rehydrate.mask;

import io.rehydrate.mysql.Sql;
import io.rehydrate.schema.Column;
import io.rehydrate.schema.Table;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A column under a mask, and the pieces of SQL that masks are made of.
 *
 * @param argument of the mask, as JSON text; empty where it has none
 * @param row the alias of the table in the statement
 * @param value SQL of the value to mask
 */
record MaskedColumn(Table table, Column column, String argument, String row, String value) {
  /** The alias of the one-row table with keys and words. */
  static final String KEYS = "mk";

  private static final Pattern LENGTH = Pattern.compile("\\((\\d+)\\)");

  /**
   * CONCAT gives NULL beyond the server's packet size: longer values are hashed by themselves
   * first.
   */
  private static final long SHORT_ENOUGH = 65_535;

  static MaskedColumn of(Table table, Column column, String argument, String row) {
    return new MaskedColumn(table, column, argument, row, row + "." + Sql.name(column.name()));
  }

  /** {@code insureds.email} */
  String name() {
    return table.name().table() + "." + column.name();
  }

  /** The value as utf8mb4, so that one name has the same bytes in every column. */
  String text() {
    boolean asItIs = isOwnValue() && column.characterSet().filter("utf8mb4"::equals).isPresent();
    return asItIs ? value : converted();
  }

  private String converted() {
    return "CONVERT(" + value + " USING utf8mb4)";
  }

  /** Compared byte by byte, so that no column's collation chooses another way to mask it. */
  String plainText() {
    return text() + " COLLATE utf8mb4_bin";
  }

  private boolean isOwnValue() {
    return value.equals(row + "." + Sql.name(column.name()));
  }

  /** Characters of a text column, bytes of a binary one. */
  long room() {
    return column.characters().orElseGet(this::roomByType);
  }

  private long roomByType() {
    Matcher matcher = LENGTH.matcher(column.type());
    if (matcher.find()) {
      return Long.parseLong(matcher.group(1));
    }
    return switch (column.dataType()) {
      case "tinytext", "tinyblob" -> 255;
      case "text", "blob" -> 65_535;
      case "mediumtext", "mediumblob" -> 16_777_215;
      case "longtext", "longblob", "json" -> 4_294_967_295L;
      default -> 1;
    };
  }

  /** Whether the column's comparisons take upper and lower case for the same. */
  boolean ignoresCase() {
    return column.collation().filter(c -> c.toLowerCase(Locale.ROOT).endsWith("_ci")).isPresent();
  }

  boolean isFreeText() {
    return column.isText() && !column.dataType().equals("enum") && !column.dataType().equals("set");
  }

  /**
   * 64 hex digits of the keyed hash; NULL for NULL.
   *
   * @param operand without COLLATE: next to such a text the key would be taken for text as well
   */
  String digest(String purpose, String operand) {
    String bytes = room() > SHORT_ENOUGH ? "SHA2(" + operand + ", 256)" : operand;
    return "SHA2(CONCAT(" + KEYS + "." + Sql.name("key_" + purpose) + ", " + bytes + "), 256)";
  }

  /** An integer from 0 to 2^32 - 1 of the keyed hash; the sum of all its digits takes longer. */
  static String number(String digest) {
    return "CRC32(LEFT(" + digest + ", 12))";
  }

  /** Converted in any case: how letters are lowered is up to the collation. */
  String lowerText() {
    return "LOWER(" + converted() + ")";
  }

  /** Lower case, unless two values that differ in case alone may both be in a unique index. */
  String uniqueText() {
    boolean caseCounts = !ignoresCase() && !UniqueUse.of(table, column).isEmpty();
    return caseCounts ? text() : lowerText();
  }

  /** The text as the column's collation compares it, as far as case goes. */
  String comparedText() {
    return ignoresCase() ? lowerText() : text();
  }

  String unlessEmpty(String sql) {
    return "IF(LENGTH(" + value + ") = 0, '', " + sql + ")";
  }

  /** Says so where the column takes no text, or too short a one. */
  Optional<String> needsText(String mask, long shortest) {
    if (!isFreeText()) {
      return Optional.of(misfit(mask, "it is for text columns"));
    }
    if (room() < shortest) {
      return Optional.of(
          misfit(mask, "it needs room for " + shortest + " characters; use set-null or set-empty"));
    }
    return Optional.empty();
  }

  String misfit(String mask, String why) {
    String type = column.type().length() > 40 ? column.dataType() : column.type();
    return "the mask '" + mask + "' does not fit " + name() + ", which is " + type + ": " + why;
  }
}

package io.rehydrate.source;

import io.rehydrate.schema.Column;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** A value of a key as SQL that compares with the column as the value itself does. */
final class KeyLiteral {
  private KeyLiteral() {}

  /**
   * @param value as {@link ColumnTransport} selects the column
   */
  static String of(Column column, byte[] value) {
    boolean isLabel = column.dataType().equals("enum") || column.dataType().equals("set");
    if (column.isText() && !isLabel) {
      return "_"
          + column.characterSet().orElseThrow()
          + " x'"
          + HexFormat.of().formatHex(value)
          + "' COLLATE "
          + column.collation().orElseThrow();
    }
    if (column.isBinary()) {
      return "x'" + HexFormat.of().formatHex(value) + "'";
    }
    String text = new String(value, StandardCharsets.US_ASCII);
    return column.isNumber() || isLabel || column.dataType().equals("bit")
        ? text
        : "'" + text.replace("'", "''") + "'";
  }
}

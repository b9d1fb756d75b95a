package io.rehydrate.refresh.keep;

import io.rehydrate.mysql.Sql;
import io.rehydrate.schema.TableName;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A column whose values are written, each as a literal that any session reads back as the same
 * bytes.
 *
 * @param charset of a text column; empty for any other
 */
record KeptColumn(String name, Form form, String charset) {
  private static final Set<String> WHOLE_NUMBERS =
      Set.of("tinyint", "smallint", "mediumint", "int", "bigint");
  private static final Set<String> TEXTS =
      Set.of("char", "varchar", "tinytext", "text", "mediumtext", "longtext", "enum", "set");
  private static final Set<String> BYTES =
      Set.of(
          "binary",
          "varbinary",
          "tinyblob",
          "blob",
          "mediumblob",
          "longblob",
          "vector",
          "geometry",
          "point",
          "linestring",
          "polygon",
          "multipoint",
          "multilinestring",
          "multipolygon",
          "geometrycollection",
          "geomcollection");

  /** In these a printable text may stand as it is. */
  private static final Set<String> READABLE = Set.of("utf8", "utf8mb3", "utf8mb4", "ascii");

  /** In these a text of printable ASCII may. */
  private static final Set<String> LIKE_ASCII =
      Set.of(
          "latin1", "latin2", "latin5", "latin7", "cp1250", "cp1251", "cp1256", "cp1257", "koi8r",
          "koi8u", "greek", "hebrew");

  private static final Pattern CHARSET = Pattern.compile("[a-z0-9_]{1,64}");
  private static final Pattern WHOLE_NUMBER = Pattern.compile("-?[0-9]{1,20}");
  private static final HexFormat HEX = HexFormat.of();

  /** How a column's values are read and written. */
  enum Form {
    /** As the server writes it, without quotes. */
    WHOLE_NUMBER,
    /** As the server writes it: decimals, times, addresses. */
    PLAIN,
    /** A single precision number: the server's short form would lose digits. */
    FLOAT,
    BITS,
    BYTES,
    TEXT
  }

  /** The columns of a table that hold values of their own, generated ones not among them. */
  static List<KeptColumn> of(Connection session, TableName table) throws SQLException {
    List<KeptColumn> columns = new ArrayList<>();
    try (Statement statement = session.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT column_name, data_type, COALESCE(character_set_name, ''),"
                    + " COALESCE(generation_expression, ''), table_name"
                    + " FROM information_schema.columns WHERE table_schema = "
                    + Sql.text(table.schema())
                    + " AND table_name = "
                    + Sql.text(table.table())
                    + " ORDER BY ordinal_position")) {
      while (rows.next()) {
        if (rows.getString(4).isEmpty() && rows.getString(5).equals(table.table())) {
          columns.add(of(rows.getString(1), rows.getString(2), rows.getString(3)));
        }
      }
    }
    return columns;
  }

  private static KeptColumn of(String name, String dataType, String charset) {
    String type = dataType.toLowerCase(Locale.ROOT);
    if (BYTES.contains(type) || charset.equals("binary")) {
      return new KeptColumn(name, Form.BYTES, "");
    }
    if (type.equals("json")) {
      return new KeptColumn(name, Form.TEXT, "utf8mb4");
    }
    if (TEXTS.contains(type) && CHARSET.matcher(charset).matches()) {
      return new KeptColumn(name, Form.TEXT, charset);
    }
    Form form =
        switch (type) {
          case "bit" -> Form.BITS;
          case "float" -> Form.FLOAT;
          default -> WHOLE_NUMBERS.contains(type) ? Form.WHOLE_NUMBER : Form.PLAIN;
        };
    return new KeptColumn(name, form, "");
  }

  /**
   * What is selected for it, in a session that gets text in its columns' own character sets.
   *
   * @param of the table's name in that statement, with its dot; or nothing
   */
  String expression(String of) {
    String column = of + Sql.name(name);
    return switch (form) {
      case WHOLE_NUMBER, PLAIN -> "CAST(" + column + " AS CHAR)";
      case FLOAT -> "CAST(" + column + " + 0E0 AS CHAR)";
      case BITS -> "CAST(" + column + " + 0 AS CHAR)";
      case BYTES, TEXT -> column;
    };
  }

  /**
   * The literal of one value, in one line.
   *
   * @param bytes as selected; null: NULL
   */
  String literal(byte[] bytes) {
    if (bytes == null) {
      return RowText.NULL;
    }
    if (form == Form.BYTES) {
      return "x'" + HEX.formatHex(bytes) + "'";
    }
    if (form == Form.TEXT) {
      return text(bytes);
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    return form != Form.PLAIN && WHOLE_NUMBER.matcher(text).matches() ? text : "'" + text + "'";
  }

  private String text(byte[] bytes) {
    boolean unicode = READABLE.contains(charset);
    if (unicode || LIKE_ASCII.contains(charset)) {
      Charset read = unicode ? StandardCharsets.UTF_8 : StandardCharsets.US_ASCII;
      try {
        CharBuffer text = read.newDecoder().decode(ByteBuffer.wrap(bytes));
        if (text.codePoints().allMatch(KeptColumn::isHarmless)) {
          return "'" + text.toString().replace("'", "''") + "'";
        }
      } catch (CharacterCodingException e) {
        // not what its character set says: written as its bytes
      }
    }
    return "_" + charset + " x'" + HEX.formatHex(bytes) + "'";
  }

  /** What a file may hold in one line, and a session reads the same way under every sql_mode. */
  private static boolean isHarmless(int character) {
    return character != '\\'
        && !Character.isISOControl(character)
        && Character.getType(character) != Character.LINE_SEPARATOR
        && Character.getType(character) != Character.PARAGRAPH_SEPARATOR
        && Character.getType(character) != Character.FORMAT;
  }
}

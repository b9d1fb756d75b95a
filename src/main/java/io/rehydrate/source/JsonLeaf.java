package io.rehydrate.source;

import io.rehydrate.mysql.Sql;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Expressions that make values of a type within MySQL's JSON. */
final class JsonLeaf {
  private static final Pattern DECIMAL = Pattern.compile("-?(\\d{1,65})(?:\\.(\\d{1,30}))?");
  private static final Pattern BYTES = Pattern.compile("base64:type15:([A-Za-z0-9+/=\\s]*)");

  private JsonLeaf() {}

  /**
   * @param type as JSON_TYPE names it
   * @param text as JSON_UNQUOTE gives it
   * @return empty where no expression makes such a value
   */
  static Optional<String> expression(String type, String text) {
    return switch (type) {
      case "DECIMAL" -> decimal(text);
      case "DATE" -> Optional.of("CAST(" + Sql.text(text) + " AS DATE)");
      case "TIME" -> Optional.of("CAST(" + Sql.text(text) + " AS TIME(6))");
      case "DATETIME" -> Optional.of("CAST(" + Sql.text(text) + " AS DATETIME(6))");
      case "BLOB" -> bytes(text);
      default -> Optional.empty();
    };
  }

  private static Optional<String> decimal(String text) {
    Matcher digits = DECIMAL.matcher(text);
    if (!digits.matches()) {
      return Optional.empty();
    }
    int scale = digits.group(2) == null ? 0 : digits.group(2).length();
    return Optional.of(
        "CAST("
            + Sql.text(text)
            + " AS DECIMAL("
            + Math.min(65, digits.group(1).length() + scale)
            + ", "
            + scale
            + "))");
  }

  private static Optional<String> bytes(String text) {
    Matcher base64 = BYTES.matcher(text);
    return base64.matches()
        ? Optional.of(
            "CAST(FROM_BASE64('" + base64.group(1).replaceAll("\\s", "") + "') AS BINARY)")
        : Optional.empty();
  }
}

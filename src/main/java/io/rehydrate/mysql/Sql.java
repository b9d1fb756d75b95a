package io.rehydrate.mysql;

import java.util.List;
import java.util.stream.Collectors;

/** Quoting of names and texts, the same on MySQL and MariaDB. */
public final class Sql {
  private Sql() {}

  /** A name between backticks. */
  public static String name(String name) {
    return "`" + name.replace("`", "``") + "`";
  }

  /** {@code `a`, `b`} */
  public static String names(List<String> names) {
    return names.stream().map(Sql::name).collect(Collectors.joining(", "));
  }

  /**
   * A text between single quotes, right under every {@code sql_mode}: no backslash is left to mean
   * something.
   */
  public static String text(String text) {
    if (text.indexOf('\\') < 0) {
      return "'" + text.replace("'", "''") + "'";
    }
    StringBuilder hex = new StringBuilder();
    for (byte b : text.getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
      hex.append(String.format("%02x", b));
    }
    return "CONVERT(x'" + hex + "' USING utf8mb4)";
  }
}

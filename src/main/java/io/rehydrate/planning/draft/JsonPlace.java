package io.rehydrate.planning.draft;

import io.rehydrate.mysql.Sql;
import io.rehydrate.schema.Table;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A place in the documents of a column, and the SQL that reaches it.
 *
 * @param path as the mask writes it: {@code $.tags[*].by}
 * @param names of the members on the way
 * @param from the documents, and each array on the way taken apart
 * @param value what is there
 */
record JsonPlace(String path, List<String> names, String from, String value) {
  /** A larger document is not looked at. */
  private static final int LONGEST = 16_000;

  private static final Pattern PLAIN = Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$]*");

  static JsonPlace whole(Table table, String column) {
    String text = "CONVERT(" + Sql.name(column) + " USING utf8mb4)";
    String document =
        "IF(CHAR_LENGTH("
            + text
            + ") <= "
            + LONGEST
            + " AND JSON_VALID("
            + text
            + "), JSON_EXTRACT("
            + text
            + ", '$'), NULL) AS _document";
    return new JsonPlace(
        "$",
        List.of(),
        "(" + SampledRows.of(table, document) + ") AS _documents",
        "_documents._document");
  }

  /** SQL that is 1 where a text is an object of JSON, and not too large to be looked at. */
  static String isObject(String text) {
    String converted = "CONVERT(" + text + " USING utf8mb4)";
    return "IF(LEFT("
        + text
        + ", 1) = '{' AND CHAR_LENGTH("
        + text
        + ") <= "
        + LONGEST
        + ", JSON_VALID("
        + converted
        + "), 0)";
  }

  JsonPlace member(String name) {
    List<String> all =
        java.util.stream.Stream.concat(names.stream(), java.util.stream.Stream.of(name)).toList();
    String shown = PLAIN.matcher(name).matches() ? name : "\"" + name + "\"";
    return new JsonPlace(
        path + "." + shown,
        all,
        from,
        "JSON_EXTRACT(" + value + ", " + Sql.text("$.\"" + name + "\"") + ")");
  }

  /** Each element of the array that stands here. */
  JsonPlace element() {
    String alias = "_elements" + from.length();
    return new JsonPlace(
        path + "[*]",
        names,
        from + " JOIN JSON_TABLE(" + value + ", '$[*]' COLUMNS (_item JSON PATH '$')) AS " + alias,
        alias + "._item");
  }

  /** The text here; NULL where there is none, or something else. */
  String text() {
    return TextCounts.beginning(
        "IF(JSON_TYPE(" + value + ") = 'STRING', JSON_UNQUOTE(" + value + "), NULL)");
  }

  /** Every member's name and the number of objects that have it. */
  String membersAsSql(int atMost) {
    return "SELECT CONVERT(_member USING utf8mb4) COLLATE utf8mb4_bin AS _name, COUNT(*) FROM "
        + from
        + " JOIN JSON_TABLE(JSON_KEYS("
        + value
        + "), '$[*]' COLUMNS (_member VARCHAR(255) PATH '$')) AS _members"
        + " GROUP BY _name ORDER BY COUNT(*) DESC, _name LIMIT "
        + atMost;
  }

  int depth() {
    return names.size();
  }

  /** The innermost member's name; empty where there is none. */
  String name() {
    return names.isEmpty() ? "" : names.get(names.size() - 1);
  }
}

package io.rehydrate.mask;

import io.rehydrate.mysql.Sql;
import io.rehydrate.plan.MaskSpec;
import io.rehydrate.schema.Column;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * SQL that replaces values in a JSON document. Each is taken from the document as it was and put
 * back by one JSON_REPLACE; a text stays a text, digits of a whole number stay a number, and what
 * else stands at a path becomes null. Arrays are taken apart by JSON_TABLE and put together again.
 *
 * <p>MariaDB keeps a member that stands twice, and a name with escapes, and sees neither by its
 * path: a document with such a thing becomes null as a whole.
 */
final class JsonDocument {
  /** It makes the session ready, and is no key of any value. */
  private static final String PURPOSE = "json";

  private static final int ROOM = 255;
  private static final Set<String> KEEP_NUMBERS = Set.of("digits", "phone", "postcode");

  private final MaskedColumn column;
  private final Set<String> purposes = new TreeSet<>(Set.of(PURPOSE));
  private int arrays;

  JsonDocument(MaskedColumn column) {
    this.column = column;
  }

  /** What a text in a document is to a mask. */
  static Column textAt(String path) {
    return new Column(
        path,
        "varchar(" + ROOM + ")",
        "varchar",
        true,
        false,
        false,
        OptionalLong.of(ROOM),
        Optional.of("utf8mb4"),
        Optional.of("utf8mb4_bin"));
  }

  MaskExpression masked(Map<JsonPath, MaskSpec> masks) {
    String sql = document(column.value(), masks);
    return new MaskExpression(sql, purposes);
  }

  private String document(String value, Map<JsonPath, MaskSpec> masks) {
    Map<JsonPath, Map<JsonPath, MaskSpec>> inArrays = new LinkedHashMap<>();
    Set<JsonPath> members = new LinkedHashSet<>();
    List<String> changes = new ArrayList<>();
    masks.forEach(
        (path, mask) -> {
          members.addAll(path.beforeEach().members());
          Optional<JsonPath> behind = path.behindEach();
          if (behind.isPresent()) {
            inArrays
                .computeIfAbsent(path.beforeEach(), p -> new LinkedHashMap<>())
                .put(behind.get(), mask);
          } else {
            changes.add(text(path) + ", " + asJson(scalar(extracted(value, path), mask)));
          }
        });
    inArrays.forEach(
        (path, inner) -> changes.add(text(path) + ", " + array(extracted(value, path), inner)));
    String replaced = "JSON_REPLACE(" + value + ", " + String.join(", ", changes) + ")";
    return "IF(" + hides(value, members) + ", 'null', " + replaced + ")";
  }

  private static String text(JsonPath path) {
    return Sql.text(path.toString());
  }

  /** SQL of the text at a path; NULL where there is none, or something else. */
  static String textOf(String value, JsonPath path) {
    String found = extracted(value, path);
    return "IF(JSON_TYPE("
        + found
        + ") = 'STRING', CONVERT(JSON_UNQUOTE("
        + found
        + ") USING utf8mb4), NULL)";
  }

  private static String extracted(String value, JsonPath path) {
    return path.isWhole() ? value : "JSON_EXTRACT(" + value + ", " + text(path) + ")";
  }

  /** Both vendors take the result of this function for JSON, and not for a text. */
  private static String asJson(String json) {
    return "JSON_EXTRACT(CONCAT('[', COALESCE(" + json + ", 'null'), ']'), '$[0]')";
  }

  private static String hides(String value, Set<JsonPath> members) {
    String twice =
        members.stream()
            .map(JsonDocument::text)
            .map(p -> "JSON_CONTAINS_PATH(JSON_REMOVE(" + value + ", " + p + "), 'one', " + p + ")")
            .collect(Collectors.joining(" OR "));
    String all = "CONVERT(" + value + " USING utf8mb4)";
    boolean plain = StandardCharsets.US_ASCII.newEncoder().canEncode(members.toString());
    String escaped =
        "(INSTR("
            + all
            + ", "
            + Sql.text("\\u")
            + ") > 0 AND "
            + all
            + " RLIKE "
            + Sql.text((plain ? "\\\\u00[2-7]" : "\\\\u") + "[^\"]*\"[ \t\r\n]*:")
            + ")";
    return members.isEmpty() ? escaped : twice + " OR " + escaped;
  }

  /** JSON text of what a mask makes of one value. */
  private String scalar(String value, MaskSpec mask) {
    if (mask.name().equals("set-null")) {
      return "'null'";
    }
    if (mask.name().equals("value")) {
      return Sql.text(Arguments.node(mask.argument()).orElseThrow().toString());
    }
    MaskExpression masked =
        Masks.expression(
            mask,
            new MaskedColumn(
                column.table(),
                textAt("text"),
                mask.argument(),
                column.row(),
                "JSON_UNQUOTE(" + value + ")"));
    purposes.addAll(masked.purposes());
    String text = "JSON_QUOTE(CONVERT(" + masked.sql() + " USING utf8mb4))";
    String whole =
        KEEP_NUMBERS.contains(mask.name())
            ? "CAST(CAST(" + masked.sql() + " AS DECIMAL(40, 0)) AS CHAR)"
            : text;
    return "CASE JSON_TYPE("
        + value
        + ") WHEN 'STRING' THEN "
        + text
        + " WHEN 'INTEGER' THEN "
        + whole
        + " WHEN 'UNSIGNED INTEGER' THEN "
        + whole
        + " WHEN 'DOUBLE' THEN "
        + text
        + " WHEN 'DECIMAL' THEN "
        + text
        + " ELSE 'null' END";
  }

  private String array(String value, Map<JsonPath, MaskSpec> masks) {
    String alias = "je" + ++arrays;
    String item = alias + ".item";
    MaskSpec whole = masks.get(new JsonPath(List.of()));
    String element =
        whole == null ? "COALESCE(" + document(item, masks) + ", 'null')" : scalar(item, whole);
    return "JSON_EXTRACT(CONCAT('[', COALESCE((SELECT GROUP_CONCAT("
        + element
        + " ORDER BY "
        + alias
        + ".n SEPARATOR ',') FROM JSON_TABLE("
        + value
        + ", '$[*]' COLUMNS (n FOR ORDINALITY, item JSON PATH '$')) AS "
        + alias
        + "), ''), ']'), '$')";
  }
}

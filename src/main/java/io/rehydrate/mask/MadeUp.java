package io.rehydrate.mask;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rehydrate.mysql.Sql;
import io.rehydrate.plan.MaskSpec;
import io.rehydrate.schema.Column;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Values that could be in a column and are nobody's. */
public final class MadeUp {
  /** How many different ones there are for a column. */
  public static final int SAMPLES = 2;

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final List<String> TEXTS =
      List.of("Ms Sample called twice about her roof.", "Sample");
  private static final Map<String, List<String>> BY_MASK =
      Map.ofEntries(
          Map.entry("email", List.of("jane.sample@mail.example", "j@x.example")),
          Map.entry("first-name", List.of("Jane", "Karl-Heinz")),
          Map.entry("last-name", List.of("Sample", "van der Probe")),
          Map.entry("full-name", List.of("Jane Sample", "Karl-Heinz Probe")),
          Map.entry("company", List.of("Sample & Sons Ltd", "Probe GmbH")),
          Map.entry("phone", List.of("(212) 555-0142", "030 5550123 (Ms Sample)")),
          // letters stay: the second one shows it
          Map.entry("digits", List.of("123-45-6789", "DE00 1234 Sample")),
          Map.entry("street", List.of("1 Sample Street", "Probeweg 2a")),
          Map.entry("city", List.of("Sampletown", "Bad Probe")),
          Map.entry("postcode", List.of("SW1A 1AA", "10115")),
          Map.entry("ip", List.of("192.0.2.7", "2001:db8::7")),
          Map.entry("url", List.of("https://sample.example/jane", "http://x.example")),
          Map.entry(
              "uuid",
              List.of(
                  "550e8400-e29b-41d4-a716-446655440000", "6ba7b810-9dad-11d1-80b4-00c04fd430c8")));

  private MadeUp() {}

  /**
   * SQL of the sample's value, of the column's type.
   *
   * @param sample from 0 on, below {@link #SAMPLES}
   */
  public static String sql(Column column, Optional<MaskSpec> mask, int sample) {
    if (column.isJson()) {
      return Sql.text(document(mask, sample).toString());
    }
    if (column.isInteger()) {
      return sample == 0 ? "42" : "117";
    }
    if (column.isNumber()) {
      return sample == 0 ? "100.00" : "12.50";
    }
    if (column.isSpatial()) {
      return "ST_GeomFromText('" + shape(column) + "')";
    }
    String day = sample == 0 ? "1980-02-01" : "2026-11-22";
    return switch (column.dataType()) {
      case "date" -> "CAST('" + day + "' AS DATE)";
      case "datetime", "timestamp" -> "CAST('" + day + " 09:30:00' AS DATETIME)";
      case "time" -> "CAST('09:30:00' AS TIME)";
      case "year" -> day.substring(0, 4);
      case "inet4" -> "'192.0.2.7'";
      case "inet6" -> "'2001:db8::7'";
      case "enum", "set" -> "'x'";
      case "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob" ->
          sample == 0 ? "x'00112233445566778899aabbccddeeff'" : "x'0102030405060708'";
      default -> Sql.text(cut(text(mask.map(MaskSpec::name).orElse(""), sample), column));
    };
  }

  private static String shape(Column column) {
    return switch (column.dataType()) {
      case "linestring" -> "LINESTRING(13.4 52.5, 13.5 52.6)";
      case "polygon" -> "POLYGON((13 52, 13 53, 14 53, 13 52))";
      case "multipoint" -> "MULTIPOINT(13.4 52.5)";
      case "multilinestring" -> "MULTILINESTRING((13.4 52.5, 13.5 52.6))";
      case "multipolygon" -> "MULTIPOLYGON(((13 52, 13 53, 14 53, 13 52)))";
      case "geometrycollection", "geomcollection" -> "GEOMETRYCOLLECTION(POINT(13.4 52.5))";
      default -> "POINT(13.4 52.5)";
    };
  }

  private static String text(String mask, int sample) {
    return BY_MASK.getOrDefault(mask, TEXTS).get(sample);
  }

  private static String cut(String text, Column column) {
    long room = column.characters().orElse(text.length());
    return text.substring(0, (int) Math.min(room, text.length()));
  }

  /** A document in which every path of the mask leads somewhere. */
  private static JsonNode document(Optional<MaskSpec> mask, int sample) {
    ObjectNode document = JSON.objectNode();
    document.put("kept", sample);
    mask.filter(m -> m.name().equals("json"))
        .flatMap(m -> Arguments.node(m.argument()))
        .ifPresent(
            paths ->
                paths
                    .properties()
                    .forEach(
                        e ->
                            JsonPath.parse(e.getKey())
                                .ifPresent(
                                    path ->
                                        put(
                                            document,
                                            path.steps(),
                                            text(JsonMask.spec(e.getValue()).name(), sample)))));
    return document;
  }

  private static JsonNode put(JsonNode at, List<String> steps, String text) {
    if (steps.isEmpty()) {
      return JSON.textNode(text);
    }
    String step = steps.get(0);
    List<String> rest = steps.subList(1, steps.size());
    if (step.startsWith("[")) {
      ArrayNode array = at.isArray() ? (ArrayNode) at : JSON.arrayNode();
      int index = step.equals(JsonPath.EACH) ? 0 : Integer.parseInt(step.replaceAll("\\D", ""));
      while (array.size() <= index) {
        array.addNull();
      }
      array.set(index, put(array.get(index), rest, text));
      return array;
    }
    String name = step.substring(2, step.length() - 1);
    ObjectNode object = at.isObject() ? (ObjectNode) at : JSON.objectNode();
    object.set(name, put(object.path(name), rest, text));
    return object;
  }
}

package io.rehydrate.mask;

import com.fasterxml.jackson.databind.JsonNode;
import io.rehydrate.plan.MaskSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Masks inside a JSON document, by path; the rest stays as it was. */
final class JsonMask implements Mask {
  private static final String NAME = "json";
  private static final Set<String> NOT_INSIDE =
      Set.of(NAME, "sql", "date-shift", "number-noise", "point-shift");

  @Override
  public boolean takesArgument() {
    return true;
  }

  @Override
  public Optional<String> problem(MaskedColumn column) {
    if (!column.column().isJson()) {
      return Optional.of(column.misfit(NAME, "it is for JSON columns"));
    }
    JsonNode written = Arguments.node(column.argument()).filter(JsonNode::isObject).orElse(null);
    if (written == null || written.isEmpty()) {
      return Optional.of(
          "the mask 'json' on "
              + column.name()
              + " needs paths, like {json: {\"$.phone\": phone}}");
    }
    List<JsonPath> before = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : written.properties()) {
      Optional<JsonPath> path = JsonPath.parse(entry.getKey());
      if (path.isEmpty()) {
        return Optional.of(column.misfit(NAME, notAPath(entry.getKey())));
      }
      for (JsonPath other : before) {
        if (other.meets(path.get())) {
          return Optional.of(
              column.misfit(
                  NAME, "its paths " + other + " and " + path.get() + " lead to the same place"));
        }
      }
      before.add(path.get());
      Optional<String> problem = inner(column, entry.getKey(), spec(entry.getValue()));
      if (problem.isPresent()) {
        return problem;
      }
    }
    return Optional.empty();
  }

  private static String notAPath(String written) {
    return "'"
        + written
        + "' is none of its paths, like $.phone, $.home.\"zip code\", $.lines[0], $.tags[*].by;"
        + " a path with .* or ** is not taken: name the members";
  }

  private static Optional<String> inner(MaskedColumn column, String path, MaskSpec spec) {
    if (NOT_INSIDE.contains(spec.name())) {
      return Optional.of(
          column.misfit(NAME, "at " + path + ", '" + spec.name() + "' is not taken"));
    }
    return Masks.problem(spec, column.table(), JsonDocument.textAt(path));
  }

  static MaskSpec spec(JsonNode written) {
    if (!written.isObject() || written.isEmpty()) {
      return MaskSpec.of(written.asText());
    }
    String name = written.fieldNames().next();
    return new MaskSpec(name, written.get(name).toString());
  }

  @Override
  public MaskExpression expression(MaskedColumn column) {
    return new JsonDocument(column).masked(masks(column));
  }

  /** What is written in the plan, by path. */
  static Map<JsonPath, MaskSpec> masks(MaskedColumn column) {
    Map<JsonPath, MaskSpec> masks = new LinkedHashMap<>();
    Arguments.node(column.argument())
        .orElseThrow()
        .properties()
        .forEach(e -> masks.put(JsonPath.parse(e.getKey()).orElseThrow(), spec(e.getValue())));
    return masks;
  }
}

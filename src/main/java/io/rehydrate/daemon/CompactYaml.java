package io.rehydrate.daemon;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The short forms of Camel's YAML, which Camel deprecates from 4.23 on: {@code to: direct:x},
 * {@code log: text}, and an expression that is not below {@code expression:}.
 */
final class CompactYaml {
  private static final Map<String, String> SHORT_STEPS =
      Map.of("to", "to: { uri: ... }", "toD", "toD: { uri: ... }", "log", "log: { message: ... }");

  private static final Set<String> WITH_EXPRESSION =
      Set.of(
          "setBody",
          "setVariable",
          "setHeader",
          "setProperty",
          "transform",
          "validate",
          "filter",
          "loop",
          "split",
          "delay",
          "throttle",
          "enrich",
          "pollEnrich",
          "poll",
          "recipientList",
          "routingSlip",
          "dynamicRouter",
          "script",
          "sort",
          "resequence",
          "idempotentConsumer",
          "aggregate");

  private static final Set<String> LANGUAGES =
      Set.of(
          "simple",
          "constant",
          "method",
          "header",
          "variable",
          "exchangeProperty",
          "jsonpath",
          "jq",
          "xpath",
          "groovy",
          "tokenize",
          "ref",
          "language",
          "csimple",
          "datasonnet",
          "js");

  private final String file;
  private final List<RouteProblem> found = new ArrayList<>();

  private CompactYaml(String file) {
    this.file = file;
  }

  /**
   * What a file says in a short form.
   *
   * @param file as messages name it
   */
  static List<RouteProblem> find(String file, byte[] text) {
    CompactYaml look = new CompactYaml(file);
    look.walk(RouteYaml.tree(text));
    return List.copyOf(look.found);
  }

  private void walk(JsonNode node) {
    if (node.isArray()) {
      node.forEach(item -> item.properties().forEach(step -> step(step.getKey(), step.getValue())));
    }
    node.forEach(this::walk);
  }

  private void step(String name, JsonNode value) {
    if (SHORT_STEPS.containsKey(name) && value.isTextual()) {
      add(value, name + ": " + value.asText(), SHORT_STEPS.get(name));
    }
    if (WITH_EXPRESSION.contains(name)) {
      expression(name, value);
    }
    if (name.equals("choice")) {
      value.path("when").forEach(when -> expression("when", when));
    }
  }

  private void expression(String name, JsonNode value) {
    value
        .properties()
        .forEach(
            field -> {
              if (LANGUAGES.contains(field.getKey())) {
                add(
                    field.getValue(),
                    name + " with '" + field.getKey() + "' directly below it",
                    "expression: { " + field.getKey() + ": ... }");
              }
            });
  }

  private void add(JsonNode at, String what, String instead) {
    found.add(
        new RouteProblem(
            file,
            RouteYaml.line(at),
            what + " is a short form that Camel 4.23 deprecates; write '" + instead + "'"));
  }
}

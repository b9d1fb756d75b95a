package io.rehydrate.daemon;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Two routes of one name: Camel would take the later for a newer version of the first. */
final class RouteIds {
  private RouteIds() {}

  static List<RouteProblem> problems(RouteFiles files) {
    Map<String, String> first = new HashMap<>();
    List<RouteProblem> problems = new ArrayList<>();
    files
        .texts()
        .forEach(
            (name, text) -> {
              for (JsonNode item : RouteYaml.tree(text)) {
                JsonNode id = of(item);
                if (id.isTextual()) {
                  String place = files.shown(name) + ":" + RouteYaml.line(id);
                  String other = first.putIfAbsent(id.asText(), place);
                  if (other != null) {
                    problems.add(
                        new RouteProblem(
                            files.shown(name),
                            RouteYaml.line(id),
                            "there is a route " + id.asText() + " already, in " + other));
                  }
                }
              }
            });
    return problems;
  }

  /** A route's name in its file. */
  static JsonNode of(JsonNode item) {
    return item.has("templatedRoute")
        ? item.path("templatedRoute").path("routeId")
        : item.path("route").path("id");
  }
}

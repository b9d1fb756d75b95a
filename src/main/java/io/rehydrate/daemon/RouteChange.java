package io.rehydrate.daemon;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Which files' routes have to be made again because of an edit; the others work on meanwhile. */
final class RouteChange {
  /** What a file may hold besides that concerns its own routes alone. */
  private static final Set<String> OWN =
      Set.of(
          "route",
          "from",
          "templatedRoute",
          "onException",
          "errorHandler",
          "onCompletion",
          "intercept",
          "interceptFrom",
          "interceptSendToEndpoint");

  private static final String CONFIGURATION = "routeConfiguration";
  private static final String TEMPLATE = "routeTemplate";
  private static final String REST = "rest";

  private final RouteFiles old;
  private final RouteFiles next;
  private final Set<String> affected = new TreeSet<>();

  private RouteChange(RouteFiles old, RouteFiles next) {
    this.old = old;
    this.next = next;
  }

  /** The names of the files whose text is another, is new, or is gone. */
  static Set<String> changed(RouteFiles old, RouteFiles next) {
    Set<String> names = new TreeSet<>(old.texts().keySet());
    names.addAll(next.texts().keySet());
    names.removeIf(name -> Arrays.equals(old.texts().get(name), next.texts().get(name)));
    return names;
  }

  /** The names of the files whose routes an edit touches. */
  static Set<String> affected(RouteFiles old, RouteFiles next) {
    RouteChange change = new RouteChange(old, next);
    changed(old, next).forEach(change::add);
    return change.affected;
  }

  private void add(String name) {
    affected.add(name);
    Map<String, List<JsonNode>> before = shared(old, name);
    Map<String, List<JsonNode>> after = shared(next, name);
    Set<String> kinds = new HashSet<>(before.keySet());
    kinds.addAll(after.keySet());
    for (String kind : kinds) {
      List<JsonNode> was = before.getOrDefault(kind, List.of());
      List<JsonNode> is = after.getOrDefault(kind, List.of());
      if (!was.equals(is)) {
        switch (kind) {
          case CONFIGURATION -> configurations(different(was, is));
          case TEMPLATE -> different(was, is).forEach(item -> users("routeTemplateRef", item));
          case REST -> holders(REST);
          default -> all();
        }
      }
    }
  }

  private static Map<String, List<JsonNode>> shared(RouteFiles files, String name) {
    Map<String, List<JsonNode>> items = new HashMap<>();
    byte[] text = files.texts().get(name);
    if (text != null) {
      for (JsonNode item : RouteYaml.tree(text)) {
        item.fieldNames()
            .forEachRemaining(
                kind -> {
                  if (!OWN.contains(kind)) {
                    items.computeIfAbsent(kind, k -> new ArrayList<>()).add(item.get(kind));
                  }
                });
      }
    }
    return items;
  }

  private static List<JsonNode> different(List<JsonNode> was, List<JsonNode> is) {
    return Stream.concat(
            was.stream().filter(item -> !is.contains(item)),
            is.stream().filter(item -> !was.contains(item)))
        .toList();
  }

  /** One without an id holds for every route. */
  private void configurations(List<JsonNode> items) {
    for (JsonNode item : items) {
      if (item.path("id").isMissingNode()) {
        all();
      } else {
        users("routeConfigurationId", item);
      }
    }
  }

  /** The files in which some route names this item. */
  private void users(String key, JsonNode item) {
    String id = item.path("id").asText();
    for (RouteFiles files : List.of(old, next)) {
      files
          .texts()
          .forEach(
              (name, text) -> {
                if (RouteYaml.tree(text).findValuesAsText(key).stream()
                    .anyMatch(ids -> ids.contains(id) || ids.contains("*"))) {
                  affected.add(name);
                }
              });
    }
  }

  /** Routes of REST definitions can't be attributed to a file. */
  private void holders(String kind) {
    for (RouteFiles files : List.of(old, next)) {
      files
          .texts()
          .forEach(
              (name, text) -> {
                if (!RouteYaml.tree(text).findValues(kind).isEmpty()) {
                  affected.add(name);
                }
              });
    }
  }

  private void all() {
    affected.addAll(old.texts().keySet());
    affected.addAll(next.texts().keySet());
  }
}

package io.rehydrate.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Lays a home's route files over the shipped ones. A file of a shipped name takes that one's place;
 * it may hold routes that are in another shipped file by now, and its own count then.
 */
final class RouteLayers {
  private final ShippedRoutes shipped;
  private final SortedMap<String, byte[]> own;

  RouteLayers(ShippedRoutes shipped, SortedMap<String, byte[]> own) {
    this.shipped = shipped;
    this.own = own;
  }

  /** What serves this kind of source, by file name. */
  SortedMap<String, byte[]> texts(String kind) {
    SortedMap<String, byte[]> texts = new TreeMap<>();
    own.forEach(
        (name, text) -> {
          if (ShippedRoutes.serves(name, kind)) {
            texts.put(name, text);
          }
        });
    Set<String> replaced = replacedIds();
    for (ShippedRoutes.File file : shipped.serving(kind)) {
      if (!own.containsKey(file.name())) {
        without(replaced, file.bytes()).ifPresent(text -> texts.put(file.name(), text));
      }
    }
    return texts;
  }

  private Set<String> replacedIds() {
    Set<String> ids = new HashSet<>();
    own.forEach(
        (name, text) -> {
          if (shipped.file(name).isPresent()) {
            RouteYaml.tree(text).forEach(item -> ids.addAll(ids(item)));
          }
        });
    return ids;
  }

  private static Collection<String> ids(JsonNode item) {
    String route = RouteIds.of(item).asText();
    String configuration = item.path("routeConfiguration").path("id").asText();
    return List.of("route " + route, "configuration " + configuration).stream()
        .filter(id -> !id.endsWith(" "))
        .toList();
  }

  /**
   * The lines of what is left out are empty, so that all others keep their numbers.
   *
   * @return empty where nothing is left
   */
  private static Optional<byte[]> without(Set<String> ids, byte[] text) {
    JsonNode items = RouteYaml.tree(text);
    List<String> lines = new String(text, UTF_8).lines().toList();
    String[] kept = lines.toArray(String[]::new);
    int left = items.size();
    for (int i = 0; i < items.size(); i++) {
      if (ids(items.get(i)).stream().anyMatch(ids::contains)) {
        int end = i + 1 < items.size() ? RouteYaml.line(items.get(i + 1)) - 1 : kept.length;
        Arrays.fill(kept, RouteYaml.line(items.get(i)) - 1, end, "");
        left--;
      }
    }
    if (left == items.size()) {
      return Optional.of(text);
    }
    return left == 0
        ? Optional.empty()
        : Optional.of((String.join("\n", kept) + "\n").getBytes(UTF_8));
  }
}

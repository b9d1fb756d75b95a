package io.rehydrate.demo.rds;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The filters that an operation knows, and what each looks at. */
record Filters<T>(Map<String, Function<T, String>> known) {

  /** Those items that every filter of a call lets through. */
  List<T> apply(Parameters p, List<T> items) {
    Map<String, List<String>> wanted = p.filters();
    for (String name : wanted.keySet()) {
      if (!known.containsKey(name)) {
        throw ApiError.badValue("Unrecognized filter name: " + name);
      }
    }
    return items.stream()
        .filter(
            item ->
                wanted.entrySet().stream()
                    .allMatch(
                        f -> matches(known.get(f.getKey()).apply(item), f.getKey(), f.getValue())))
        .toList();
  }

  private static boolean matches(String found, String name, List<String> values) {
    return values.stream()
        .map(value -> name.endsWith("-id") ? known(value) : value)
        .anyMatch(found::equals);
  }

  private static String known(String value) {
    return value.startsWith("arn:") ? Identifier.known(value) : value;
  }
}

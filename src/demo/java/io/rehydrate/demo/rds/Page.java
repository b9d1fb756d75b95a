package io.rehydrate.demo.rds;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A part of a list, and where the next part begins.
 *
 * @param marker what to ask the next part with
 */
record Page<T>(List<T> items, Optional<String> marker) {
  private static final int FEWEST = 20;
  private static final int MOST = 100;

  /**
   * The part that a call asks for.
   *
   * @param all in the order of their keys
   */
  static <T> Page<T> of(Parameters p, List<T> all, Function<T, String> key) {
    return of(p, all, key, MOST);
  }

  static <T> Page<T> of(Parameters p, List<T> all, Function<T, String> key, int most) {
    int size = p.number("MaxRecords", FEWEST, most).orElse(MOST);
    String after = p.text("Marker").map(Page::decode).orElse("");
    List<T> rest = all.stream().filter(item -> key.apply(item).compareTo(after) > 0).toList();
    return rest.size() <= size
        ? new Page<>(rest, Optional.empty())
        : new Page<>(rest.subList(0, size), Optional.of(encode(key.apply(rest.get(size - 1)))));
  }

  private static String encode(String key) {
    return Base64.getEncoder().encodeToString(("after " + key).getBytes(StandardCharsets.UTF_8));
  }

  private static String decode(String marker) {
    try {
      String text = new String(Base64.getDecoder().decode(marker), StandardCharsets.UTF_8);
      if (text.startsWith("after ")) {
        return text.substring("after ".length());
      }
    } catch (IllegalArgumentException e) {
      // it is none of ours: told below
    }
    throw ApiError.badValue("The marker " + marker + " is not valid.");
  }

  Answer answer(String list, String member, Function<T, Consumer<Xml>> content) {
    return xml ->
        xml.text("Marker", marker)
            .list(list, member, items, item -> content.apply(item).accept(xml));
  }
}

package io.rehydrate.mask;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A path into a JSON document: {@code $.phone}, {@code $.home."zip code"}, {@code $.tags[*].by}.
 *
 * @param steps as SQL takes them: {@code ."phone"}, {@code [0]}, and {@link #EACH}
 */
record JsonPath(List<String> steps) {
  /** All elements of an array. */
  static final String EACH = "[*]";

  private static final Pattern STEP =
      Pattern.compile(
          "\\.(?:(?<name>[\\p{L}_$][\\p{L}\\p{N}_$]*)|\"(?<quoted>[^\"\\\\\\p{Cntrl}]+)\")|\\[(?<index>\\d{1,4}|\\*)\\]");

  JsonPath {
    steps = List.copyOf(steps);
  }

  /** Empty where it is no path, or leads to the whole document. */
  static Optional<JsonPath> parse(String written) {
    if (!written.startsWith("$") || written.length() < 2) {
      return Optional.empty();
    }
    List<String> steps = new ArrayList<>();
    Matcher step = STEP.matcher(written);
    int at = 1;
    while (at < written.length()) {
      if (!step.find(at) || step.start() != at) {
        return Optional.empty();
      }
      if (step.group("index") != null) {
        steps.add("[" + step.group("index") + "]");
      } else {
        String name = step.group("name") == null ? step.group("quoted") : step.group("name");
        steps.add(".\"" + name + "\"");
      }
      at = step.end();
    }
    return Optional.of(new JsonPath(steps));
  }

  /** The part before the first {@link #EACH}; all of it where there is none. */
  JsonPath beforeEach() {
    int each = steps.indexOf(EACH);
    return each < 0 ? this : new JsonPath(steps.subList(0, each));
  }

  /** The part behind the first {@link #EACH}, if there is one. */
  Optional<JsonPath> behindEach() {
    int each = steps.indexOf(EACH);
    return each < 0
        ? Optional.empty()
        : Optional.of(new JsonPath(steps.subList(each + 1, steps.size())));
  }

  /** The part up to the last {@link #EACH}, with it; empty where there is none. */
  Optional<JsonPath> elements() {
    int each = steps.lastIndexOf(EACH);
    return each < 0 ? Optional.empty() : Optional.of(new JsonPath(steps.subList(0, each + 1)));
  }

  /** The part behind the last {@link #EACH}; all of it where there is none. */
  JsonPath inElement() {
    return new JsonPath(steps.subList(steps.lastIndexOf(EACH) + 1, steps.size()));
  }

  /** Whether both may lead to the same place, or one to a part of the other's. */
  boolean meets(JsonPath other) {
    int common = Math.min(steps.size(), other.steps.size());
    for (int i = 0; i < common; i++) {
      String mine = steps.get(i);
      String its = other.steps.get(i);
      boolean elements = mine.startsWith("[") && its.startsWith("[");
      boolean each = mine.equals(EACH) || its.equals(EACH);
      if (!mine.equals(its) && !(elements && each)) {
        return false;
      }
      if (!mine.equals(its)) {
        return true;
      }
    }
    return true;
  }

  /** The objects' members on the way, each as a path. */
  List<JsonPath> members() {
    List<JsonPath> members = new ArrayList<>();
    for (int i = 1; i <= steps.size(); i++) {
      if (steps.get(i - 1).startsWith(".")) {
        members.add(new JsonPath(steps.subList(0, i)));
      }
    }
    return members;
  }

  boolean isWhole() {
    return steps.isEmpty();
  }

  @Override
  public String toString() {
    return "$" + String.join("", steps);
  }
}

package io.rehydrate.settings;

import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Whether a value that somebody typed will be accepted where it can be seen from the value alone.
 */
public final class AnswerCheck {
  private static final Map<String, Consumer<String>> CHECKS =
      Map.of(
          "source.url", AnswerCheck::requireSchema,
          "scratch.url", ServerUrl::parse,
          "nightly.cron", CronText::toQuartz);

  private AnswerCheck() {}

  /** What is wrong with it; empty: nothing. */
  public static Optional<String> problem(String key, String value) {
    if (value.contains("{{")) {
      return Optional.empty(); // its parts are known later
    }
    try {
      CHECKS.getOrDefault(key, text -> {}).accept(value);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(e.getMessage());
    }
  }

  private static void requireSchema(String text) {
    if (ServerUrl.parse(text).schema().isEmpty()) {
      throw new IllegalArgumentException("name the schema as well: jdbc:mysql://host:3306/schema");
    }
  }
}

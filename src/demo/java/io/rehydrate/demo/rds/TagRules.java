package io.rehydrate.demo.rds;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** What the API allows as a tag. */
final class TagRules {
  static final int MOST_TAGS = 50;
  private static final int LONGEST_KEY = 128;
  private static final int LONGEST_VALUE = 256;
  private static final Pattern ALLOWED = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");

  private TagRules() {}

  static Map<String, String> checked(Map<String, String> tags) {
    tags.forEach(
        (key, value) -> {
          check(key, "key", 1, LONGEST_KEY);
          check(value, "value", 0, LONGEST_VALUE);
        });
    if (tags.size() > MOST_TAGS) {
      throw ApiError.badValue("A resource can have " + MOST_TAGS + " tags at most.");
    }
    return tags;
  }

  private static void check(String text, String what, int shortest, int longest) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (text.length() < shortest
        || text.length() > longest
        || lower.startsWith("aws:")
        || lower.startsWith("rds:")
        || !ALLOWED.matcher(text).matches()) {
      throw ApiError.badValue(
          "The tag %s \"%s\" is not valid: %d to %d letters, digits, white space or _.:/=+-@, and not aws: or rds: before it."
              .formatted(what, text, shortest, longest));
    }
  }
}

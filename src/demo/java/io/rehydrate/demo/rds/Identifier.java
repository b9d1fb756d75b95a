package io.rehydrate.demo.rds;

import java.util.Locale;
import java.util.regex.Pattern;

/** What the API takes as the name of something new, and how it finds something by its name. */
final class Identifier {
  static final int LONGEST = 63;
  static final int LONGEST_SNAPSHOT = 255;
  private static final Pattern FORM = Pattern.compile("[a-zA-Z](-?[a-zA-Z0-9])*");

  private Identifier() {}

  /** A new thing's name, stored in lower case. */
  static String ofNew(String parameter, String value, int longest) {
    if (!FORM.matcher(value).matches()) {
      throw ApiError.badValue(
          "The parameter "
              + parameter
              + " is not a valid identifier. Identifiers must begin with a letter; must contain only"
              + " ASCII letters, digits, and hyphens; and must not end with a hyphen or contain two"
              + " consecutive hyphens.");
    }
    if (value.length() > longest) {
      throw ApiError.badValue(
          "The parameter %s is longer than %d characters.".formatted(parameter, longest));
    }
    return value.toLowerCase(Locale.ROOT);
  }

  /** The name of something that there may be, from a name or an ARN. */
  static String known(String value) {
    String lower = value.toLowerCase(Locale.ROOT);
    return lower.startsWith("arn:") ? Arn.parse(value).id() : lower;
  }
}

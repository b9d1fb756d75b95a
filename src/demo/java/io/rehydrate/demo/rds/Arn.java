package io.rehydrate.demo.rds;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The full name of a thing in the simulated account and region. */
record Arn(Kind kind, String id) {
  static final String REGION = "eu-central-1";
  static final String ACCOUNT = "123456789012";
  private static final Pattern FORM =
      Pattern.compile("arn:aws:rds:" + REGION + ":" + ACCOUNT + ":([a-z-]+):(.+)");

  static Arn parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (matcher.matches()) {
      for (Kind kind : Kind.values()) {
        if (kind.arnType().equals(matcher.group(1))) {
          return new Arn(kind, matcher.group(2).toLowerCase(Locale.ROOT));
        }
      }
    }
    throw ApiError.badValue("Invalid resource name: " + text);
  }

  static String of(String type, String id) {
    return "arn:aws:rds:" + REGION + ":" + ACCOUNT + ":" + type + ":" + id;
  }

  @Override
  public String toString() {
    return of(kind.arnType(), id);
  }
}

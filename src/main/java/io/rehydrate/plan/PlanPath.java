package io.rehydrate.plan;

import java.util.regex.Pattern;

/** Where something is in the plan, for people: {@code tables.'*_log'}, {@code relations[2]}. */
final class PlanPath {
  private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_$-]+");

  private static final Pattern KEY = Pattern.compile("[A-Za-z_][A-Za-z0-9_$.-]*");

  private PlanPath() {}

  static String of(String... keys) {
    String path = "";
    for (String key : keys) {
      path = child(path, key);
    }
    return path;
  }

  static String child(String parent, String key) {
    String shown = PLAIN.matcher(key).matches() ? key : "'" + printable(key) + "'";
    return parent.isEmpty() ? shown : parent + "." + shown;
  }

  static String child(String parent, int index) {
    return parent + "[" + index + "]";
  }

  /** A key as YAML takes it. */
  static String key(String name) {
    return KEY.matcher(name).matches() ? name : "'" + name.replace("'", "''") + "'";
  }

  /** A text on one line, cut where it is long. */
  static String printable(String text) {
    String shown = text.replaceAll("\\p{Cntrl}", "?");
    return shown.length() > 200 ? shown.substring(0, 200) + "…" : shown;
  }
}

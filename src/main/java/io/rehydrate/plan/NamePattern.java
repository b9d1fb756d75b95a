package io.rehydrate.plan;

import io.rehydrate.schema.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A name as the plan writes it: one to three parts between dots, {@code *} for any run of
 * characters but the dot. A part between backticks stands for itself, whatever it holds.
 *
 * @param written as in the plan
 */
record NamePattern(String written, List<Part> parts) {
  private static final Pattern ODD = Pattern.compile("[\\s.`(),*>]");

  /**
   * @param literal between backticks: a {@code *} in it is a star
   */
  record Part(String text, boolean literal) {
    boolean isExact() {
      return literal || text.indexOf('*') < 0;
    }
  }

  NamePattern {
    parts = List.copyOf(parts);
  }

  /**
   * @throws IllegalArgumentException when a part is empty or a backtick is not closed
   */
  static NamePattern parse(String written) {
    List<Part> parts = new ArrayList<>();
    int at = 0;
    do {
      int end = endOfPart(written, at);
      parts.add(part(written.substring(at, end)));
      if (end < written.length() && written.charAt(end) != '.') {
        throw new IllegalArgumentException("a dot or the end belongs behind a closing backtick");
      }
      at = end + 1;
    } while (at <= written.length());
    return new NamePattern(written, parts);
  }

  private static int endOfPart(String text, int start) {
    if (!text.startsWith("`", start)) {
      int dot = text.indexOf('.', start);
      return dot < 0 ? text.length() : dot;
    }
    int at = start + 1;
    while (true) {
      int tick = text.indexOf('`', at);
      if (tick < 0) {
        throw new IllegalArgumentException("a backtick is not closed");
      }
      if (!text.startsWith("``", tick)) {
        return tick + 1;
      }
      at = tick + 2;
    }
  }

  private static Part part(String text) {
    boolean literal = text.startsWith("`");
    String name = literal ? text.substring(1, text.length() - 1).replace("``", "`") : text;
    if (name.isBlank()) {
      throw new IllegalArgumentException("a part of the name is empty");
    }
    return new Part(name, literal);
  }

  /** A name so that it reads back as itself: between backticks where it holds odd characters. */
  static String quoted(String name) {
    return ODD.matcher(name).find() ? backticked(name) : name;
  }

  static String backticked(String name) {
    return "`" + name.replace("`", "``") + "`";
  }

  /** This table pattern's column: {@code insureds} and {@code email} are {@code insureds.email}. */
  NamePattern column(NamePattern column) {
    List<Part> all = new ArrayList<>(parts);
    all.addAll(column.parts);
    return new NamePattern(written + "." + column.written, all);
  }

  boolean isExact() {
    return parts.stream().allMatch(Part::isExact);
  }

  boolean matches(TableName table) {
    return switch (parts.size()) {
      case 1 -> fits(0, table.table(), false);
      case 2 -> fits(0, table.schema(), false) && fits(1, table.table(), false);
      default -> false;
    };
  }

  /** Columns fit in whatever letters, as on the server. */
  boolean matches(TableName table, String column) {
    int last = parts.size() - 1;
    return fits(last, column, true)
        && (last < 1 || fits(last - 1, table.table(), false))
        && (last < 2 || fits(last - 2, table.schema(), false));
  }

  private boolean fits(int part, String name, boolean anyCase) {
    Part pattern = parts.get(part);
    return pattern.literal()
        ? (anyCase ? pattern.text().equalsIgnoreCase(name) : pattern.text().equals(name))
        : GlobMatcher.matches(pattern.text(), name, anyCase);
  }

  /**
   * How specific this name is: an exact one before every pattern, the one with more parts before
   * the one with fewer; of patterns the longest.
   */
  int weight() {
    int length = parts.stream().mapToInt(p -> p.text().length()).sum() + parts.size() - 1;
    return isExact() ? 1_000_000 * parts.size() : length;
  }
}

package io.rehydrate.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Tables as the plan names them: {@code table} or {@code schema.table}, {@code *} for any run of
 * characters but the dot. A part between backticks stands for itself, whatever it holds.
 *
 * @param written as in the settings
 * @param parts the last one is the table's
 */
public record TablePattern(String written, List<Part> parts) {
  private static final Pattern FORM =
      Pattern.compile(
          "(?<first>`(?:[^`]|``)+`|[^`.\\s]+)(?:\\.(?<second>`(?:[^`]|``)+`|[^`.\\s]+))?");

  public TablePattern {
    parts = List.copyOf(parts);
  }

  /**
   * @param text for a literal part without its backticks
   * @param literal a {@code *} in it is a star
   */
  public record Part(String text, boolean literal) {
    static Part of(String written) {
      boolean literal = written.startsWith("`");
      return new Part(
          literal ? written.substring(1, written.length() - 1).replace("``", "`") : written,
          literal);
    }

    boolean fits(String name) {
      if (literal || text.indexOf('*') < 0) {
        return text.equals(name);
      }
      StringBuilder expression = new StringBuilder();
      for (String piece : text.split("\\*+", -1)) {
        expression.append(expression.isEmpty() ? "" : "[^.]*").append(Pattern.quote(piece));
      }
      return name.matches("(?s)" + expression);
    }
  }

  /** Empty where the text is not a name or pattern. */
  static Optional<TablePattern> parse(String written) {
    var form = FORM.matcher(written);
    if (!form.matches()) {
      return Optional.empty();
    }
    List<Part> parts = new ArrayList<>();
    parts.add(Part.of(form.group("first")));
    Optional.ofNullable(form.group("second")).map(Part::of).ifPresent(parts::add);
    return Optional.of(new TablePattern(written, parts));
  }

  /** Whether it names this table; without a schema it names tables of every schema. */
  public boolean matches(String schema, String table) {
    return parts.get(parts.size() - 1).fits(table)
        && (parts.size() == 1 || parts.get(0).fits(schema));
  }

  @Override
  public String toString() {
    return written;
  }
}

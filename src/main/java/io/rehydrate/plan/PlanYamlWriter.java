package io.rehydrate.plan;

import io.rehydrate.schema.Catalog;
import io.rehydrate.schema.TableName;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Names and texts as a plan's file takes them, so that they read back as themselves. */
public final class PlanYamlWriter {
  private static final Pattern PLAIN_ITEM =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_$.]*(?: -> [A-Za-z_][A-Za-z0-9_$.]*)?");
  private static final Set<String> WORDS = Set.of("null", "true", "false");

  private PlanYamlWriter() {}

  /** A table's or a column's name: between backticks where it holds odd characters. */
  public static String name(String name) {
    return NamePattern.quoted(name);
  }

  /** A table's name, with its schema where it needs one. */
  public static String table(Catalog catalog, TableName name) {
    long ofThisName =
        catalog.tables().stream().filter(t -> t.name().table().equals(name.table())).count();
    return (ofThisName < 2 ? "" : name(name.schema()) + ".") + name(name.table());
  }

  /** A key of YAML. */
  public static String key(String text) {
    return PlanPath.key(text);
  }

  /** An item of a list of YAML: between quotes where it would be anything but a text. */
  public static String item(String text) {
    return PLAIN_ITEM.matcher(text).matches() && !WORDS.contains(text.toLowerCase(Locale.ROOT))
        ? text
        : text(text);
  }

  /** A text of YAML, between quotes. */
  public static String text(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  /**
   * {@code a.x -> b.y when cond}
   *
   * @param from a table, as {@link #table} writes it
   * @param to likewise
   */
  public static String relation(
      String from,
      List<String> fromColumns,
      String to,
      List<String> toColumns,
      Optional<String> when) {
    return side(from, fromColumns)
        + " -> "
        + side(to, toColumns)
        + when.map(w -> " when " + w).orElse("");
  }

  private static String side(String table, List<String> columns) {
    return columns.size() == 1
        ? table + "." + name(columns.get(0))
        : table
            + columns.stream()
                .map(PlanYamlWriter::name)
                .collect(Collectors.joining(", ", "(", ")"));
  }
}

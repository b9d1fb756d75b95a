package io.rehydrate.schema;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** What names of a database's objects may look like. */
final class Names {

  private static final Set<String> SERVERS_OWN =
      Set.of("information_schema", "performance_schema", "mysql", "sys");
  private static final int TOLD = 20;

  private Names() {}

  static boolean isServersOwn(String schema) {
    return SERVERS_OWN.contains(schema.toLowerCase(Locale.ROOT));
  }

  /**
   * Refuses names with control characters: in a dump, the text behind a line feed could be taken
   * for a command.
   */
  static void requirePlain(List<Schema> schemas) {
    Set<String> bad = new TreeSet<>();
    for (Schema schema : schemas) {
      collect(bad, "schema", schema.name(), List.of(schema.name()));
      for (Table table : schema.tables()) {
        collect(bad, "table", table.name().toString(), names(table));
      }
      for (StoredObject object : schema.objects()) {
        String kind = object.kind().name().toLowerCase(Locale.ROOT);
        collect(bad, kind, schema.name() + "." + object.name(), List.of(object.name()));
      }
    }
    if (!bad.isEmpty()) {
      throw new RefusedException(
          ErrorCode.SCHEMA_NAME,
          "Names with control characters can't be dumped safely: "
              + String.join("; ", bad.stream().limit(TOLD).toList())
              + (bad.size() > TOLD ? "; and " + (bad.size() - TOLD) + " more" : ""),
          "Rename them in the source; every other character may stay");
    }
  }

  private static List<String> names(Table table) {
    List<String> names = new ArrayList<>(List.of(table.name().table()));
    table.columns().forEach(c -> names.add(c.name()));
    table.indexes().forEach(i -> names.add(i.name()));
    table.foreignKeys().forEach(f -> names.add(f.name()));
    return names;
  }

  private static void collect(Set<String> bad, String kind, String owner, List<String> names) {
    for (String name : names) {
      if (name.chars().anyMatch(Character::isISOControl)) {
        String where = owner.endsWith(name) ? "" : ", name in it '" + escaped(name) + "'";
        bad.add(kind + " '" + escaped(owner) + "'" + where);
      }
    }
  }

  /** The name on one line, fit for a message. */
  static String escaped(String name) {
    StringBuilder text = new StringBuilder();
    name.codePoints()
        .forEach(
            c -> {
              if (Character.isISOControl(c)) {
                text.append(String.format("\\u%04x", c));
              } else {
                text.appendCodePoint(c);
              }
            });
    return text.toString();
  }
}

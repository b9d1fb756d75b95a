package io.rehydrate.scan;

import io.rehydrate.schema.Catalog;
import io.rehydrate.schema.Schema;
import io.rehydrate.schema.StoredObject;
import io.rehydrate.schema.Table;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks through what a schema declares: comments, defaults, labels, names of partitions, bodies of
 * views and routines. They come along into a dump as they are, and no mask is for them.
 */
public final class DefinitionScan {
  private static final Pattern NAME =
      Pattern.compile("\\s*(?<name>`(?:[^`]|``)+`) .*", Pattern.DOTALL);

  private DefinitionScan() {}

  /**
   * A definition that holds what looks like a person's.
   *
   * @param where the table, its column, or the view, routine, trigger or event
   */
  public record Suspect(String where, Kind kind) {}

  /** In the order of the schemas, their tables and their other objects. */
  public static List<Suspect> of(Catalog catalog) {
    List<Suspect> suspects = new ArrayList<>();
    for (Schema schema : catalog.schemas()) {
      for (Table table : schema.tables()) {
        for (String line : table.createStatement().split("\n")) {
          Matcher column = NAME.matcher(line);
          String where =
              column.matches() ? table.name() + "." + unquoted(column) : table.name().toString();
          kinds(line).forEach(kind -> suspects.add(new Suspect(where, kind)));
        }
      }
      for (StoredObject object : schema.objects()) {
        String where =
            object.kind().name().toLowerCase(Locale.ROOT)
                + " "
                + schema.name()
                + "."
                + object.name();
        kinds(object.createStatement()).forEach(kind -> suspects.add(new Suspect(where, kind)));
      }
    }
    return suspects.stream().distinct().toList();
  }

  private static String unquoted(Matcher column) {
    String name = column.group("name");
    return name.substring(1, name.length() - 1).replace("``", "`");
  }

  private static Set<Kind> kinds(String definition) {
    byte[] bytes = definition.getBytes(StandardCharsets.UTF_8);
    Text text = new Text(Math.max(1, bytes.length));
    System.arraycopy(bytes, 0, text.bytes, 0, bytes.length);
    text.length = bytes.length;
    long found = new Patterns().find(text, 0);
    Set<Kind> kinds = new TreeSet<>();
    Kind.all().stream().filter(kind -> (found & Form.bits(kind)) != 0).forEach(kinds::add);
    return kinds;
  }
}

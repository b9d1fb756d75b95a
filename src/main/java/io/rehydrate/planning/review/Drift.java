package io.rehydrate.planning.review;

import io.rehydrate.dump.DumpId;
import io.rehydrate.dump.SchemaShape;
import io.rehydrate.dump.SchemaShape.TableShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** What became of a schema since it was dumped. */
final class Drift {
  private final DumpId since;
  private final List<Finding> found = new ArrayList<>();

  private Drift(DumpId since) {
    this.since = since;
  }

  static List<Finding> between(DumpId since, SchemaShape then, SchemaShape now) {
    Drift drift = new Drift(since);
    TreeSet<String> schemas = new TreeSet<>(then.schemas().keySet());
    schemas.addAll(now.schemas().keySet());
    for (String schema : schemas) {
      drift.tables(
          schema,
          then.schemas().getOrDefault(schema, Map.of()),
          now.schemas().getOrDefault(schema, Map.of()));
    }
    return drift.found;
  }

  private void tables(String schema, Map<String, TableShape> then, Map<String, TableShape> now) {
    TreeSet<String> tables = new TreeSet<>(then.keySet());
    tables.addAll(now.keySet());
    for (String table : tables) {
      String name = schema + "." + table;
      if (!then.containsKey(table)) {
        say("drift.table-new", name, "is a new table");
      } else if (!now.containsKey(table)) {
        say("drift.table-gone", name, "is gone");
      } else {
        columns(name, then.get(table), now.get(table));
      }
    }
  }

  private void columns(String table, TableShape then, TableShape now) {
    int before = found.size();
    now.columns()
        .forEach(
            (column, type) -> {
              String old = then.columns().get(column);
              if (old == null) {
                say("drift.column-new", table + "." + column, "is a new column: " + type);
              } else if (!old.equals(type)) {
                say("drift.column-changed", table + "." + column, "was " + old + ", is " + type);
              }
            });
    then.columns().keySet().stream()
        .filter(column -> !now.columns().containsKey(column))
        .forEach(column -> say("drift.column-gone", table + "." + column, "is gone"));
    if (found.size() == before && !then.definition().equals(now.definition())) {
      say(
          "drift.table-changed",
          table,
          "has the same columns, and other keys, indexes, defaults or options");
    }
  }

  private void say(String code, String where, String what) {
    found.add(Finding.note(code, where, what + " (since " + since + ")"));
  }
}

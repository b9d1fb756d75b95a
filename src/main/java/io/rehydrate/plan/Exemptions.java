package io.rehydrate.plan;

import io.rehydrate.schema.Catalog;
import io.rehydrate.schema.Column;
import io.rehydrate.schema.Table;
import io.rehydrate.schema.TableName;
import io.rehydrate.settings.NearestName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the read-back may find, by the column that each entry names. */
final class Exemptions {
  private Exemptions() {}

  static Map<TableName, Map<String, Set<String>>> find(
      Plan plan, Catalog catalog, Problems problems) {
    Map<TableName, Map<String, Set<String>>> found = new HashMap<>();
    plan.exempt()
        .forEach(
            (written, kinds) -> {
              NamePattern name = NamePattern.parse(written);
              boolean any = false;
              for (Table table : catalog.tables()) {
                for (Column column : table.columns()) {
                  if (name.matches(table.name(), column.name())) {
                    any = true;
                    found
                        .computeIfAbsent(table.name(), t -> new HashMap<>())
                        .put(column.name(), kinds);
                  }
                }
              }
              if (!any) {
                problems.add(
                    PlanPath.of("read-back", "exempt", written),
                    "no column '" + written + "'" + NearestName.question(written, known(catalog)));
              }
            });
    return found;
  }

  private static List<String> known(Catalog catalog) {
    return catalog.tables().stream()
        .flatMap(t -> t.columns().stream().map(c -> t.name().table() + "." + c.name()))
        .toList();
  }
}

package io.rehydrate.plan;

import com.fasterxml.jackson.databind.JsonNode;
import io.rehydrate.plan.Plan.Core;
import io.rehydrate.plan.Plan.TableEntry;
import io.rehydrate.plan.Plan.WrittenRelation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes a {@link Plan} of a tree that fits the schema; checks what a schema can't: names, SQL. */
final class PlanParser {
  private final Problems problems;

  private PlanParser(Problems problems) {
    this.problems = problems;
  }

  static Plan assemble(JsonNode root, String text, String sha256, PlanLines lines) {
    Problems problems = new Problems(lines);
    PlanParser assembler = new PlanParser(problems);
    Plan plan =
        new Plan(
            unlisted(root.path("unlisted")),
            assembler.core(root.path("core")),
            assembler.relations(root.path("relations")),
            assembler.tables(root.path("tables")),
            assembler.columns(root.path("columns")),
            assembler.exempt(root.path("read-back").path("exempt")),
            text,
            sha256,
            lines);
    problems.throwIfAny();
    return plan;
  }

  private static Plan.Unlisted unlisted(JsonNode node) {
    return new Plan.Unlisted(
        Plan.UnlistedTables.valueOf(constant(node.path("tables").asText("fail"))),
        Plan.UnlistedColumns.valueOf(constant(node.path("columns").asText("fail"))));
  }

  private static String constant(String word) {
    return word.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  private Map<String, Core> core(JsonNode node) {
    Map<String, Core> core = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      String path = PlanPath.of("core", entry.getKey());
      if (!name(entry.getKey(), 2, path).map(NamePattern::isExact).orElse(true)) {
        problems.add(path, "a core entry names one table, without '*'");
      }
      JsonNode body = entry.getValue();
      core.put(
          entry.getKey(),
          new Core(
              text(body.path("newest-by")),
              text(body.path("window")).map(Window::parse),
              body.path("at-least").asLong(0),
              sql(body.path("where"), PlanPath.child(path, "where")),
              sql(body.path("also"), PlanPath.child(path, "also"))));
    }
    return core;
  }

  private List<WrittenRelation> relations(JsonNode node) {
    List<WrittenRelation> relations = new ArrayList<>();
    for (int i = 0; i < node.size(); i++) {
      JsonNode item = node.get(i);
      String text = item.isTextual() ? item.asText() : item.path("relation").asText();
      Dangling dangling = Dangling.valueOf(constant(item.path("dangling").asText("undecided")));
      try {
        relations.add(RelationText.parse(text, dangling));
      } catch (IllegalArgumentException e) {
        problems.add(
            PlanPath.child("relations", i), PlanPath.printable(text) + ": " + e.getMessage());
      }
    }
    return relations;
  }

  private Map<String, TableEntry> tables(JsonNode node) {
    Map<String, TableEntry> tables = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      String path = PlanPath.of("tables", entry.getKey());
      name(entry.getKey(), 2, path);
      JsonNode body = entry.getValue();
      String rows = body.isTextual() ? body.asText() : body.path("rows").asText("");
      tables.put(
          entry.getKey(),
          new TableEntry(
              rows.isEmpty() ? Optional.empty() : Optional.of(RowRule.valueOf(constant(rows))),
              names(body.path("via"), 1, PlanPath.child(path, "via")),
              masks(body.path("mask"), 1, PlanPath.child(path, "mask")),
              names(body.path("safe"), 1, PlanPath.child(path, "safe"))));
    }
    return tables;
  }

  private Plan.Columns columns(JsonNode node) {
    return new Plan.Columns(
        masks(node.path("mask"), 3, "columns.mask"), names(node.path("safe"), 3, "columns.safe"));
  }

  private Map<String, Set<String>> exempt(JsonNode node) {
    Map<String, Set<String>> exempt = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      String path = PlanPath.of("read-back", "exempt", entry.getKey());
      name(entry.getKey(), 3, path)
          .filter(name -> !name.isExact() || name.parts().size() < 2)
          .ifPresent(
              name ->
                  problems.add(
                      path, "an exemption names one column, like table.column, without '*'"));
      Set<String> kinds = new LinkedHashSet<>();
      entry.getValue().forEach(kind -> kinds.add(kind.asText()));
      exempt.put(entry.getKey(), Collections.unmodifiableSet(kinds));
    }
    return exempt;
  }

  private Map<String, MaskSpec> masks(JsonNode node, int mostParts, String path) {
    Map<String, MaskSpec> masks = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      String at = PlanPath.child(path, entry.getKey());
      name(entry.getKey(), mostParts, at);
      masks.put(entry.getKey(), mask(entry.getValue(), at));
    }
    return Collections.unmodifiableMap(masks);
  }

  private MaskSpec mask(JsonNode node, String path) {
    if (node.isTextual()) {
      return MaskSpec.of(node.asText());
    }
    String name = node.fieldNames().next();
    JsonNode argument = node.get(name);
    checkSql(node, path);
    return new MaskSpec(name, argument.toString());
  }

  private void checkSql(JsonNode mask, String path) {
    text(mask.path("sql"))
        .flatMap(SqlText::problemOfRow)
        .ifPresent(problem -> problems.add(path, problem));
    mask.path("json")
        .properties()
        .forEach(
            inner ->
                checkSql(
                    inner.getValue(),
                    PlanPath.child(PlanPath.child(path, "json"), inner.getKey())));
  }

  private Set<String> names(JsonNode list, int mostParts, String path) {
    Set<String> names = new LinkedHashSet<>();
    for (int i = 0; i < list.size(); i++) {
      name(list.get(i).asText(), mostParts, PlanPath.child(path, i));
      names.add(list.get(i).asText());
    }
    return Collections.unmodifiableSet(names);
  }

  private Optional<NamePattern> name(String written, int mostParts, String path) {
    try {
      NamePattern name = NamePattern.parse(written);
      if (name.parts().size() > mostParts) {
        problems.add(
            path,
            mostParts == 1
                ? "a column's name alone belongs here; one with a dot in it stands between backticks"
                : "too many dots: at most " + mostParts + " names");
      }
      return Optional.of(name);
    } catch (IllegalArgumentException e) {
      problems.add(path, e.getMessage());
      return Optional.empty();
    }
  }

  private Optional<String> sql(JsonNode node, String path) {
    Optional<String> sql = text(node);
    sql.flatMap(SqlText::problem).ifPresent(problem -> problems.add(path, problem));
    return sql;
  }

  private static Optional<String> text(JsonNode node) {
    return node.isTextual() ? Optional.of(node.asText()) : Optional.empty();
  }
}

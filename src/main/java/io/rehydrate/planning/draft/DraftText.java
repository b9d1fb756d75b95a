package io.rehydrate.planning.draft;

import io.rehydrate.mask.Masks;
import io.rehydrate.plan.MaskSpec;
import io.rehydrate.plan.NameMeaning;
import io.rehydrate.plan.PlanYamlWriter;
import io.rehydrate.plan.RowRule;
import io.rehydrate.plan.SuggestedMasks;
import io.rehydrate.planning.probe.ColumnRelation;
import io.rehydrate.planning.probe.RelationMeasure;
import io.rehydrate.schema.Catalog;
import io.rehydrate.schema.Column;
import io.rehydrate.schema.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Writes what was guessed as a plan, with the evidence as comments. */
final class DraftText {
  private static final int EVIDENCE_AT = 46;

  private final Catalog catalog;
  private final RelationGuesses.Guesses relations;
  private final RowGuesses rows;
  private final ColumnGuesses columns;
  private final StringBuilder text = new StringBuilder();

  private record Mask(MaskSpec spec, ColumnGuess guess) {}

  DraftText(
      Catalog catalog, RelationGuesses.Guesses relations, RowGuesses rows, ColumnGuesses columns) {
    this.catalog = catalog;
    this.relations = relations;
    this.rows = rows;
    this.columns = columns;
  }

  String write(String head) {
    line(head);
    line("version: 1");
    line("");
    line("unlisted:");
    line("  tables: fail");
    line("  columns: fail");
    line("");
    core();
    relations();
    tables();
    return text.toString();
  }

  private void line(String line) {
    text.append(line.stripTrailing()).append('\n');
  }

  private void line(String line, String comment) {
    line(
        comment.isEmpty()
            ? line
            : line
                + " ".repeat(Math.max(1, EVIDENCE_AT - line.length()))
                + "# "
                + comment.replaceAll("\\p{Cntrl}", "?"));
  }

  private String key(Table table) {
    return PlanYamlWriter.key(PlanYamlWriter.table(catalog, table.name()));
  }

  private void core() {
    if (rows.cores().isEmpty()) {
      line("core: {}", "no table that others refer to was found: name the one to start from");
      line("");
      return;
    }
    line("core:");
    for (CoreGuess core : rows.cores().values()) {
      line("  " + key(core.table()) + ":", core.why());
      Optional<Column> newest = core.newest();
      if (newest.isPresent()) {
        line("    newest-by: " + PlanYamlWriter.item(PlanYamlWriter.name(newest.get().name())));
        line(
            "    window: 13 months", "a year and a month: what is renewed yearly has its original");
        line("    at-least: 5000");
      } else {
        byKey(core.table());
      }
    }
    line("");
  }

  /** The largest keys are the newest rows, mostly. */
  private void byKey(Table table) {
    Column key = table.column(table.primaryKey().get(0)).orElseThrow();
    if (key.isInteger()) {
      line(
          "    newest-by: " + PlanYamlWriter.item(PlanYamlWriter.name(key.name())),
          "no column says when a row was made");
    } else {
      line(
          "    newest-by: " + PlanYamlWriter.item(PlanYamlWriter.name(key.name())),
          "is there a better one?");
    }
    line("    at-least: 5000");
  }

  private void relations() {
    if (relations.held().isEmpty()) {
      line("relations: []", "none but those that the schema declares were found");
    } else {
      line("relations:");
      relations.held().forEach(guess -> line("  - " + relation(guess.link()), evidence(guess)));
    }
    if (!relations.doubtful().isEmpty()) {
      line("  # These are doubtful; write them above if they are meant:");
      relations
          .doubtful()
          .forEach(guess -> line("  # - " + relation(guess.link()), evidence(guess)));
    }
    line("");
  }

  private String relation(ColumnRelation link) {
    return PlanYamlWriter.item(
        PlanYamlWriter.relation(
            PlanYamlWriter.table(catalog, link.from().name()),
            link.fromColumns(),
            PlanYamlWriter.table(catalog, link.to().name()),
            link.toColumns(),
            link.when()));
  }

  private static String evidence(RelationGuess guess) {
    ColumnRelation link = guess.link();
    List<String> said = new ArrayList<>();
    said.add(guess.found().map(DraftText::counts).orElse("not tested: there was no time"));
    if (!link.isFromIndexed()) {
      said.add("no index on " + link.from().name().table() + "." + link.fromColumns().get(0));
    }
    if (!link.isToIndexed()) {
      said.add("no index on " + link.to().name().table() + "." + link.toColumns().get(0));
    }
    return String.join("; ", said);
  }

  private static String counts(RelationMeasure.Found found) {
    long meant = found.references() - found.none();
    if (meant == 0) {
      return "no row refers to anything yet";
    }
    String counts =
        String.format(
            Locale.ROOT,
            "%.1f %% of %,d match, %,d lead nowhere",
            100 * found.share(),
            meant,
            found.orphans() - found.none());
    return counts
        + (found.none() > 0 ? String.format(Locale.ROOT, ", %,d say none", found.none()) : "")
        + (found.sampled() ? " (oldest and newest rows)" : "");
  }

  private void tables() {
    line(catalog.tables().isEmpty() ? "tables: {}" : "tables:");
    for (Table table : catalog.tables()) {
      table(table);
    }
  }

  private void table(Table table) {
    RowGuesses.Rule rule = rows.rules().get(table.name());
    Map<String, Mask> masks = new LinkedHashMap<>();
    Map<String, String> safe = new LinkedHashMap<>();
    if (rule.rows() != RowRule.TRUNCATE) {
      table.columns().forEach(column -> column(table, column, rule.rows(), masks, safe));
    }
    String rowsAre = rule.rows().name().toLowerCase(Locale.ROOT);
    String why =
        String.format(Locale.ROOT, "about %,d rows", table.estimatedRows())
            + (rule.why().isEmpty() || rule.rows() == RowRule.CORE ? "" : "; " + rule.why())
            + (rows.isLikeALog(table) ? "; many, and nothing refers to them: truncate?" : "");
    if (masks.isEmpty() && safe.isEmpty() && rule.via().isEmpty()) {
      if (rule.rows() != RowRule.CORE) {
        line("  " + key(table) + ": " + rowsAre, why);
      }
      return;
    }
    line("  " + key(table) + ":", rule.rows() == RowRule.CORE ? "the core" : why);
    if (rule.rows() != RowRule.CORE) {
      line("    rows: " + rowsAre);
    }
    if (!rule.via().isEmpty()) {
      line(
          "    via: "
              + rule.via().stream().map(PlanYamlWriter::name).map(PlanYamlWriter::item).toList());
    }
    if (!masks.isEmpty()) {
      line("    mask:");
      masks.forEach(this::mask);
    }
    if (!safe.isEmpty()) {
      line("    safe:");
      safe.forEach(
          (column, reason) ->
              line("      - " + PlanYamlWriter.item(PlanYamlWriter.name(column)), reason));
    }
  }

  private void mask(String column, Mask mask) {
    String key = "      " + PlanYamlWriter.key(PlanYamlWriter.name(column)) + ":";
    if (!mask.spec().name().equals("json")) {
      line(key + " " + written(mask.spec()), mask.guess().why());
      return;
    }
    JsonGuess json = mask.guess().json().orElseThrow();
    line(
        key,
        String.format(
            Locale.ROOT, "%,d documents looked at; other members stay", json.documents()));
    line("        json:");
    json.members()
        .forEach(
            member ->
                line(
                    "          " + PlanYamlWriter.text(member.path()) + ": " + member.mask().name(),
                    member.why()));
  }

  private void column(
      Table table, Column column, RowRule rule, Map<String, Mask> masks, Map<String, String> safe) {
    Optional<ColumnGuess> guess = columns.of(table, column);
    if (guess.isEmpty()) {
      return;
    }
    boolean mustBeListed = SuggestedMasks.isOfAnything(column);
    if (table.primaryKey().contains(column.name()) || rows.isTied(table, column)) {
      if (mustBeListed) {
        safe.put(column.name(), "a key");
      }
      return;
    }
    boolean unknownOfKept = guess.get().kind() == ColumnGuess.Kind.UNKNOWN && rule == RowRule.KEEP;
    if (guess.get().kind() == ColumnGuess.Kind.HARMLESS || unknownOfKept) {
      safe.put(column.name(), unknownOfKept ? "" : guess.get().why());
      return;
    }
    Optional<MaskSpec> mask =
        guess.get().masks().stream().filter(spec -> fits(spec, table, column)).findFirst();
    if (mask.isPresent()) {
      masks.put(column.name(), new Mask(mask.get(), guess.get()));
    } else if (mustBeListed || NameMeaning.isPersonal(column)) {
      safe.put(column.name(), "NOT MASKED: no mask fits; look at it. " + guess.get().why());
    }
  }

  private static boolean fits(MaskSpec mask, Table table, Column column) {
    return (!mask.name().equals("set-null") || column.nullable())
        && Masks.problem(mask, table, column).isEmpty();
  }

  private static String written(MaskSpec mask) {
    return mask.argument().isEmpty()
        ? mask.name()
        : "{ " + mask.name() + ": " + mask.argument() + " }";
  }
}

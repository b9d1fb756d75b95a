package io.rehydrate.planning.review;

import io.rehydrate.mysql.Sql;
import io.rehydrate.plan.PlanYamlWriter;
import io.rehydrate.plan.Reference;
import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.planning.probe.ColumnRelation;
import io.rehydrate.planning.probe.RelationMeasure.Found;
import io.rehydrate.schema.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the data says of a relation: whether it is one, and what stands for "none". */
final class MeasuredFindings {
  private static final double MOST = 0.5;

  private MeasuredFindings() {}

  static List<Finding> of(ResolvedPlan plan, Reference reference, Found found) {
    List<Finding> findings = new ArrayList<>();
    if (found.none() > 0) {
      findings.add(none(plan, reference, found));
    }
    long meant = found.references() - found.none();
    long broken = found.orphans() - found.none();
    if (meant > 0 && broken > meant * MOST) {
      findings.add(
          Finding.warning(
              "relation.broken",
              reference.text(),
              "most rows break it: "
                  + broken
                  + " of "
                  + meant
                  + " references lead nowhere"
                  + sampled(found),
              "Is it the right table and column? Rows whose reference can't hold go; see"
                  + " 'dangling' in the plan"));
    }
    return findings;
  }

  static Finding spelling(Reference reference, long count) {
    return Finding.warning(
        "relation.spelling",
        reference.text(),
        count
            + " references and their keys differ in accents or in spaces at the end: the collation"
            + " takes them for the same, the mask does not, and they would come apart in the copy",
        "Spell them alike in the source, or leave both ends unmasked");
  }

  private static Finding none(ResolvedPlan plan, Reference reference, Found found) {
    ColumnRelation link = ColumnRelation.of(plan, reference);
    Column column = link.fromDeclared().get(0);
    String condition = Sql.name(column.name()) + (column.isNumber() ? " <> 0" : " <> ''");
    String plain = column.name() + (column.isNumber() ? " <> 0" : " <> ''");
    String shown = column.name().matches("\\w+") ? plain : condition;
    Optional<String> when = reference.when().map(w -> "(" + w + ") AND " + shown);
    return Finding.warning(
        "relation.none",
        reference.text(),
        String.format(
            Locale.ROOT,
            "%d of %d references are %s and lead nowhere%s: if that means none, say so",
            found.none(),
            found.references(),
            column.isNumber() ? "0" : "empty",
            sampled(found)),
        "- "
            + PlanYamlWriter.text(
                PlanYamlWriter.relation(
                    PlanYamlWriter.table(plan.catalog(), reference.from()),
                    link.fromColumns(),
                    PlanYamlWriter.table(plan.catalog(), reference.to()),
                    link.toColumns(),
                    Optional.of(when.orElse(shown)))));
  }

  private static String sampled(Found found) {
    return found.sampled() ? " (of the oldest and the newest rows)" : "";
  }
}

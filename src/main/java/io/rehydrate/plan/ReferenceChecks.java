package io.rehydrate.plan;

import io.rehydrate.plan.References.Placed;
import io.rehydrate.schema.Catalog;
import io.rehydrate.schema.ForeignKey;
import io.rehydrate.schema.Table;
import io.rehydrate.schema.TableName;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What rules and references together can't mean. */
final class ReferenceChecks {
  private final Catalog catalog;
  private final Map<TableName, RowRule> rules;
  private final List<Placed> placed;
  private final List<Reference> references;
  private final TableLookup lookup;
  private final Problems problems;

  ReferenceChecks(
      Catalog catalog,
      Map<TableName, RowRule> rules,
      List<Placed> placed,
      TableLookup lookup,
      Problems problems) {
    this.catalog = catalog;
    this.rules = rules;
    this.placed = placed;
    this.references = placed.stream().map(Placed::reference).toList();
    this.lookup = lookup;
    this.problems = problems;
  }

  void check() {
    for (Placed each : placed) {
      if (rules.get(each.reference().from()) != RowRule.TRUNCATE) {
        intoTruncated(each);
        ofKept(each);
        setNull(each);
      }
    }
    foreignKeysOut();
  }

  private void intoTruncated(Placed each) {
    Reference reference = each.reference();
    if (rules.get(reference.to()) != RowRule.TRUNCATE) {
      return;
    }
    if (reference.followed()) {
      problems.add(
          each.path(), reference.text() + ": 'via' follows it into a table that is truncated");
      return;
    }
    String to = lookup.label(reference.to());
    if (reference.dangling() == Dangling.KEEP) {
      if (reference.declared()) {
        problems.add(
            each.path(),
            reference.text()
                + ": 'dangling: keep', but "
                + to
                + " is truncated and the schema declares a foreign key, which the copy would break."
                + " Leave 'dangling' out, so that the reference becomes NULL, or give "
                + to
                + " another rule");
      }
      return;
    }
    if (NullableColumns.unshared(from(reference), reference, references).isEmpty()) {
      problems.add(
          each.path(),
          reference.text()
              + ": "
              + to
              + " is truncated, so the reference must become NULL, and none of its columns may: they"
              + " are NOT NULL or another relation uses them. Truncate "
              + lookup.label(reference.from())
              + " too, or give "
              + to
              + " another rule");
    }
  }

  /** Why none of a reference's columns can become NULL. */
  private String whyNotNull(Reference reference) {
    List<String> nullable = NullableColumns.of(from(reference), reference);
    if (nullable.isEmpty()) {
      return "its columns are NOT NULL";
    }
    String users =
        nullable.stream()
            .flatMap(c -> NullableColumns.users(from(reference), c, reference, references).stream())
            .map(Reference::text)
            .distinct()
            .collect(Collectors.joining("; "));
    return "another relation uses "
        + String.join(", ", nullable)
        + " too, and would lead somewhere else then: "
        + users;
  }

  private void ofKept(Placed each) {
    Reference reference = each.reference();
    RowRule to = rules.get(reference.to());
    boolean isDecided =
        reference.dangling() == Dangling.SET_NULL || reference.dangling() == Dangling.KEEP;
    if (rules.get(reference.from()) == RowRule.KEEP
        && (to == RowRule.CORE || to == RowRule.FOLLOW)
        && !isDecided) {
      problems.add(
          each.path(),
          reference.text()
              + ": all rows of "
              + lookup.label(reference.from())
              + " are kept, not all of "
              + lookup.label(reference.to())
              + ". Say what becomes of the reference: { relation: '"
              + reference.text().replace("'", "''")
              + "', dangling: set-null } (or keep)");
    }
  }

  private void setNull(Placed each) {
    Reference reference = each.reference();
    if (reference.dangling() == Dangling.SET_NULL
        && rules.get(reference.to()) != RowRule.TRUNCATE
        && NullableColumns.unshared(from(reference), reference, references).isEmpty()) {
      problems.add(
          each.path(), reference.text() + ": 'dangling: set-null', but " + whyNotNull(reference));
    }
  }

  private Table from(Reference reference) {
    return catalog.table(reference.from()).orElseThrow();
  }

  /** Notes the {@code follow} tables of which no row could ever stay. */
  void followWithoutCore(TableEntries entries) {
    Set<TableName> rooted = new HashSet<>();
    rules.forEach(
        (table, rule) -> {
          if (rule != RowRule.FOLLOW && rule != RowRule.TRUNCATE) {
            rooted.add(table);
          }
        });
    boolean grew = true;
    while (grew) {
      grew = false;
      for (Reference reference : references) {
        if (reference.followed() && rooted.contains(reference.to())) {
          grew |= rooted.add(reference.from());
        }
      }
    }
    rules.forEach(
        (table, rule) -> {
          if (rule == RowRule.FOLLOW && !rooted.contains(table)) {
            problems.add(
                entries.path(table),
                lookup.label(table)
                    + " is 'follow', and none of its references leads to a core table, so no row of"
                    + " it would stay. Write the missing relation, or choose 'referenced' or"
                    + " 'keep'");
          }
        });
  }

  private void foreignKeysOut() {
    for (Table table : catalog.tables()) {
      for (ForeignKey key : table.foreignKeys()) {
        if (!lookup.has(key.referenced()) && rules.get(table.name()) != RowRule.TRUNCATE) {
          problems.add(
              "",
              "the foreign key "
                  + key.name()
                  + " of "
                  + lookup.label(table.name())
                  + " leads to "
                  + key.referenced()
                  + ", outside of this copy: add its schema to 'source.schemas'");
        }
      }
    }
  }
}

package io.rehydrate.dehydrate;

import io.rehydrate.plan.Dangling;
import io.rehydrate.plan.Reference;
import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.plan.RowRule;
import io.rehydrate.schema.Column;
import io.rehydrate.schema.TableName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * The rows that stay, from the contract's definition, in memory: of all rows take those that a
 * chain leads to, of these those in which nothing dangles, until both are the same.
 */
final class ReferenceRows {
  private final ResolvedPlan plan;
  private final Map<TableName, List<Map<String, String>>> rows;
  private final Predicate<Object> chosen;
  private final BiPredicate<TableName, Map<String, String>> allowed;
  private final BiPredicate<String, Map<String, String>> condition;
  private final IdentityHashMap<Object, TableName> tableOf = new IdentityHashMap<>();
  private final Map<Reference, Map<List<String>, List<Map<String, String>>>> leadsTo =
      new LinkedHashMap<>();

  /**
   * @param rows of each table, by column
   * @param chosen whether a core row is chosen for itself
   * @param allowed whether a core row may stay at all
   * @param condition whether a reference's condition is true of a row
   */
  ReferenceRows(
      ResolvedPlan plan,
      Map<TableName, List<Map<String, String>>> rows,
      Predicate<Object> chosen,
      BiPredicate<TableName, Map<String, String>> allowed,
      BiPredicate<String, Map<String, String>> condition) {
    this.plan = plan;
    this.rows = rows;
    this.chosen = chosen;
    this.allowed = allowed;
    this.condition = condition;
    rows.forEach((table, all) -> all.forEach(row -> tableOf.put(row, table)));
    for (Reference reference : plan.references()) {
      Map<List<String>, List<Map<String, String>>> index = new TreeMap<>(ReferenceRows::compare);
      for (Map<String, String> row : rows.get(reference.to())) {
        List<String> key = values(row, reference.toColumns());
        if (!key.contains(null)) {
          index.computeIfAbsent(key, k -> new ArrayList<>()).add(row);
        }
      }
      leadsTo.put(reference, index);
    }
  }

  private static int compare(List<String> a, List<String> b) {
    return String.join("\0", a).compareTo(String.join("\0", b));
  }

  /** Each table's rows that stay, with NULL where a reference is cut. */
  Map<TableName, List<Map<String, String>>> staying() {
    Set<Object> staying = candidates();
    while (true) {
      Set<Object> chained = chained(staying);
      Set<Object> sound = identities();
      chained.stream().filter(row -> holds(row, chained)).forEach(sound::add);
      if (sound.size() == staying.size()) {
        return cut(staying);
      }
      staying = sound;
    }
  }

  private Set<Object> candidates() {
    Set<Object> candidates = identities();
    rows.forEach(
        (table, all) ->
            all.stream()
                .filter(row -> rule(table) != RowRule.TRUNCATE)
                .filter(row -> rule(table) != RowRule.CORE || allowed.test(table, row))
                .forEach(candidates::add));
    return candidates;
  }

  private Set<Object> chained(Set<Object> within) {
    Set<Object> chained = identities();
    within.stream()
        .filter(
            row ->
                rule(tableOf.get(row)) == RowRule.KEEP
                    || (rule(tableOf.get(row)) == RowRule.CORE && chosen.test(row)))
        .forEach(chained::add);
    boolean grew = true;
    while (grew) {
      Set<Object> more = identities();
      for (Object row : within) {
        for (Reference reference : from(row)) {
          for (Map<String, String> end : ends(reference, row)) {
            if (follows(reference) && chained.contains(end)) {
              more.add(row);
            }
            if (brings(reference) && chained.contains(row) && within.contains(end)) {
              more.add(end);
            }
          }
        }
      }
      grew = chained.addAll(more);
    }
    return chained;
  }

  /** Where it can't hold, such a row has one reference less that it follows. */
  private boolean follows(Reference reference) {
    return reference.followed();
  }

  private boolean brings(Reference reference) {
    RowRule from = rule(reference.from());
    RowRule to = rule(reference.to());
    return reference.dangling() != Dangling.SET_NULL
        && !reference.followed()
        && (to == RowRule.REFERENCED || (to == RowRule.CORE && from != RowRule.FOLLOW));
  }

  private boolean holds(Object row, Set<Object> staying) {
    return from(row).stream()
        .filter(r -> drops(r) && rule(r.to()) != RowRule.TRUNCATE)
        .allMatch(r -> isNone(r, row) || ends(r, row).stream().anyMatch(staying::contains));
  }

  /** A row of a keep table goes by a word of the plan alone. */
  private boolean drops(Reference reference) {
    return reference.dangling() == Dangling.DROP
        || (reference.dangling() == Dangling.UNDECIDED && rule(reference.from()) != RowRule.KEEP);
  }

  /** How many rows of keep tables lead to rows that go, without a word of what becomes of them. */
  Map<String, Long> undecided(Map<TableName, List<Map<String, String>>> left) {
    Set<Object> staying = identities();
    left.forEach(
        (table, all) -> {
          Set<String> keys = new HashSet<>();
          all.forEach(row -> keys.add(row.get("id") + "-" + row.get("region")));
          rows.get(table).stream()
              .filter(row -> keys.contains(row.get("id") + "-" + row.get("region")))
              .forEach(staying::add);
        });
    Map<String, Long> counts = new TreeMap<>();
    for (Object row : staying) {
      if (rule(tableOf.get(row)) == RowRule.KEEP) {
        for (Reference reference : from(row)) {
          if (reference.dangling() == Dangling.UNDECIDED
              && rule(reference.to()) != RowRule.TRUNCATE
              && !ends(reference, row).isEmpty()
              && ends(reference, row).stream().noneMatch(staying::contains)) {
            counts.merge(reference.text(), 1L, Long::sum);
          }
        }
      }
    }
    return counts;
  }

  private Map<TableName, List<Map<String, String>>> cut(Set<Object> staying) {
    Map<TableName, List<Map<String, String>>> result = new LinkedHashMap<>();
    rows.forEach(
        (table, all) -> {
          List<Map<String, String>> left = new ArrayList<>();
          for (Map<String, String> row : all) {
            if (staying.contains(row)) {
              Map<String, String> copy = new LinkedHashMap<>(row);
              for (Reference reference : from(row)) {
                if (reference.dangling() != Dangling.KEEP
                    && !isNone(reference, row)
                    && (rule(reference.to()) == RowRule.TRUNCATE
                        || (reference.dangling() == Dangling.SET_NULL
                            && ends(reference, row).stream().noneMatch(staying::contains)))) {
                  alone(reference).forEach(column -> copy.put(column, null));
                }
              }
              left.add(copy);
            }
          }
          result.put(table, left);
        });
    return result;
  }

  /** The columns of a reference that may be NULL and that nothing else uses. */
  private List<String> alone(Reference reference) {
    List<String> columns = new ArrayList<>(reference.fromColumns());
    columns.removeIf(c -> !plan.rule(reference.from()).table().column(c).orElseThrow().nullable());
    for (Reference other : plan.references()) {
      if (other.to().equals(reference.from())) {
        columns.removeAll(other.toColumns());
      }
      if (!other.equals(reference) && other.from().equals(reference.from())) {
        columns.removeAll(other.fromColumns());
      }
    }
    return columns;
  }

  @SuppressWarnings("unchecked")
  private boolean isNone(Reference reference, Object row) {
    Map<String, String> values = (Map<String, String>) row;
    return values(values, reference.fromColumns()).contains(null)
        || !reference.when().map(w -> condition.test(w, values)).orElse(true);
  }

  @SuppressWarnings("unchecked")
  private List<Map<String, String>> ends(Reference reference, Object row) {
    return isNone(reference, row)
        ? List.of()
        : leadsTo
            .get(reference)
            .getOrDefault(leading(reference, (Map<String, String>) row), List.of());
  }

  /** The values by which a row refers; a text leads to numbers as the number that it is. */
  private List<String> leading(Reference reference, Map<String, String> row) {
    List<String> values = values(row, reference.fromColumns());
    for (int i = 0; i < values.size(); i++) {
      if (column(reference.from(), reference.fromColumns().get(i)).isText()
          && column(reference.to(), reference.toColumns().get(i)).isInteger()) {
        String text = values.get(i);
        values.set(i, text.matches("-?[0-9]{1,18}") ? "" + Long.parseLong(text) : "no number");
      }
    }
    return values;
  }

  private Column column(TableName table, String name) {
    return plan.rule(table).table().column(name).orElseThrow();
  }

  private List<Reference> from(Object row) {
    return plan.from(tableOf.get(row));
  }

  private RowRule rule(TableName table) {
    return plan.rule(table).rows();
  }

  private static List<String> values(Map<String, String> row, List<String> columns) {
    List<String> values = new ArrayList<>();
    columns.forEach(column -> values.add(row.get(column)));
    return values;
  }

  private static Set<Object> identities() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }
}

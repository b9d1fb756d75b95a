package io.rehydrate.dehydrate.compile;

import io.rehydrate.schema.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The rows of a leaf that stay, chosen while it is rewritten: one reference that it follows holds,
 * and none dangles. Where a reference leads to a row's own key, the key table is joined, since no
 * row comes twice by it; elsewhere it is asked.
 */
final class LeafTableFilter {
  private final Table table;
  private final KeyTableStatements keys;
  private final DeadRowStatements losses;
  private final List<Edge> followed;
  private final List<Edge> others;

  LeafTableFilter(Table table, ReferenceGraph ties, KeyTableStatements keys) {
    this.table = table;
    this.keys = keys;
    this.losses = new DeadRowStatements(keys);
    List<Edge> from = ties.from(table.name());
    this.followed = from.stream().filter(Edge::follows).toList();
    boolean single = followed.size() == 1 && followed.get(0).reference().when().isEmpty();
    this.others = from.stream().filter(t -> t.mustHold() && !(single && t.follows())).toList();
  }

  /** What is joined, for {@link #condition}. */
  String joins() {
    return asked().stream()
        .filter(this::isJoined)
        .map(
            tie ->
                "\n"
                    + (isOnlyReason(tie) ? "JOIN " : "LEFT JOIN ")
                    + keys.of(tie.to()).name()
                    + " AS "
                    + alias(tie)
                    + " ON "
                    + losses.leads(tie, alias(tie)))
        .collect(Collectors.joining());
  }

  /** {@code WHERE} and what follows it; empty where the joins say it all. */
  String condition() {
    if (followed.isEmpty()) {
      return "\nWHERE FALSE";
    }
    List<String> conditions = new ArrayList<>();
    if (!(isOnlyReason(followed.get(0)) && isJoined(followed.get(0)))) {
      conditions.add(
          followed.stream()
              .map(t -> t.reference().when().map(w -> "(" + w + ") AND ").orElse("") + holds(t))
              .collect(Collectors.joining(" OR ", "(", ")")));
    }
    for (Edge tie : others) {
      String when = tie.reference().when().map(w -> "(" + w + ") IS NOT TRUE OR ").orElse("");
      String isNull =
          JoinCondition.of(table.name().quoted(), tie.reference().fromColumns()).stream()
              .map(c -> c + " IS NULL")
              .collect(Collectors.joining(" OR "));
      conditions.add("(" + when + isNull + " OR " + holds(tie) + ")");
    }
    return conditions.isEmpty() ? "" : "\nWHERE " + String.join("\n  AND ", conditions);
  }

  private List<Edge> asked() {
    List<Edge> asked = new ArrayList<>(followed);
    others.stream().filter(tie -> !asked.contains(tie)).forEach(asked::add);
    return asked;
  }

  private boolean isOnlyReason(Edge tie) {
    return followed.size() == 1 && followed.contains(tie) && tie.reference().when().isEmpty();
  }

  /** A condition of the plan means the table's own columns, not those of a key table. */
  private boolean isJoined(Edge tie) {
    return keys.of(tie.to()).isIdentity(tie)
        && table.columns().stream().noneMatch(column -> column.name().startsWith("_"));
  }

  private String holds(Edge tie) {
    return isJoined(tie)
        ? alias(tie) + "." + keys.of(tie.to()).firstIdentity() + " IS NOT NULL"
        : losses.holds(tie);
  }

  private static String alias(Edge tie) {
    return "_l" + tie.index();
  }
}

package io.rehydrate.planning.explain;

import io.rehydrate.dehydrate.compile.Edge;
import io.rehydrate.dehydrate.compile.ReferenceGraph;
import io.rehydrate.plan.RowRule;
import io.rehydrate.planning.explain.Explanation.Step;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Puts a row's fate into steps. */
final class ExplanationSteps {
  private final ReferenceGraph ties;
  private final RowGraph around;
  private final RowVerdict fate;
  private final List<Step> steps = new ArrayList<>();
  private final Set<RowKey> told = new HashSet<>();

  private ExplanationSteps(ReferenceGraph ties, RowGraph around, RowVerdict fate) {
    this.ties = ties;
    this.around = around;
    this.fate = fate;
  }

  static List<Step> of(ReferenceGraph ties, RowGraph around, RowVerdict fate, RowKey row) {
    ExplanationSteps story = new ExplanationSteps(ties, around, fate);
    if (fate.stays(row)) {
      story.stays(row);
    } else {
      story.goes(row);
    }
    return story.steps;
  }

  private void stays(RowKey row) {
    Optional<RowVerdict.Link> came = fate.came(row);
    if (came.isEmpty()) {
      tell(row, around.facts(row).chosen().orElseThrow());
      return;
    }
    RowVerdict.Link link = came.get();
    tell(
        row,
        link.tie().follows()
            ? "depends on " + name(link.by()) + " by " + link.tie().reference().text()
            : "is brought along by " + name(link.by()) + ": " + link.tie().reference().text());
    stays(link.by());
  }

  private void goes(RowKey row) {
    if (!told.add(row)) {
      return;
    }
    Optional<Edge> killer = fate.killedBy(row).or(() -> brokenFollow(row));
    if (killer.isPresent()) {
      broken(row, killer.get());
    } else {
      unsupported(row);
    }
  }

  /** A row that follows goes with what it depends on. */
  private Optional<Edge> brokenFollow(RowKey row) {
    return around.leadsTo(row).keySet().stream().filter(Edge::follows).findFirst();
  }

  private void broken(RowKey row, Edge tie) {
    List<RowKey> there = around.leadsTo(row).getOrDefault(tie, List.of());
    String text = tie.reference().text();
    if (there.isEmpty()) {
      tell(
          row,
          "its reference "
              + text
              + (tie.mustHold()
                  ? " leads nowhere, and must hold"
                  : " leads nowhere, so nothing makes it stay"));
      return;
    }
    tell(
        row,
        (tie.follows() ? "depends on " : "its reference must hold and leads to ")
            + name(there.get(0))
            + ", which goes: "
            + text);
    goes(there.get(0));
  }

  private void unsupported(RowKey row) {
    RowRule rule = around.rule(row);
    if (rule == RowRule.FOLLOW) {
      String followed =
          ties.from(row.table()).stream()
              .filter(Edge::follows)
              .map(tie -> tie.reference().text())
              .collect(Collectors.joining("; "));
      tell(
          row,
          followed.isEmpty()
              ? "follows no reference"
              : "depends on nothing: each reference that it follows is NULL or does not count ("
                  + followed
                  + ")");
      return;
    }
    List<RowKey> referring = referring(row);
    String notChosen = around.facts(row).notChosen();
    String chosen = notChosen.isEmpty() ? "" : notChosen + "; ";
    if (!around.facts(row).mayStay()) {
      tell(row, notChosen);
    } else if (referring.isEmpty()) {
      tell(row, chosen + "nothing that could bring it along refers to it");
    } else {
      tell(
          row,
          chosen
              + "none of the rows that refer to it stays ("
              + referring.size()
              + (around.isInPart(row) ? " looked at" : "")
              + "); the first is "
              + name(referring.get(0)));
      goes(referring.get(0));
    }
  }

  private List<RowKey> referring(RowKey row) {
    return around.keys().stream()
        .filter(
            other ->
                around.leadsTo(other).entrySet().stream()
                    .anyMatch(led -> led.getKey().brings() && led.getValue().contains(row)))
        .filter(other -> !told.contains(other))
        .toList();
  }

  private static String name(RowKey row) {
    return row.table().table() + " " + row.shown();
  }

  private void tell(RowKey row, String why) {
    steps.add(
        new Step(
            row.table().toString(),
            row.shown(),
            around.rule(row),
            why,
            around.facts(row).changed()));
  }
}

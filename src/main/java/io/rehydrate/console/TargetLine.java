package io.rehydrate.console;

import io.rehydrate.http.TargetView;
import java.util.Comparator;
import java.util.List;

/**
 * A target as a visitor sees it.
 *
 * @param own whether they are one of its owners
 */
public record TargetLine(TargetView target, boolean own) {

  public String name() {
    return target.name();
  }

  /** The visitor's own first, then those of everybody, then the others. */
  static List<TargetLine> of(List<TargetView> targets, Visitor visitor) {
    return targets.stream()
        .map(target -> new TargetLine(target, target.owners().contains(visitor.name())))
        .sorted(
            Comparator.comparing((TargetLine line) -> !line.own())
                .thenComparing(line -> !line.target().owners().isEmpty())
                .thenComparing(line -> line.target().name()))
        .toList();
  }
}

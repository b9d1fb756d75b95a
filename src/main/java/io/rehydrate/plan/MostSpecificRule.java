package io.rehydrate.plan;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Of the names that fit a table or a column, the one that counts. */
final class MostSpecificRule {
  private MostSpecificRule() {}

  /**
   * @param path where it is in the plan
   */
  record Rule<T>(NamePattern name, T value, String path) {}

  /** Notes a problem where equally specific names disagree. */
  static <T> Optional<Rule<T>> of(List<Rule<T>> fitting, Supplier<String> what, Problems problems) {
    Optional<Rule<T>> best =
        fitting.stream().max(Comparator.comparingInt((Rule<T> r) -> r.name().weight()));
    best.ifPresent(
        rule ->
            fitting.stream()
                .filter(other -> other.name().weight() == rule.name().weight())
                .filter(other -> !other.value().equals(rule.value()))
                .forEach(other -> problems.add(other.path(), disagree(rule, other, what.get()))));
    return best;
  }

  private static <T> String disagree(Rule<T> a, Rule<T> b, String what) {
    return "'"
        + a.name().written()
        + "' and '"
        + b.name().written()
        + "' fit "
        + what
        + " equally well and disagree; name it on its own";
  }
}

package io.rehydrate.night;

import io.rehydrate.dehydrate.Dehydrated;
import io.rehydrate.scan.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Why a dump is kept from being offered, until somebody has looked.
 *
 * @param why empty: it may be offered
 * @param hint what to do
 */
record Doubts(String why, String hint) {
  private static final int MOST_TOLD = 10;

  static Doubts of(Dehydrated dehydrated, double mostLoss, List<Finding> findings) {
    List<String> why = new ArrayList<>();
    List<String> hint = new ArrayList<>();
    if (!findings.isEmpty()) {
      why.add("it may hold what is a person's: " + told(findings));
      hint.add(
          "Mask these columns, or exempt them in the plan under 'read-back', and discard this dump");
    }
    if (dehydrated.coreLoss() > mostLoss) {
      why.add(
          String.format(
              Locale.ROOT,
              "%d of %d chosen core rows had to go, more than plan.max-core-loss allows",
              dehydrated.coreLost(),
              dehydrated.coreChosen()));
      hint.add("Look at its orphans, then 'dumps release' or 'dumps discard'");
    }
    return new Doubts(String.join("; and ", why), String.join(". ", hint));
  }

  private static String told(List<Finding> findings) {
    String some =
        findings.stream().limit(MOST_TOLD).map(Finding::toString).collect(Collectors.joining(", "));
    int more = findings.size() - MOST_TOLD;
    return some + (more > 0 ? ", and " + more + " more in the run's log" : "");
  }

  boolean any() {
    return !why.isEmpty();
  }
}

package io.rehydrate.night;

import io.rehydrate.dehydrate.DehydrationResult;
import io.rehydrate.scan.Finding;
import io.rehydrate.schema.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Why a dump is kept from being offered, until somebody has looked.
 *
 * @param why empty: it may be offered
 * @param hint what to do
 */
record HoldReasons(String why, String hint) {
  private static final int MOST_TOLD = 10;

  /**
   * @param changes how the dump differs from those before it
   */
  static HoldReasons of(
      DehydrationResult dehydrated, double mostLoss, List<Finding> findings, List<String> changes) {
    List<String> why = new ArrayList<>();
    List<String> hint = new ArrayList<>();
    if (!findings.isEmpty()) {
      why.add("it may hold what is a person's: " + told(findings));
      hint.add(
          "Mask these columns, or exempt them in the plan under 'read-back', and discard this"
              + " dump");
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
    if (!dehydrated.undecided().isEmpty()) {
      why.add(undecided(dehydrated.undecided()));
      hint.add(
          "Write the relation in the plan with 'dangling: set-null' (the reference becomes NULL),"
              + " 'dangling: keep' (it stays as it is) or 'dangling: drop' (the row goes), and"
              + " discard this dump");
    }
    if (dehydrated.brokenChecks().putAside() && dehydrated.brokenChecks().any()) {
      why.add("masked rows break CHECKs of their tables: " + dehydrated.brokenChecks().words());
      hint.add(
          "Give these columns masks whose results satisfy the CHECKs, for example { sql: ... }, and"
              + " discard this dump; released it is loaded with the CHECKs of these tables not"
              + " enforced");
    }
    long before = sum(dehydrated.rowsBefore());
    if (before > 0 && sum(dehydrated.rows()) == 0) {
      why.add("it keeps no row, and the source has " + before);
      hint.add("Look at the plan's core and rules, and discard this dump");
    }
    if (!changes.isEmpty()) {
      why.add(
          "it differs from the dumps before it by more than dump.max-change allows: "
              + String.join("; ", changes));
      hint.add(
          "If the source or the plan changed that much, 'dumps release'; else look at what the"
              + " account sees, and 'dumps discard'");
    }
    return new HoldReasons(String.join("; and ", why), String.join(". ", hint));
  }

  private static long sum(Map<TableName, Long> rows) {
    return rows.values().stream().mapToLong(Long::longValue).sum();
  }

  private static String undecided(Map<String, Long> relations) {
    return relations.entrySet().stream()
        .limit(MOST_TOLD)
        .map(
            relation ->
                relation.getValue()
                    + (relation.getValue() == 1 ? " row" : " rows")
                    + " of a 'keep' table refer by "
                    + relation.getKey()
                    + " to rows that can't stay, and the plan does not say what becomes of them:"
                    + " 'dangling: set-null', 'dangling: keep' or 'dangling: drop'")
        .collect(Collectors.joining("; "));
  }

  private static String told(List<Finding> findings) {
    String some =
        findings.stream().limit(MOST_TOLD).map(Finding::toString).collect(Collectors.joining(", "));
    int more = findings.size() - MOST_TOLD;
    return some + (more > 0 ? ", and " + more + " more in the run's log" : "");
  }

  /**
   * With those of the dump's text.
   *
   * @param lost values that it can't carry, each with its table, column and count
   * @param unloadable why it can't be loaded; empty where it can
   */
  HoldReasons and(List<String> lost, String unloadable) {
    return and(
            lost.isEmpty() ? "" : "values would be lost: " + String.join(", ", lost),
            "Leave these columns out by a mask, or release it if nobody needs them")
        .and(
            unloadable.isEmpty() ? "" : "it can't be loaded: " + unloadable,
            "Correct that at the source or in the plan; dump.verify=hashes leaves the trial out");
  }

  private HoldReasons and(String also, String remedy) {
    if (also.isEmpty()) {
      return this;
    }
    return new HoldReasons(
        why.isEmpty() ? also : why + "; and " + also,
        hint.isEmpty() ? remedy : hint + ". " + remedy);
  }

  boolean any() {
    return !why.isEmpty();
  }
}

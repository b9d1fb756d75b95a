package io.rehydrate.daemon;

import java.util.ArrayList;
import java.util.List;

/**
 * The steps without which a run can't do what it is for, in their order. A route may do more in
 * between, and spread them over as many routes as it likes.
 *
 * @param entry the endpoint that a run's route begins with
 * @param steps as {@code bean.method}, the scheme of an endpoint, or the endpoint; one under a
 *     policy with its bean
 */
record RequiredSteps(String entry, List<String> steps) {
  static final RequiredSteps REFRESH =
      new RequiredSteps(
          "direct:refresh",
          List.of(
              "runs.begin",
              "refreshSteps.admit",
              "refreshSteps.fetchRef",
              "refreshSteps.beside",
              "refreshSteps.prepare",
              "exec",
              "refreshSteps.strip",
              "refreshSteps.index",
              "refreshSteps.tie",
              "refreshSteps.count",
              "refreshSteps.migrate",
              "refreshSteps.script",
              "refreshSteps.exchange"));

  static RequiredSteps night(String kind) {
    return new RequiredSteps(
        "direct:night",
        List.of(
            "runs.begin",
            "direct:acquire-" + kind,
            "dehydrator.begin",
            "dehydrator.count",
            "dehydrator.next",
            "dehydrator.statements",
            "sql in the policy statementRetry",
            "dehydrator.finish",
            "nightDump.begin",
            "nightDump.prepare",
            "exec",
            "nightDump.written",
            "nightDump.complete",
            "nightDump.verify",
            "readBack.begin",
            "readBack.read",
            "readBack.complete",
            "nightDump.publish"));
  }

  /**
   * @param done what the routes do, in order
   * @return a sentence for each step that is missing, or is not where it has to be
   */
  List<String> missing(List<String> done) {
    List<String> missing = new ArrayList<>();
    int from = 0;
    String before = "";
    for (String step : steps) {
      int at = done.subList(from, done.size()).indexOf(step);
      if (at >= 0) {
        from += at + 1;
        before = step;
      } else {
        missing.add(
            "what begins at "
                + entry
                + " never comes to the step "
                + step
                + (before.isEmpty() ? "" : " after " + before)
                + (done.contains(step) ? ", only before it" : ""));
      }
    }
    return missing;
  }
}

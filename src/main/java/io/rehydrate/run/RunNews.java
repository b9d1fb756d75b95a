package io.rehydrate.run;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** How a run ended, in a sentence for people who wait for it. */
final class RunNews {
  private RunNews() {}

  /**
   * @param notes what the run had to say besides
   */
  static String of(Run run, List<String> notes) {
    String what =
        run.kind() == RunKind.NIGHT
            ? "Night " + run.dump().map(d -> "(dump " + d + ") ").orElse("")
            : "Refresh of " + run.target().orElse("?") + " ";
    String became =
        run.state().isEnded()
            ? run.state().name().toLowerCase(Locale.ROOT)
            : "is left to another process or to the next start";
    return what
        + became
        + run.failure()
            .map(f -> step(run, f) + ": " + f.message() + " [" + f.code() + "]")
            .orElse("")
        + " (run "
        + run.id()
        + ")"
        + notes.stream().map(note -> ". " + note).collect(Collectors.joining());
  }

  /** What ended a run from outside names the step itself. */
  private static String step(Run run, Run.Failure failure) {
    return failure.message().contains(Ending.AT_STEP) ? "" : " at the step " + run.step();
  }
}

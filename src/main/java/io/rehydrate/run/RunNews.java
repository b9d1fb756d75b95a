package io.rehydrate.run;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.settings.Notify;
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
        switch (run.kind()) {
          case NIGHT -> "Night " + run.dump().map(d -> "(dump " + d + ") ").orElse("");
          case REFRESH -> "Refresh of " + run.target().orElse("?") + " ";
          case CLONE -> "Clone " + run.target().orElse("?") + " ";
          case REHEARSAL ->
              "Rehearsal of "
                  + run.ref().orElse("?")
                  + " with dump "
                  + run.dump().orElse("?")
                  + " ";
        };
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

  /** Which of the events of {@code notify.on} it is, or one that only the ping knows. */
  static String event(Run run) {
    boolean ended = run.state().isEnded();
    boolean succeeded = run.state() == RunState.SUCCEEDED;
    if (run.kind() == RunKind.REHEARSAL) {
      return run.state() == RunState.FAILED || run.state() == RunState.INTERRUPTED
          ? Notify.REHEARSAL_FAILED
          : "rehearsal-ended";
    }
    if (run.kind() == RunKind.CLONE) {
      return "clone-ended";
    }
    if (run.kind() != RunKind.NIGHT) {
      return succeeded
          ? Notify.REFRESH_SUCCEEDED
          : ended && run.state() != RunState.CANCELLED ? Notify.REFRESH_FAILED : "refresh-left";
    }
    String code = run.failure().map(Run.Failure::code).orElse("");
    if (code.equals(ErrorCode.DUMP_EXISTS.text())) {
      return Notify.NIGHT_UNNEEDED;
    }
    if (code.equals(ErrorCode.DUMP_HELD.text())) {
      return Notify.NIGHT_HELD;
    }
    return switch (run.state()) {
      case SUCCEEDED -> Notify.NIGHT_SUCCEEDED;
      case CANCELLED -> Notify.NIGHT_CANCELLED;
      case FAILED, INTERRUPTED -> Notify.NIGHT_FAILED;
      case QUEUED, RUNNING -> "night-left";
    };
  }

  /** What ended a run from outside names the step itself. */
  private static String step(Run run, Run.Failure failure) {
    return failure.message().contains(Ending.AT_STEP) ? "" : " at the step " + run.step();
  }
}

package io.rehydrate.run;

import io.rehydrate.error.ErrorCode;
import java.time.Duration;
import java.util.Locale;

/**
 * What ended a run before its route came to an end. It is what is said of the run, whatever the
 * programs and sessions that were stopped because of it report afterwards.
 *
 * @param state of the run once it has ended
 * @param code stable: {@code run.cancelled}, {@code run.deadline}, {@code run.stopped}, {@code
 *     run.lease-lost}
 * @param message a sentence without its full stop
 */
record Ending(RunState state, ErrorCode code, String message, String hint) {
  static final String AT_STEP = " (at the step ";

  /**
   * @param by who asked for it, and from where
   */
  static Ending cancelled(String by) {
    return new Ending(
        RunState.CANCELLED,
        ErrorCode.RUN_CANCELLED,
        "The run was cancelled: " + by,
        "Ask for it again");
  }

  /** As {@link #cancelled}, of a run that waits. */
  static Ending cancelledBefore(String by) {
    return new Ending(
        RunState.CANCELLED,
        ErrorCode.RUN_CANCELLED,
        "The run was cancelled before it began: " + by + ". Nothing was changed",
        "Ask for it again");
  }

  /**
   * @param newer the run of the same person for the same target
   */
  static Ending replaced(RunId newer) {
    return new Ending(
        RunState.CANCELLED,
        ErrorCode.RUN_REPLACED,
        "The run was cancelled before it began: the newer request of the same person for the same"
            + " target, the run "
            + newer
            + ", replaces it",
        "The target is unchanged so far; follow the run " + newer);
  }

  static Ending overdue(RunKind kind, Duration deadline) {
    String key = "deadline." + kind.name().toLowerCase(Locale.ROOT);
    return new Ending(
        RunState.FAILED,
        ErrorCode.RUN_DEADLINE,
        key + " (" + text(deadline) + ") is over",
        "The run's log has the time of each step; raise " + key + " if all of them were needed");
  }

  private static String text(Duration deadline) {
    return deadline.toString().substring(2).toLowerCase(Locale.ROOT);
  }

  static Ending stopped() {
    return new Ending(
        RunState.CANCELLED,
        ErrorCode.RUN_STOPPED,
        "The run was cancelled: its process was stopped",
        "Ask for it again");
  }

  static Ending leaseLost(String how) {
    return new Ending(
        RunState.FAILED,
        ErrorCode.RUN_LEASE_LOST,
        "The run was given up: " + how,
        "Look at the state database and the network; another daemon may have taken the run over");
  }

  /** Whether the journal is to know at once: it can't where it is what was lost. */
  boolean isKept() {
    return code != ErrorCode.RUN_LEASE_LOST;
  }

  /** As the journal keeps it. */
  Run.Failure failure(String step) {
    return new Run.Failure(
        code.kind().exitCode(),
        code.text(),
        message + (step.isEmpty() ? "" : AT_STEP + step + ")"),
        hint);
  }
}

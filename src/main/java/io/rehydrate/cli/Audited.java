package io.rehydrate.cli;

import io.rehydrate.audit.AuditEvent;
import io.rehydrate.daemon.Beans;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.RehydrateException;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.run.Actor;
import io.rehydrate.run.KnownFailure;
import io.rehydrate.run.RunKind;
import java.util.function.Supplier;

/** Does what a command was called for, and has it in the audit. */
final class Audited {
  private Audited() {}

  /**
   * Something that is entered before it begins, and with its outcome.
   *
   * @param object a dump, a target, a user
   * @param asked what else was asked for; empty: nothing
   */
  static <T> T act(Beans beans, String action, String object, String asked, Supplier<T> work) {
    Actor actor = CommandContext.actor();
    return beans
        .audit()
        .around(
            AuditEvent.of(actor.name(), actor.origin(), action).on(object).asking(asked),
            work,
            Audited::known);
  }

  static void act(Beans beans, String action, String object, String asked, Runnable work) {
    act(
        beans,
        action,
        object,
        asked,
        () -> {
          work.run();
          return true;
        });
  }

  /** The request of a run: the journal enters it, or it was refused. */
  static <T> T request(Beans beans, RunKind kind, String object, String asked, Supplier<T> work) {
    try {
      return work.get();
    } catch (RuntimeException e) {
      beans.journal().audit().refused(CommandContext.actor(), kind, object, asked, known(e));
      throw e;
    }
  }

  private static RehydrateException known(RuntimeException failure) {
    return KnownFailure.of(failure)
        .orElseGet(() -> new StageFailedException(ErrorCode.UNEXPECTED, "", "", failure));
  }
}

package io.rehydrate.run;

import io.rehydrate.error.ErrorCode;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What became of the target of a refresh that was ended from outside. */
public final class TargetOutcome {
  /** Begins the name of the fact that says what a target holds; its origin is the run. */
  public static final String HOLDS = "holds ";

  /** Begins the name of the fact that says that a target has lost its tables; empty: no more. */
  public static final String EMPTIED = "emptied ";

  /** Begins a hint; it is taken away where it is not true. */
  public static final String AS_IT_WAS = "The target is as it was; ";

  private final JdbcClient client;

  TargetOutcome(JdbcClient client) {
    this.client = client;
  }

  /** Adds it to why a run ended, once what the run made is removed. */
  Optional<Run.Failure> of(ActiveRun active) {
    boolean fromOutside = active.isCancelled() && !active.hasFailed();
    return active
        .failure()
        .map(
            why -> of(active.run(), active.at().step(), active.isAccomplished(), fromOutside, why));
  }

  /** The same of a run whose process is gone. */
  Run.Failure ofDead(Run run, Run.Failure why) {
    boolean fromOutside =
        why.code().equals(ErrorCode.RUN_INTERRUPTED.text())
            || why.code().equals(ErrorCode.RUN_CANCELLED.text());
    return of(run, run.step(), false, fromOutside, why);
  }

  private Run.Failure of(
      Run run, String step, boolean accomplished, boolean fromOutside, Run.Failure why) {
    if (run.kind() != RunKind.REFRESH) {
      return why;
    }
    if (isEmptied(run)) {
      return emptied(why);
    }
    if (!fromOutside) {
      return why;
    }
    String became =
        accomplished || hasExchanged(run)
            ? ". The tables were exchanged already: the target holds the dump "
                + run.dump().orElse("")
            : step.equals("exchange") && isLeft(run)
                ? ". Whether the tables were exchanged is found out by the next start"
                : ". The target is unchanged";
    return new Run.Failure(why.exitCode(), why.code(), why.message() + became, why.hint());
  }

  private static Run.Failure emptied(Run.Failure failure) {
    return new Run.Failure(
        failure.exitCode(),
        failure.code(),
        failure.message() + ". The target has no tables: they were dropped (refresh.mode=in-place)",
        "Refresh it again. " + failure.hint().replace(AS_IT_WAS, ""));
  }

  private boolean isEmptied(Run run) {
    return client
        .sql("SELECT 1 FROM fact WHERE name = ? AND origin = ? AND value <> ''")
        .params(EMPTIED + run.target().orElse(""), run.id().value())
        .query(Integer.class)
        .optional()
        .isPresent();
  }

  private boolean hasExchanged(Run run) {
    return client
        .sql("SELECT 1 FROM fact WHERE name = ? AND origin = ?")
        .params(HOLDS + run.target().orElse(""), run.id().value())
        .query(Integer.class)
        .optional()
        .isPresent();
  }

  private boolean isLeft(Run run) {
    return client
            .sql("SELECT COUNT(*) FROM resource WHERE run = ?")
            .param(run.id().value())
            .query(Long.class)
            .single()
        > 0;
  }
}

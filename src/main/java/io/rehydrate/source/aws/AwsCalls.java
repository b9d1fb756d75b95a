package io.rehydrate.source.aws;

import io.rehydrate.error.RehydrateException;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.run.ActiveRun;
import java.time.Clock;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;
import software.amazon.awssdk.core.exception.SdkException;

/** The bean that knows what became of a call. */
public final class AwsCalls {
  private final Inventory inventory;
  private final Clock clock;

  public AwsCalls(Inventory inventory, Clock clock) {
    this.inventory = inventory;
    this.clock = clock;
  }

  /** AWS took the call. */
  public void done(
      @Variable("run") ActiveRun run, @Variable("call") Call call, @Body Object answer) {
    run.requireNotCancelled();
    call.done(answer);
  }

  /**
   * AWS refused the call, or it did not get through. What passes is tried again until the call's
   * deadline; a thing that is there all the same was made by a call whose answer was lost.
   *
   * @throws RehydrateException {@code aws.refused} where neither waiting nor another way helps
   */
  public void refused(
      @Variable("run") ActiveRun run,
      @Variable("aws") AwsScratch aws,
      @Variable("call") Call call,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) SdkException e) {
    run.requireNotCancelled();
    Fault fault = Fault.of(e);
    switch (fault) {
      case AGAIN, NOT_READY -> again(run, call, e);
      case EXISTS -> call.done("");
      default -> {
        if (isThere(call)) {
          call.done("");
        } else {
          giveUp(run, aws, call, fault, e);
        }
      }
    }
  }

  private void again(ActiveRun run, Call call, SdkException e) {
    if (call.isOver(clock.instant())) {
      call.failed(Call.Outcome.LATE, Fault.words(e));
    } else if (call.again(Fault.words(e))) {
      run.log().info(call.what() + " is tried again (" + Fault.words(e) + ")");
    }
  }

  private boolean isThere(Call call) {
    try {
      return call.kind().flatMap(kind -> inventory.find(kind, call.id())).isPresent();
    } catch (SdkException e) {
      return false;
    }
  }

  private static void giveUp(
      ActiveRun run, AwsScratch aws, Call call, Fault fault, SdkException e) {
    call.kind().ifPresent(kind -> aws.notMade(kind, call.id()));
    switch (fault) {
      case NO_CAPACITY -> call.failed(Call.Outcome.NO_CAPACITY, Fault.words(e));
      case QUOTA -> call.failed(Call.Outcome.QUOTA, Fault.words(e));
      default -> throw Fault.failure(call.what(), e);
    }
    run.log().info(call.what() + " was refused (" + Fault.words(e) + ")");
  }

  /**
   * For calls that nothing else can stand in for.
   *
   * @throws StageFailedException {@code aws.refused}
   */
  public void require(@Variable("call") Call call) {
    if (!call.isDone()) {
      throw new StageFailedException(
          "aws.refused",
          "AWS refused " + call.what() + " (" + call.words() + ")",
          call.outcome() == Call.Outcome.QUOTA
              ? "Run sweep, or have AWS raise the quota"
              : "Look at the AWS console, then start the night again");
    }
  }
}

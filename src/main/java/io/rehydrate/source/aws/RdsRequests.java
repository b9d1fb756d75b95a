package io.rehydrate.source.aws;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.RehydrateException;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.run.ActiveRun;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.rds.model.RdsRequest;

/** The bean that knows what became of a call. */
public final class RdsRequests {
  private final Inventory inventory;
  private final Duration grace;
  private final Clock clock;

  /**
   * @param grace that AWS may take to list something new
   */
  public RdsRequests(Inventory inventory, Duration grace, Clock clock) {
    this.inventory = inventory;
    this.grace = grace;
    this.clock = clock;
  }

  /** The request that is sent next; what it may make is journalled with the time. */
  public RdsRequest request(
      @Variable("aws") AwsScratch aws, @Variable("call") RdsRequestTask call) {
    call.kind().ifPresent(kind -> aws.notes().sending(kind, call.id(), clock.instant()));
    return call.request();
  }

  /** AWS took the call. */
  public void done(
      @Variable("run") ActiveRun run,
      @Variable("aws") AwsScratch aws,
      @Variable("call") RdsRequestTask call,
      @Body Object answer) {
    call.kind()
        .ifPresent(
            kind -> Made.by(answer).ifPresent(made -> aws.notes().made(kind, call.id(), made)));
    call.done(answer);
    run.requireNotCancelled();
  }

  /**
   * AWS refused the call, or it did not get through. A transient error is retried until the call's
   * deadline; a thing that is there all the same was made by a call whose answer was lost.
   *
   * @throws RehydrateException {@code aws.refused} where neither waiting nor another way helps
   */
  public void refused(
      @Variable("run") ActiveRun run,
      @Variable("aws") AwsScratch aws,
      @Variable("call") RdsRequestTask call,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) SdkException e) {
    Instant now = clock.instant();
    RdsErrorClass fault = RdsErrorClass.of(e);
    boolean certain = RdsErrorClass.isCertain(e) && fault != RdsErrorClass.EXISTS;
    if (call.isMaking() && !certain) {
      call.doubt(now);
    }
    call.kind().ifPresent(kind -> aws.notes().failed(kind, call.id(), certain, now));
    run.requireNotCancelled();
    switch (fault) {
      case AGAIN, NOT_READY -> again(run, call, e);
      case EXISTS -> call.done("");
      case NOT_FOUND -> notFound(run, aws, call, e);
      default -> decide(run, aws, call, e);
    }
  }

  private void again(ActiveRun run, RdsRequestTask call, SdkException e) {
    if (call.isOver(clock.instant())) {
      call.failed(RdsRequestTask.Outcome.LATE, RdsErrorClass.words(e), RdsErrorClass.hint(e));
    } else if (call.again(RdsErrorClass.words(e))) {
      run.log().info(call.what() + " is retried (" + RdsErrorClass.words(e) + ")");
    }
  }

  /** What AWS listed a moment ago may be unknown to another part of it. */
  private void notFound(ActiveRun run, AwsScratch aws, RdsRequestTask call, SdkException e) {
    if (call.isRemoving()) {
      call.done("");
    } else if (call.isNotFound(clock.instant(), grace)) {
      decide(run, aws, call, e);
    } else {
      again(run, call, e);
    }
  }

  private void decide(ActiveRun run, AwsScratch aws, RdsRequestTask call, SdkException e) {
    if (mayBeMade(aws, call)) {
      // refused, but an earlier request may have been accepted: it may use up what is lacking now
      if (isThere(call)) {
        call.done("");
      } else {
        again(run, call, e);
      }
    } else if (RdsErrorClass.isOfSecretsManager(e) && call.takeInstead()) {
      run.log().info(call.what() + ": Secrets Manager keeps the password; it is taken from there");
    } else if (RdsErrorClass.of(e) == RdsErrorClass.NO_CAPACITY && !RdsErrorClass.isOfClass(e)) {
      again(run, call, e);
    } else {
      giveUp(run, aws, call, e);
    }
  }

  private boolean mayBeMade(AwsScratch aws, RdsRequestTask call) {
    Instant now = clock.instant();
    return call.isDoubtful(now, grace)
        || call.kind()
            .filter(kind -> aws.notes().mayExist(kind, call.id(), now, grace))
            .isPresent();
  }

  /** A look that fails says nothing. */
  private boolean isThere(RdsRequestTask call) {
    try {
      return call.kind().flatMap(kind -> inventory.find(kind, call.id())).isPresent();
    } catch (SdkException e) {
      return false;
    }
  }

  private static void giveUp(ActiveRun run, AwsScratch aws, RdsRequestTask call, SdkException e) {
    if (!call.isDoubtful()) {
      call.kind().ifPresent(kind -> aws.notes().notMade(kind, call.id()));
    }
    switch (RdsErrorClass.of(e)) {
      case NO_CAPACITY, NO_CLASS ->
          call.failed(
              RdsRequestTask.Outcome.NO_CAPACITY, RdsErrorClass.words(e), RdsErrorClass.hint(e));
      case QUOTA ->
          call.failed(RdsRequestTask.Outcome.QUOTA, RdsErrorClass.words(e), RdsErrorClass.hint(e));
      default -> {
        if (!call.isDispensable()) {
          throw RdsErrorClass.failure(call.what(), e);
        }
        call.failed(RdsRequestTask.Outcome.REFUSED, RdsErrorClass.words(e), RdsErrorClass.hint(e));
      }
    }
    run.log().info(call.what() + " was refused (" + RdsErrorClass.words(e) + ")");
  }

  /**
   * Ends the night, unless the call is done or there is another way.
   *
   * @throws StageFailedException {@code aws.refused}
   */
  public void require(@Variable("call") RdsRequestTask call) {
    if (!call.isGoodEnough()) {
      throw new StageFailedException(
          ErrorCode.AWS_REFUSED,
          "AWS refused " + call.what() + " (" + call.words() + ")",
          call.hint());
    }
  }
}

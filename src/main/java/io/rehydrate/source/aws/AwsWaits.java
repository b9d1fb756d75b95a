package io.rehydrate.source.aws;

import io.rehydrate.error.RefusedException;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.run.ActiveRun;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * The bean that knows whether a thing at AWS has come. It outlives what passes: throttling, lost
 * answers, an object that is not listed yet, a status that nobody has heard of.
 */
public final class AwsWaits {
  private static final Logger LOG = LoggerFactory.getLogger(AwsWaits.class);
  private static final double JITTER = 0.2;
  private static final int LOOKS_OF_GRACE = 6;

  private final Inventory inventory;
  private final Ownership ownership;
  private final Duration grace;
  private final Clock clock;

  /**
   * @param interval between two looks; a few of them may pass before a new thing is listed
   */
  public AwsWaits(Inventory inventory, Ownership ownership, Duration interval, Clock clock) {
    this.inventory = inventory;
    this.ownership = ownership;
    this.grace = grace(interval);
    this.clock = clock;
  }

  static Duration grace(Duration interval) {
    return interval.multipliedBy(LOOKS_OF_GRACE);
  }

  /**
   * @param what {@code source}, {@code snapshot}, {@code cluster}, {@code instance}
   * @param atMost milliseconds
   */
  public Wait begin(@Variable("aws") AwsScratch aws, String what, long atMost) {
    Duration longest = Duration.ofMillis(atMost);
    return switch (what) {
      case "source" -> new Wait(aws.sourceKind(), aws.source(), true, clock.instant(), longest);
      case "snapshot" ->
          new Wait(aws.snapshotKind(), aws.names().base(), false, clock.instant(), longest);
      case "cluster" ->
          new Wait(ThingKind.CLUSTER, aws.names().base(), false, clock.instant(), longest);
      case "instance" ->
          new Wait(ThingKind.INSTANCE, aws.instanceName(), false, clock.instant(), longest);
      default -> throw new IllegalArgumentException("nothing waits for a " + what);
    };
  }

  /** Takes AWS's answer to the question how the thing is. */
  public void look(
      @Variable("run") ActiveRun run,
      @Variable("aws") AwsScratch aws,
      @Variable("wait") Wait wait,
      @Body Object answer) {
    run.requireNotCancelled();
    List<Thing> things = aws.take(wait, answer);
    if (things.isEmpty()) {
      absent(run, wait);
    } else if (wait.isSource()) {
      wait.end(Wait.Outcome.COME, things.get(0).status());
    } else {
      look(run, aws, wait, things.get(0));
    }
  }

  private void look(ActiveRun run, AwsScratch aws, Wait wait, Thing thing) {
    if (!ownership.isOf(thing, run.id())) {
      throw new RefusedException(
          "aws.foreign",
          "The " + thing + " bears this run's name, and not its tags: somebody else made it",
          "Look at it in the AWS console; nothing of it was touched");
    }
    aws.seen(thing.kind(), thing.id());
    switch (thing.progress()) {
      case READY -> ready(run, wait, thing);
      case FAILED -> wait.end(Wait.Outcome.FAILED, thing.status());
      case NO_CAPACITY -> wait.end(Wait.Outcome.NO_CAPACITY, thing.status());
      case UNKNOWN -> {
        LOG.warn("AWS tells a status that is not known here: {} is {}", thing, thing.status());
        still(run, wait, thing.status());
      }
      case PENDING -> still(run, wait, thing.status());
    }
  }

  private void ready(ActiveRun run, Wait wait, Thing thing) {
    if (thing.passwordPending()) {
      still(run, wait, "available, its password pending");
      return;
    }
    wait.end(Wait.Outcome.COME, thing.status());
    run.log().info(thing + " is available after " + seconds(wait));
  }

  private void still(ActiveRun run, Wait wait, String status) {
    if (wait.still(status, clock.instant())) {
      run.log().info(wait.kind() + " " + wait.id() + " is " + status);
    }
  }

  private void absent(ActiveRun run, Wait wait) {
    if (wait.isSource() || wait.until(clock.instant()).compareTo(grace) > 0) {
      wait.end(Wait.Outcome.FAILED, "unknown to AWS");
    } else {
      still(run, wait, "not listed yet");
    }
  }

  /**
   * A look that failed.
   *
   * @throws io.rehydrate.error.RehydrateException {@code aws.refused} where waiting does not help
   */
  public void missed(
      @Variable("run") ActiveRun run,
      @Variable("wait") Wait wait,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) SdkException e) {
    run.requireNotCancelled();
    switch (Fault.of(e)) {
      case NOT_FOUND -> absent(run, wait);
      case AGAIN -> still(run, wait, "not told of (" + Fault.words(e) + ")");
      default -> throw Fault.failure("a look at the " + wait.kind() + " " + wait.id(), e);
    }
  }

  /** How long to wait until the next look: the interval, a fifth more or less. */
  public long pause(long interval) {
    return Math.round(
        interval * (1 - JITTER + 2 * JITTER * ThreadLocalRandom.current().nextDouble()));
  }

  /**
   * For things that nothing else can stand in for.
   *
   * @throws StageFailedException {@code aws.failed}, {@code aws.deadline}
   */
  public void require(@Variable("wait") Wait wait) {
    if (!wait.come()) {
      throw new StageFailedException(
          wait.outcome() == Wait.Outcome.LATE ? "aws.deadline" : "aws.failed",
          describe(wait),
          wait.isSource()
              ? "Check source.cluster or source.instance, aws.region and the account"
              : "Look at it in the AWS console; what was made is removed again");
    }
  }

  /** What became of a thing that did not come, with AWS's own words. */
  String describe(Wait wait) {
    String events = wait.isSource() ? "" : inventory.events(wait.kind(), wait.id());
    return "The "
        + wait.kind()
        + " "
        + wait.id()
        + (wait.outcome() == Wait.Outcome.LATE
            ? " was not there in time: after " + seconds(wait) + " it is "
            : " is ")
        + wait.status()
        + (events.isEmpty() ? "" : " (AWS says: " + events + ")");
  }

  private String seconds(Wait wait) {
    return wait.until(clock.instant()).toSeconds() + " s";
  }
}

package io.rehydrate.source.aws;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.RefusedException;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.run.ActiveRun;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * The bean that knows whether a thing at AWS is available. It outlives what passes: throttling,
 * lost answers, an object that is not listed yet, tags that follow, a status that nobody has heard
 * of.
 */
public final class RdsPoller {
  private static final Logger LOG = LoggerFactory.getLogger(RdsPoller.class);
  static final ErrorCode FOREIGN = ErrorCode.AWS_FOREIGN;
  private static final double JITTER = 0.2;
  private static final int LOOKS_OF_GRACE = 6;
  private static final Duration SHORTEST_GRACE = Duration.ofMinutes(2);

  /** A password that has not taken effect by then is set again. */
  static final Duration PASSWORD = Duration.ofMinutes(5);

  private final Inventory inventory;
  private final Ownership ownership;
  private final Predicate<AwsScratch> answers;
  private final Duration grace;
  private final Clock clock;

  /**
   * @param answers whether the scratch takes a login with this night's password
   * @param interval between two looks; a few of them may pass before a new thing is listed
   */
  public RdsPoller(
      Inventory inventory,
      Ownership ownership,
      Predicate<AwsScratch> answers,
      Duration interval,
      Clock clock) {
    this.inventory = inventory;
    this.ownership = ownership;
    this.answers = answers;
    this.grace = grace(interval);
    this.clock = clock;
  }

  /** How long AWS may take to list something new, or its tags. */
  static Duration grace(Duration interval) {
    Duration looks = interval.multipliedBy(LOOKS_OF_GRACE);
    return looks.compareTo(SHORTEST_GRACE) > 0 ? looks : SHORTEST_GRACE;
  }

  /**
   * @param what {@code source}, {@code snapshot}, {@code cluster}, {@code instance}, or {@code
   *     scratch} for the one of the two that has the password
   * @param atMost milliseconds
   */
  public PollState begin(@Variable("aws") AwsScratch aws, String what, long atMost) {
    Duration longest = Duration.ofMillis(atMost);
    return switch (what) {
      case "source" ->
          new PollState(aws.sourceKind(), aws.source(), true, clock.instant(), longest);
      case "snapshot" ->
          new PollState(aws.snapshotKind(), aws.names().base(), false, clock.instant(), longest)
              .orElse(EnumSet.allOf(PollState.Outcome.class));
      case "cluster" ->
          new PollState(
              RdsResourceType.CLUSTER, aws.names().base(), false, clock.instant(), longest);
      case "instance" ->
          new PollState(
                  RdsResourceType.INSTANCE, aws.instanceName(), false, clock.instant(), longest)
              .orElse(Set.of(PollState.Outcome.NO_CAPACITY));
      case "scratch" ->
          begin(aws, aws.settings().isInstance() ? "instance" : "cluster", atMost)
              .orElse(Set.of(PollState.Outcome.PASSWORD_LOST));
      default -> throw new IllegalArgumentException("nothing waits for a " + what);
    };
  }

  /** Takes AWS's answer to the question how the thing is. */
  public void look(
      @Variable("run") ActiveRun run,
      @Variable("aws") AwsScratch aws,
      @Variable("wait") PollState wait,
      @Body Object answer) {
    run.requireNotCancelled();
    Optional<RdsResource> told = aws.take(wait, answer);
    if (told.isEmpty()) {
      absent(run, aws, wait);
      return;
    }
    wait.present();
    if (wait.isSource()) {
      source(run, aws, wait, told.get());
    } else if (isOurs(run, aws, wait, told.get())) {
      aws.notes().seen(wait.kind(), wait.id());
      look(run, aws, wait, told.get());
    }
  }

  /** Whatever its state; but nothing can be restored for it without its engine. */
  private void source(ActiveRun run, AwsScratch aws, PollState wait, RdsResource thing) {
    if (aws.knowsEngine()) {
      wait.end(PollState.Outcome.COME, thing.status());
    } else {
      still(run, wait, "listed without its engine");
    }
  }

  /** Whether its tags say so, or the answer to our own call; else it is waited for, or refused. */
  private boolean isOurs(ActiveRun run, AwsScratch aws, PollState wait, RdsResource thing) {
    Trace trace = aws.notes().trace(wait.kind(), wait.id());
    Ownership.Verdict verdict = ownership.verdict(thing, run.id(), trace);
    if (verdict == Ownership.Verdict.UNTAGGED) {
      if (wait.untagged(clock.instant()).plus(grace).isAfter(clock.instant())) {
        still(run, wait, thing.status() + ", its tags are not listed yet");
        return false;
      }
      verdict = askedVerdict(run, thing, trace);
    }
    if (verdict != Ownership.Verdict.OURS) {
      throw new RefusedException(
          FOREIGN,
          "The " + thing + " has this run's name but not its tags: somebody else created it",
          "Look at it in the AWS console; nothing of it was touched");
    }
    return true;
  }

  /** Of what is listed without tags for long: those that AWS keeps, or the answer to our call. */
  private Ownership.Verdict askedVerdict(ActiveRun run, RdsResource thing, Trace trace) {
    Ownership.Verdict verdict = Ownership.Verdict.UNTAGGED;
    try {
      verdict = ownership.verdict(inventory.withItsTags(thing), run.id(), trace);
    } catch (SdkException e) {
      run.log()
          .info("the tags of the " + thing + " can't be read (" + RdsErrorClass.words(e) + ")");
    }
    if (verdict == Ownership.Verdict.UNTAGGED && trace.isOf(thing)) {
      run.log().info(thing + " has no tags; it is the one that this run's own call has made");
      return Ownership.Verdict.OURS;
    }
    return verdict;
  }

  private void look(ActiveRun run, AwsScratch aws, PollState wait, RdsResource thing) {
    switch (thing.progress()) {
      case READY, USABLE -> ready(run, wait, thing);
      case FAILED -> wait.end(PollState.Outcome.FAILED, thing.status());
      case NO_CAPACITY -> wait.end(PollState.Outcome.NO_CAPACITY, thing.status());
      case UNKNOWN -> {
        LOG.warn("AWS reports an unknown status: {} is {}", thing, thing.status());
        pending(run, aws, wait, thing);
      }
      case PENDING -> pending(run, aws, wait, thing);
    }
  }

  private void ready(ActiveRun run, PollState wait, RdsResource thing) {
    if (thing.passwordPending()) {
      passwordPending(run, wait, thing);
    } else if (!thing.missing().isEmpty()) {
      still(run, wait, thing.status() + ", " + thing.missing());
    } else {
      wait.end(PollState.Outcome.COME, thing.status());
      run.log().info(thing + " is " + thing.status() + " after " + seconds(wait));
    }
  }

  private void passwordPending(ActiveRun run, PollState wait, RdsResource thing) {
    if (wait.passwordPending(clock.instant()).plus(PASSWORD).isAfter(clock.instant())) {
      still(run, wait, thing.status() + ", its password pending");
    } else {
      wait.end(PollState.Outcome.PASSWORD_LOST, thing.status() + ", its password pending");
    }
  }

  /** Whatever AWS calls it: what takes this night's password can be worked on. */
  private void pending(ActiveRun run, AwsScratch aws, PollState wait, RdsResource thing) {
    boolean reachable =
        wait.kind() == RdsResourceType.INSTANCE
            && thing.missing().isEmpty()
            && !thing.passwordPending()
            && !aws.wantsPassword();
    if (reachable && answers.test(aws)) {
      wait.end(PollState.Outcome.COME, thing.status());
      run.log().info(thing + " is " + thing.status() + " and takes the night's password");
    } else {
      still(run, wait, thing.status());
    }
  }

  private void still(ActiveRun run, PollState wait, String status) {
    if (wait.still(status, clock.instant())) {
      run.log().info(wait.kind() + " " + wait.id() + " is " + status);
    }
  }

  /**
   * What AWS has accepted is listed within its deadline; of all else, a while says that it is not.
   */
  private void absent(ActiveRun run, AwsScratch aws, PollState wait) {
    Instant now = clock.instant();
    Duration patience =
        aws.notes().trace(wait.kind(), wait.id()).made() && !wait.wasSeen()
            ? grace.multipliedBy(5)
            : grace;
    if (!wait.absent(now).plus(patience).isAfter(now)) {
      wait.end(PollState.Outcome.FAILED, "unknown to AWS");
    } else {
      still(run, wait, "not listed");
    }
  }

  /**
   * A look that failed.
   *
   * @throws io.rehydrate.error.RehydrateException {@code aws.refused} where waiting does not help
   */
  public void missed(
      @Variable("run") ActiveRun run,
      @Variable("aws") AwsScratch aws,
      @Variable("wait") PollState wait,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) SdkException e) {
    run.requireNotCancelled();
    switch (RdsErrorClass.of(e)) {
      case NOT_FOUND -> absent(run, aws, wait);
      case AGAIN, NOT_READY -> {
        wait.suggest(RdsErrorClass.hint(e));
        still(run, wait, "not listed (" + RdsErrorClass.words(e) + ")");
      }
      default -> throw RdsErrorClass.failure("a look at the " + wait.kind() + " " + wait.id(), e);
    }
  }

  /**
   * How long to wait until the next request: the interval, a fifth more or less.
   *
   * @param isNeeded false where there is no next request
   * @param interval milliseconds
   */
  public long pause(boolean isNeeded, long interval) {
    double jitter = 1 - JITTER + 2 * JITTER * ThreadLocalRandom.current().nextDouble();
    return isNeeded ? Math.round(interval * jitter) : 0;
  }

  /**
   * Ends the night, unless the resource is available or there is another way.
   *
   * @throws StageFailedException {@code aws.failed}, {@code aws.deadline}
   */
  public void require(@Variable("wait") PollState wait) {
    if (!wait.isGoodEnough()) {
      throw new StageFailedException(
          wait.outcome() == PollState.Outcome.LATE ? ErrorCode.AWS_DEADLINE : ErrorCode.AWS_FAILED,
          describe(wait),
          hint(wait));
    }
  }

  /**
   * After the password was set: as {@link #require}, but one that does not take effect is set again
   * by the route, as long as there is time.
   */
  public void requirePassword(@Variable("aws") AwsScratch aws, @Variable("wait") PollState wait) {
    boolean again =
        wait.outcome() == PollState.Outcome.PASSWORD_LOST
            && aws.passwordUntil(clock.instant()).isAfter(clock.instant());
    if (again) {
      aws.run().log().info("the password has not taken effect after minutes; it is set again");
    } else {
      require(wait.orElse(Set.of()));
      aws.passwordSet(clock.instant());
    }
  }

  private static String hint(PollState wait) {
    if (wait.outcome() == PollState.Outcome.LATE && !wait.hint().isEmpty()) {
      return wait.hint();
    }
    return wait.isSource()
        ? "Check source.cluster or source.instance, aws.region and the account"
        : "Look at it in the AWS console; what was made is removed again";
  }

  /** What became of a thing that did not come, with AWS's own words. */
  String describe(PollState wait) {
    String events = wait.isSource() ? "" : inventory.events(wait.kind(), wait.id());
    return "The "
        + wait.kind()
        + " "
        + wait.id()
        + (wait.outcome() == PollState.Outcome.LATE
            ? " was not there in time: after " + seconds(wait) + " it is "
            : " is ")
        + wait.status()
        + (events.isEmpty() ? "" : " (AWS says: " + events + ")");
  }

  private String seconds(PollState wait) {
    return wait.until(clock.instant()).toSeconds() + " s";
  }
}

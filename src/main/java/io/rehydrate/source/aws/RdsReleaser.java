package io.rehydrate.source.aws;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.RefusedException;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.run.Journal;
import io.rehydrate.run.Releaser;
import io.rehydrate.run.Resource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Removes one kind of thing at AWS by the journal. One call is one step and never waits: as long as
 * AWS still lists the resource it is called again. Only what AWS itself does not list is gone, and
 * one "not found" alone does not say so.
 */
public final class RdsReleaser implements Releaser {
  private static final Logger LOG = LoggerFactory.getLogger(RdsReleaser.class);

  /** Between two answers that together say that something is gone. */
  private static final Duration SECOND_LOOK = Duration.ofSeconds(5);

  private final RdsResourceType kind;
  private final Inventory inventory;
  private final ResourceDeleter remover;
  private final Ownership ownership;
  private final Journal journal;
  private final Duration grace;
  private final Clock clock;

  RdsReleaser(
      RdsResourceType kind,
      Inventory inventory,
      ResourceDeleter remover,
      Ownership ownership,
      Journal journal,
      Duration grace,
      Clock clock) {
    this.kind = kind;
    this.inventory = inventory;
    this.remover = remover;
    this.ownership = ownership;
    this.journal = journal;
    this.grace = grace;
    this.clock = clock;
  }

  @Override
  public String kind() {
    return kind.resource();
  }

  /**
   * @throws StageFailedException {@code aws.going} while AWS is at it, {@code aws.refused}
   * @throws RefusedException {@code aws.foreign} where the thing has the name and not the tags
   */
  @Override
  public void release(Resource resource) {
    RemovalStep step = step(resource);
    switch (step.standing()) {
      case GONE -> {}
      case UNTAGGED, STRANGER -> {
        if (step.standing() == RemovalStep.Standing.UNTAGGED
            || ResourceNote.parse(resource.detail()).trace().made()) {
          throw new RefusedException(RdsPoller.FOREIGN, step.words(), step.hint());
        }
        // nothing of ours has this name
        LOG.warn(step.words());
      }
      case REFUSED ->
          throw new StageFailedException(
              ErrorCode.AWS_REFUSED,
              "AWS resource not deleted: the "
                  + kind
                  + " "
                  + resource.name()
                  + " ("
                  + step.words()
                  + ")",
              step.hint());
      case ORDERED, GOING, WAITING ->
          throw new StageFailedException(ErrorCode.AWS_GOING, step.words(), step.hint());
    }
  }

  /** From when on it is certain that a call which may have made this did not. */
  Instant certainFrom(Resource resource) {
    ResourceNote memory = ResourceNote.parse(resource.detail());
    return memory.seen() ? Instant.EPOCH : memory.trace().certainFrom(resource.createdAt(), grace);
  }

  /** Orders what can be ordered now, and says where the removal stands. */
  RemovalStep step(Resource resource) {
    try {
      Optional<RdsResource> thing = inventory.find(kind, resource.name());
      return thing.isEmpty() ? absent(resource) : present(resource, thing.get());
    } catch (SdkException e) {
      return RemovalStep.failed(e);
    }
  }

  /** As {@link #step(Resource)}, of a thing that AWS has just listed. */
  RemovalStep step(Resource resource, RdsResource listed) {
    try {
      return present(resource, listed);
    } catch (SdkException e) {
      return RemovalStep.failed(e);
    }
  }

  private RemovalStep absent(Resource resource) {
    Instant now = clock.instant();
    ResourceNote memory = ResourceNote.parse(resource.detail());
    if (memory.trace().isDeleted()) {
      return RemovalStep.GONE;
    }
    if (certainFrom(resource).isAfter(now)) {
      return RemovalStep.waiting("it may have been ordered a moment ago, and AWS not list it yet");
    }
    Trace trace = memory.trace().absent(now);
    remember(resource, memory.with(trace));
    boolean twice = !Instant.ofEpochMilli(trace.absentAt()).plus(SECOND_LOOK).isAfter(now);
    return twice
        ? RemovalStep.GONE
        : RemovalStep.waiting("AWS does not list it; a second look has to say so too");
  }

  private RemovalStep present(Resource resource, RdsResource thing) {
    ResourceNote memory = ResourceNote.parse(resource.detail());
    if (memory.trace().isReplacedBy(thing)) {
      return RemovalStep.GONE;
    }
    memory = memory.with(memory.trace().present());
    Ownership.Verdict verdict = verdict(resource, memory, thing);
    RemovalStep step =
        switch (verdict) {
          case OURS -> {
            memory = memory.afterSeen();
            yield remover.step(thing, member -> member(resource, member));
          }
          case UNTAGGED -> untagged(resource, memory, thing);
          case STRANGER ->
              new RemovalStep(
                  RemovalStep.Standing.STRANGER,
                  "The "
                      + thing
                      + " has the run's name but somebody else's tags: it is not deleted",
                  "Look at it in the AWS console");
        };
    remember(
        resource,
        step.standing() == RemovalStep.Standing.ORDERED
            ? memory.with(memory.trace().deleted(clock.instant()))
            : memory);
    return step;
  }

  /** Tags may be listed late; then those count that AWS keeps, or the answer to our own call. */
  private Ownership.Verdict verdict(Resource resource, ResourceNote memory, RdsResource thing) {
    Trace trace = memory.trace();
    Ownership.Verdict verdict = ownership.verdict(thing, resource.run(), trace);
    if (verdict != Ownership.Verdict.UNTAGGED || isNew(resource, trace)) {
      return verdict;
    }
    RdsResource asked = thing;
    try {
      asked = inventory.withItsTags(thing);
    } catch (SdkException e) {
      if (RdsErrorClass.of(e) == RdsErrorClass.AGAIN) {
        throw e;
      }
    }
    verdict = ownership.verdict(asked, resource.run(), trace);
    return verdict == Ownership.Verdict.UNTAGGED && trace.isOf(thing)
        ? Ownership.Verdict.OURS
        : verdict;
  }

  private boolean isNew(Resource resource, Trace trace) {
    Instant made = trace.sentAt() > 0 ? Instant.ofEpochMilli(trace.sentAt()) : resource.createdAt();
    return made.plus(grace).isAfter(clock.instant());
  }

  private RemovalStep untagged(Resource resource, ResourceNote memory, RdsResource thing) {
    return isNew(resource, memory.trace())
        ? RemovalStep.waiting("its tags are not listed yet")
        : new RemovalStep(
            RemovalStep.Standing.UNTAGGED,
            "The " + thing + " has the run's name but not its tags: it is not deleted",
            "Look at it in the AWS console, and delete it there if this run has made it");
  }

  private ResourceDeleter.Member member(Resource cluster, RdsResource member) {
    Optional<Resource> own =
        journal.resources(cluster.run()).stream()
            .filter(r -> r.kind().equals(RdsResourceType.INSTANCE.resource()))
            .filter(r -> r.name().equals(member.id()))
            .findFirst();
    Trace trace = own.map(r -> ResourceNote.parse(r.detail()).trace()).orElse(Trace.NOTHING);
    return switch (ownership.verdict(member, cluster.run(), trace)) {
      case OURS -> ResourceDeleter.Member.REMOVED;
      case UNTAGGED ->
          own.isPresent() ? ResourceDeleter.Member.AWAITED : ResourceDeleter.Member.KEPT;
      case STRANGER ->
          ownership.of(member) == Ownership.Owner.OURS
              ? ResourceDeleter.Member.REMOVED
              : ResourceDeleter.Member.KEPT;
    };
  }

  private void remember(Resource resource, ResourceNote memory) {
    if (!memory.text().equals(resource.detail())) {
      journal.detail(resource.id(), memory.text());
    }
  }
}

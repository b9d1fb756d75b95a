package io.rehydrate.source.aws;

import io.rehydrate.error.RefusedException;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.run.Releaser;
import io.rehydrate.run.Resource;
import io.rehydrate.run.ResourceBook;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Removes one kind of thing at AWS by the journal. One call is one step and never waits: as long as
 * AWS still tells of the thing it throws, and is called again.
 */
public final class AwsReleaser implements Releaser {
  private final ThingKind kind;
  private final Inventory inventory;
  private final Remover remover;
  private final Ownership ownership;
  private final ResourceBook book;
  private final Duration grace;
  private final Clock clock;

  AwsReleaser(
      ThingKind kind,
      Inventory inventory,
      Remover remover,
      Ownership ownership,
      ResourceBook book,
      Duration grace,
      Clock clock) {
    this.kind = kind;
    this.inventory = inventory;
    this.remover = remover;
    this.ownership = ownership;
    this.book = book;
    this.grace = grace;
    this.clock = clock;
  }

  @Override
  public String kind() {
    return kind.resource();
  }

  /**
   * @throws StageFailedException {@code aws.going} while AWS is at it, {@code aws.refused}
   * @throws RefusedException {@code aws.foreign} where the thing bears the name and not the tags
   */
  @Override
  public void release(Resource resource) {
    try {
      Optional<Thing> thing = inventory.find(kind, resource.name());
      if (thing.isEmpty()) {
        requireCertain(resource);
        return;
      }
      requireOurs(thing.get(), resource);
      remember(resource);
      remover.step(thing.get());
    } catch (SdkException e) {
      // what is not found may be a member of it: the next look tells
      if (Fault.of(e) != Fault.NOT_READY && Fault.of(e) != Fault.NOT_FOUND) {
        throw Fault.failure("removing the " + kind + " " + resource.name(), e);
      }
    }
    throw new StageFailedException("aws.going", "AWS is removing it", "");
  }

  private void remember(Resource resource) {
    Memory memory = Memory.parse(resource.detail());
    if (!memory.seen()) {
      book.detail(resource.id(), memory.afterSeen().text());
    }
  }

  /** What was ordered a moment ago may not be listed yet. */
  private void requireCertain(Resource resource) {
    boolean seen = Memory.parse(resource.detail()).seen();
    if (!seen && resource.createdAt().plus(grace).isAfter(clock.instant())) {
      throw new StageFailedException(
          "aws.going", "It may have been ordered a moment ago, and AWS not list it yet", "");
    }
  }

  private void requireOurs(Thing thing, Resource resource) {
    if (!ownership.isOf(thing, resource.run())) {
      throw new RefusedException(
          "aws.foreign",
          "The " + thing + " bears the run's name, and not its tags: it stays",
          "Look at it in the AWS console");
    }
  }
}

package io.rehydrate.source.aws;

import io.rehydrate.error.LeftoversException;
import io.rehydrate.run.ActiveRun;
import io.rehydrate.run.Journal;
import io.rehydrate.run.Resource;
import io.rehydrate.run.RunId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.Variable;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * The bean that removes what a run made at AWS, round after round, until AWS says that all of it is
 * gone: by the journal, and then by what AWS lists with the run's tags.
 */
public final class ScratchDeletion {
  private static final int LOOKS_AFTER_GRACE = 3;

  private final Map<String, RdsReleaser> releasers;
  private final Inventory inventory;
  private final Ownership ownership;
  private final Set<RdsResourceType> kinds;
  private final Journal journal;
  private final Duration interval;
  private final Clock clock;

  /**
   * @param kinds that nights of this source make
   * @param interval between two rounds
   */
  ScratchDeletion(
      List<RdsReleaser> releasers,
      Inventory inventory,
      Ownership ownership,
      Set<RdsResourceType> kinds,
      Journal journal,
      Duration interval,
      Clock clock) {
    this.releasers =
        releasers.stream().collect(Collectors.toUnmodifiableMap(RdsReleaser::kind, r -> r));
    this.inventory = inventory;
    this.ownership = ownership;
    this.kinds = kinds;
    this.journal = journal;
    this.interval = interval;
    this.clock = clock;
  }

  /**
   * @param aws null where the run failed before it made anything
   * @param atMost milliseconds; longer where only time shows whether a lost call made something
   */
  public DeletionState begin(
      @Variable("run") ActiveRun run, @Variable("aws") AwsScratch aws, long atMost) {
    Instant deadline = clock.instant().plusMillis(atMost);
    // a run that another process continues with keeps what it has
    if (run.isSuspended()) {
      return new DeletionState(deadline, List.of(), false);
    }
    List<Resource> left = left(run.id());
    Instant certain =
        left.stream()
            .map(r -> releasers.get(r.kind()).certainFrom(r))
            .max(Instant::compareTo)
            .orElse(deadline)
            .plus(interval.multipliedBy(LOOKS_AFTER_GRACE));
    return new DeletionState(
        certain.isAfter(deadline) ? certain : deadline, left, aws != null && aws.hasAsked());
  }

  private List<Resource> left(RunId run) {
    return journal.resources(run).stream().filter(r -> releasers.containsKey(r.kind())).toList();
  }

  /** One round: whatever can be ordered now is; what is gone leaves the journal. */
  public void round(@Variable("run") ActiveRun run, @Variable("removal") DeletionState removal) {
    List<Resource> still = new ArrayList<>();
    for (Resource resource : left(run.id())) {
      if (!isGone(run, removal, resource)) {
        still.add(resource);
      }
    }
    removal.leave(run.isSuspended() ? List.of() : still);
    if (removal.wantsList() && !run.isSuspended()) {
      list(run, removal);
    } else if (removal.left().isEmpty()) {
      removal.done();
    }
    removal.stopAfter(clock.instant());
  }

  private boolean isGone(ActiveRun run, DeletionState removal, Resource resource) {
    RemovalStep step = releasers.get(resource.kind()).step(resource);
    boolean news = removal.tell(resource, step);
    if (step.isGone()) {
      journal.gone(resource.id());
      run.log().info(named(resource) + " is gone");
      return true;
    }
    if (news) {
      run.log()
          .info(
              named(resource)
                  + ": "
                  + step.words()
                  + (step.isStuck() && !step.hint().isEmpty() ? ". " + step.hint() : ""));
    }
    if (step.standing() == RemovalStep.Standing.STRANGER && !isMadeByUs(resource)) {
      // no waiting makes it ours
      journal.gone(resource.id());
      run.addNotification(step.words());
      return true;
    }
    return false;
  }

  private static boolean isMadeByUs(Resource resource) {
    return ResourceNote.parse(resource.detail()).trace().made();
  }

  private static String named(Resource resource) {
    return RdsResourceType.of(resource.kind()).orElseThrow() + " " + resource.name();
  }

  /** What AWS lists of the run and the journal does not have is journalled, and so removed. */
  private void list(ActiveRun run, DeletionState removal) {
    Set<RdsResourceType> asked = EnumSet.copyOf(kinds);
    asked.removeIf(removal::isClear);
    Inventory.Listing listing = inventory.all(asked);
    List<RdsResource> strays =
        listing.things().stream().filter(thing -> ownership.isOf(thing, run.id())).toList();
    for (RdsResource stray : strays) {
      String kind = stray.kind().resource();
      run.log().info("AWS still lists the " + stray + " with this run's tags");
      journal.add(run.id(), kind, stray.id(), ResourceNote.NOTHING.afterSeen().text());
      left(run.id()).stream()
          .filter(r -> r.kind().equals(kind) && r.name().equals(stray.id()))
          .forEach(r -> removal.tell(r, releasers.get(kind).step(r, stray)));
    }
    removal.leave(left(run.id()));
    listing
        .refused()
        .forEach(
            (kind, e) -> {
              String why =
                  "the list of each " + kind + " is not available (" + RdsErrorClass.words(e) + ")";
              if (removal.unknown(why)) {
                run.log().info(why + ". " + RdsErrorClass.hint(e));
              }
            });
    asked.removeAll(listing.refused().keySet());
    strays.forEach(stray -> asked.remove(stray.kind()));
    removal.clear(asked);
    boolean passes = listing.refused().values().stream().anyMatch(ScratchDeletion::isTransient);
    if (strays.isEmpty() && !passes) {
      if (!listing.refused().isEmpty()) {
        run.addNotification(
            "what AWS still lists of this run could not be asked; the journal's are gone");
      }
      removal.done();
    }
  }

  private static boolean isTransient(SdkException e) {
    return RdsErrorClass.of(e) == RdsErrorClass.AGAIN;
  }

  /**
   * Reports what still exists when the deadline has passed: it is still billed.
   *
   * @throws LeftoversException {@code aws.leftovers}
   */
  public void end(@Variable("run") ActiveRun run, @Variable("removal") DeletionState removal) {
    if (removal.left().isEmpty() && removal.unknown().isEmpty()) {
      return;
    }
    journal.step(run.id(), "release");
    if (removal.left().isEmpty()) {
      throw new LeftoversException(
          "It is not known whether AWS resources of this run are left: "
              + removal.unknown().orElseThrow(),
          "Run sweep once AWS answers");
    }
    String news =
        "AWS resources not deleted (still billed): "
            + removal.left().stream()
                .map(r -> named(r) + " (" + removal.stepOf(r).words() + ")")
                .collect(Collectors.joining(", "))
            + ". The next start, night or 'sweep' tries again. To delete them manually: "
            + commands(removal.left());
    run.log().info(news);
    if (isForeign(run, removal)) {
      run.addNotification(news);
      return;
    }
    throw new LeftoversException(
        news,
        removal.left().stream()
            .map(r -> removal.stepOf(r).hint())
            .filter(hint -> !hint.isEmpty())
            .findFirst()
            .orElse("Look at them in the AWS console, then run sweep"));
  }

  /** Nothing says that it is ours, and the run has failed because of it. */
  private boolean isForeign(ActiveRun run, DeletionState removal) {
    return removal.left().stream()
            .allMatch(
                r ->
                    removal.stepOf(r).standing() == RemovalStep.Standing.UNTAGGED
                        && !ResourceNote.parse(r.detail()).isProven())
        && journal
            .get(run.id())
            .failure()
            .filter(f -> f.code().equals(RdsPoller.FOREIGN.text()))
            .isPresent();
  }

  static String commands(List<Resource> resources) {
    return resources.stream()
        .map(r -> RdsResourceType.of(r.kind()).orElseThrow().command(r.name()) + ";")
        .collect(Collectors.joining(" "));
  }
}

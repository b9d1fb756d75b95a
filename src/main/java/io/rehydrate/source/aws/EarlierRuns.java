package io.rehydrate.source.aws;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.RefusedException;
import io.rehydrate.run.ActiveRun;
import io.rehydrate.run.Journal;
import io.rehydrate.run.Resource;
import io.rehydrate.run.RunId;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.Variable;

/**
 * The bean that removes what earlier runs left, before a night makes anything: another scratch next
 * to one that can't be deleted would cost money each night again.
 */
public final class EarlierRuns {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Map<String, RdsReleaser> releasers;
  private final Leftovers leftovers;
  private final Journal journal;
  private final int allowed;
  private final Clock clock;

  /**
   * @param allowed runs whose resources can't be deleted, up to which a night begins
   */
  EarlierRuns(
      List<RdsReleaser> releasers, Leftovers leftovers, Journal journal, int allowed, Clock clock) {
    this.releasers =
        releasers.stream().collect(Collectors.toUnmodifiableMap(RdsReleaser::kind, r -> r));
    this.leftovers = leftovers;
    this.journal = journal;
    this.allowed = allowed;
    this.clock = clock;
  }

  /** What runs that are over have left. */
  public DeletionState begin(@Variable("run") ActiveRun run) {
    return new DeletionState(clock.instant().plus(PATIENCE), left(run), false);
  }

  private List<Resource> left(ActiveRun run) {
    return journal.runsWithResources().stream()
        .filter(id -> !id.equals(run.id()) && isOver(id))
        .flatMap(id -> journal.resources(id).stream())
        .filter(resource -> releasers.containsKey(resource.kind()))
        .toList();
  }

  private boolean isOver(RunId id) {
    return journal.find(id).map(run -> run.state().isEnded()).orElse(true);
  }

  /**
   * Orders what can be ordered; another round where neither AWS is at it nor anything is in the
   * way.
   */
  public void round(@Variable("run") ActiveRun run, @Variable("earlier") DeletionState earlier) {
    run.requireNotCancelled();
    List<Resource> still = new ArrayList<>();
    for (Resource resource : left(run)) {
      RemovalStep step = releasers.get(resource.kind()).step(resource);
      if (step.isGone()) {
        journal.gone(resource.id());
      } else {
        still.add(resource);
      }
      if (earlier.tell(resource, step)) {
        run.log().info("of an earlier run: " + named(resource) + ": " + words(step));
      }
    }
    earlier.leave(still);
    if (still.stream().map(earlier::stepOf).allMatch(s -> s.isUnderWay() || s.isStuck())) {
      earlier.done();
    }
    earlier.stopAfter(clock.instant());
  }

  private static String words(RemovalStep step) {
    return step.isGone() ? "is gone" : step.words();
  }

  private static String named(Resource resource) {
    return RdsResourceType.of(resource.kind()).orElseThrow() + " " + resource.name();
  }

  /**
   * Before anything is paid for.
   *
   * @throws RefusedException {@code aws.earlier-leftovers}
   */
  public void require(@Variable("run") ActiveRun run, @Variable("earlier") DeletionState earlier) {
    List<Resource> stuck =
        earlier.left().stream().filter(resource -> isStuck(earlier, resource)).toList();
    if (stuck.isEmpty()) {
      return;
    }
    String what =
        stuck.stream()
            .map(r -> named(r) + " (" + earlier.stepOf(r).words() + ")")
            .collect(Collectors.joining(", "));
    long runs = stuck.stream().map(Resource::run).distinct().count();
    if (runs > allowed) {
      throw new RefusedException(
          ErrorCode.AWS_EARLIER_LEFTOVERS,
          "AWS resources of earlier runs could not be deleted (still billed), so no further scratch"
              + " is made: "
              + what
              + ". To delete them manually: "
              + ScratchDeletion.commands(stuck),
          "Delete them, or let the role do it (docs/aws.md has the policy), then run sweep;"
              + " scratch.max-leftovers tolerates n such runs");
    }
    run.log().info("left by earlier runs, and still billed: " + what);
  }

  private boolean isStuck(DeletionState earlier, Resource resource) {
    RemovalStep step = earlier.stepOf(resource);
    if (!ResourceNote.parse(resource.detail()).isProven()) {
      return false;
    }
    return step.isStuck() || (!step.isUnderWay() && leftovers.isOverdue(resource.run()));
  }
}

package io.rehydrate.source.aws;

import io.rehydrate.error.RefusedException;
import io.rehydrate.error.RehydrateException;
import io.rehydrate.run.ActiveRun;
import io.rehydrate.run.Journal;
import io.rehydrate.run.Resource;
import io.rehydrate.run.RunId;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.Variable;

/**
 * The bean that removes what a run made at AWS, round after round, until AWS says that all of it is
 * gone.
 */
public final class AwsRelease {
  private final Map<String, AwsReleaser> releasers;
  private final Journal journal;
  private final Clock clock;

  public AwsRelease(List<AwsReleaser> releasers, Journal journal, Clock clock) {
    this.releasers =
        releasers.stream().collect(Collectors.toUnmodifiableMap(AwsReleaser::kind, r -> r));
    this.journal = journal;
    this.clock = clock;
  }

  /**
   * @param atMost milliseconds
   */
  public Removal begin(@Variable("run") ActiveRun run, long atMost) {
    // a run that another process goes on with keeps what it has
    List<Resource> left = run.isSuspended() ? List.of() : left(run.id());
    return new Removal(clock.instant().plusMillis(atMost), left);
  }

  private List<Resource> left(RunId run) {
    return journal.resources(run).stream().filter(r -> releasers.containsKey(r.kind())).toList();
  }

  /** One round: whatever can be ordered now is; what is gone leaves the journal. */
  public void round(@Variable("run") ActiveRun run, @Variable("removal") Removal removal) {
    List<Resource> still = new ArrayList<>();
    for (Resource resource : left(run.id())) {
      try {
        releasers.get(resource.kind()).release(resource);
        journal.gone(resource.id());
        run.log()
            .info(ThingKind.of(resource.kind()).orElseThrow() + " " + resource.name() + " is gone");
      } catch (RefusedException e) {
        // no waiting makes it ours
        if (removal.tell(resource, e.getMessage())) {
          run.note(e.getMessage());
          run.log().info(e.getMessage());
        }
      } catch (RehydrateException e) {
        still.add(resource);
        if (removal.tell(resource, e.getMessage())) {
          run.log().info(resource.kind() + " " + resource.name() + ": " + e.getMessage());
        }
      }
    }
    removal.leave(run.isSuspended() ? List.of() : still);
    removal.stopAfter(clock.instant());
  }

  /** Tells everybody of what is still there when the time is over: it goes on costing money. */
  public void end(@Variable("run") ActiveRun run, @Variable("removal") Removal removal) {
    if (removal.left().isEmpty()) {
      return;
    }
    StringBuilder news =
        new StringBuilder(
            "STILL THERE AT AWS, AND PAID FOR; the next start or 'sweep' tries again, or by hand:");
    for (Resource resource : removal.left()) {
      news.append(' ')
          .append(ThingKind.of(resource.kind()).orElseThrow().command(resource.name()))
          .append(';');
    }
    run.note(news.toString());
    run.log().info(news.toString());
  }
}

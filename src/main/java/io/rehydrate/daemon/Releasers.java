package io.rehydrate.daemon;

import io.rehydrate.clone.CloneParts;
import io.rehydrate.mysql.Bounds;
import io.rehydrate.refresh.Recovery;
import io.rehydrate.refresh.TargetContents;
import io.rehydrate.refresh.TargetSessions;
import io.rehydrate.refresh.TrialAccount;
import io.rehydrate.refresh.TrialAccountRelease;
import io.rehydrate.run.Journal;
import io.rehydrate.run.Releaser;
import io.rehydrate.settings.Settings;
import io.rehydrate.source.ScratchRelease;
import io.rehydrate.source.aws.Aws;
import io.rehydrate.source.aws.GoneWithScratch;
import io.rehydrate.store.StagingReleaser;
import io.rehydrate.store.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One releaser for each kind of resource that runs make. */
final class Releasers {
  /** Of a target's server that is being put right. */
  private static final Duration LONGEST_ANSWER = Duration.ofMinutes(2);

  private Releasers() {}

  static List<Releaser> of(
      Settings settings,
      Optional<Aws> aws,
      Journal journal,
      Store store,
      Optional<CloneParts> clones,
      String installation) {
    List<Releaser> releasers = new ArrayList<>();
    clones.map(CloneParts::releaser).ifPresent(releasers::add);
    settings
        .scratch()
        .ifPresent(
            scratch -> {
              releasers.add(new ScratchRelease(scratch.login(), installation));
              releasers.add(new TrialAccountRelease(scratch.login()));
            });
    aws.ifPresent(
        a -> {
          releasers.addAll(a.releasers(journal));
          releasers.add(new GoneWithScratch());
          releasers.add(new GoneWithScratch(TrialAccount.KIND));
        });
    releasers.add(new StagingReleaser(store));
    releasers.add(
        new Recovery(
            settings.targets(),
            TargetSessions.byLogin(Bounds.WORK.silentFor(LONGEST_ANSWER)),
            new TargetContents(journal)::holds));
    return releasers;
  }
}

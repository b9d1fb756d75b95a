package io.rehydrate.daemon;

import io.rehydrate.archive.ArchiveBeans;
import io.rehydrate.dump.DumpId;
import io.rehydrate.exec.ClientPrograms;
import io.rehydrate.exec.RunningPrograms;
import io.rehydrate.migrate.GitRepository;
import io.rehydrate.night.DumpTrial;
import io.rehydrate.night.ManifestWriter;
import io.rehydrate.night.NightDump;
import io.rehydrate.night.ReadBack;
import io.rehydrate.refresh.TrialLoad;
import io.rehydrate.rehearse.RehearsalSteps;
import io.rehydrate.run.Journal;
import io.rehydrate.run.RunState;
import io.rehydrate.settings.Settings;
import io.rehydrate.source.ScratchSchema;
import io.rehydrate.store.Store;
import java.time.Clock;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The beans of the routes that write a dump, try it, look through it, publish it, copy it and
 * rehearse with it.
 */
final class DumpBeans {
  private DumpBeans() {}

  /** What they work with. */
  record Parts(
      Settings settings,
      Store store,
      Journal journal,
      ClientPrograms programs,
      RunningPrograms running,
      String installation,
      Clock clock) {}

  static void add(Map<String, Object> byName, Parts parts, ManifestWriter manifests) {
    ScratchSchema schemas = new ScratchSchema(parts.installation());
    byName.put(
        "nightDump",
        new NightDump(
            parts.settings(),
            parts.store(),
            parts.journal(),
            parts.programs(),
            parts.running(),
            manifests,
            schemas));
    byName.put(
        "dumpTrial", new DumpTrial(parts.settings(), parts.journal(), schemas, parts.clock()));
    byName.put("trialLoad", new TrialLoad(parts.settings()));
    byName.putAll(ArchiveBeans.of(parts.settings(), parts.store(), parts.clock()));
    byName.put(
        "rehearsalSteps",
        new RehearsalSteps(
            parts.settings(),
            parts.store(),
            parts.journal(),
            GitRepository.of(parts.settings()),
            parts.running(),
            parts.installation(),
            parts.clock()));
    byName.put("readBack", new ReadBack(parts.settings()));
  }

  /** Retention keeps a dump that a run brings, or is about to, and the one just published. */
  static boolean isUsed(Journal journal, DumpId id) {
    return Stream.of(RunState.QUEUED, RunState.RUNNING)
        .flatMap(state -> journal.in(state).stream())
        .anyMatch(run -> run.dump().filter(id.value()::equals).isPresent());
  }
}

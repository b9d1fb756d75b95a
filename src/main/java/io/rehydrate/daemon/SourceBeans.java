package io.rehydrate.daemon;

import io.rehydrate.dehydrate.compile.SecondPass;
import io.rehydrate.run.ResourceBook;
import io.rehydrate.run.RunId;
import io.rehydrate.settings.Settings;
import io.rehydrate.source.PreparedScratch;
import io.rehydrate.source.ServerSource;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** The beans of kinds of source that are servers of ours. */
final class SourceBeans {
  private SourceBeans() {}

  static Map<String, Object> of(
      Settings settings, String installation, ResourceBook book, Supplier<Set<RunId>> live) {
    return Map.of(
        "serverSource",
        new ServerSource(settings, installation, book, live, SecondPass::firstPass),
        "restoredSource",
        new PreparedScratch(settings, installation));
  }
}

package io.rehydrate.doctor;

import io.rehydrate.migrate.GitRepository;
import io.rehydrate.settings.Settings;

/** The repository of migrations. */
record GitChecks(Settings settings) implements Examination {
  @Override
  public void examine(Findings findings) {
    if (settings.migrations().repository().isEmpty()) {
      findings.ok("migrations", "no migrations.repository; refreshes run none");
      return;
    }
    int refs =
        new GitRepository(
                settings.migrations().repository().get(),
                settings.stateDirectory().resolve("migrations.git"),
                settings.deadlines().git())
            .refs()
            .size();
    if (refs == 0) {
      findings.warn("migrations", "the repository has no branch and no tag", "Push one");
    } else {
      findings.ok("migrations", "the repository has " + refs + " branches and tags");
    }
  }
}

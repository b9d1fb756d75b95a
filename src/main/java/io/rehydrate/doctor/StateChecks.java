package io.rehydrate.doctor;

import io.rehydrate.run.State;
import io.rehydrate.settings.Settings;

/**
 * The database of runs and leases.
 *
 * @param open whether it is in use already
 */
record StateChecks(Settings settings, boolean open) implements Examination {
  @Override
  public void examine(Findings findings) {
    if (!open) {
      State.open(settings.state()).close();
    }
    findings.ok("state", settings.state().isSqlite() ? "SQLite, in one file" : "on a server");
  }
}

package io.rehydrate.audit;

import io.rehydrate.run.State;
import io.rehydrate.settings.Settings;
import java.util.Optional;

class AuditOnSqliteTest extends AuditOnAnyState {
  @Override
  State open() {
    return State.open(
        new Settings.State(
            "jdbc:sqlite:" + folder.resolve("state.db"), Optional.empty(), Optional.empty()));
  }
}

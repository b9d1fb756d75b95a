package io.rehydrate.run;

import io.rehydrate.settings.Settings;
import java.util.Optional;

class RefreshQueueOnSqliteTest extends RefreshQueueOnAnyState {
  @Override
  State open() {
    return State.open(
        new Settings.State(
            "jdbc:sqlite:" + folder.resolve("state.db"), Optional.empty(), Optional.empty()));
  }
}

package io.rehydrate.run;

import io.rehydrate.settings.Secret;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.settings.Settings;
import io.rehydrate.support.TestServers;
import java.util.Optional;

/** The queue in a schema of a server. */
abstract class RefreshQueueOnServer extends RefreshQueueOnAnyState {
  private final ServerLogin root;
  private final String schema;

  RefreshQueueOnServer(ServerLogin root) {
    this.root = root;
    this.schema = TestServers.newSchema(root);
  }

  @Override
  State open() {
    return State.open(
        new Settings.State(
            "jdbc:mysql://" + root.url().address() + "/" + schema,
            Optional.of(root.username()),
            Optional.of(new Secret(root.password().reveal()))));
  }
}

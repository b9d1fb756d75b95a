package io.rehydrate.audit;

import io.rehydrate.run.State;
import io.rehydrate.settings.Secret;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.settings.Settings;
import io.rehydrate.support.TestServers;
import java.util.Optional;

/** The chain in a schema of a server. */
abstract class AuditOnServer extends AuditOnAnyState {
  private final ServerLogin root;
  private final String schema;

  AuditOnServer(ServerLogin root) {
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

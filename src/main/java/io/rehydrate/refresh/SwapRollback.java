package io.rehydrate.refresh;

import io.rehydrate.refresh.IncomingDetail.Triggers;
import java.sql.Connection;
import java.sql.SQLException;

/** Puts a target back as it was before an exchange that did not happen; safe to repeat. */
final class SwapRollback {
  private final Connection session;
  private final IncomingDetail detail;

  SwapRollback(Connection session, IncomingDetail detail) {
    this.session = session;
    this.detail = detail;
  }

  void run() throws SQLException {
    triggers();
    clearAway();
  }

  void triggers() throws SQLException {
    for (Triggers old : detail.old()) {
      new LiveTriggers(session).restore(old.schema(), old.triggers());
    }
  }

  /** The new schemas alone: nothing live has moved. */
  void clearAway() throws SQLException {
    SchemaDrop drop = new SchemaDrop(session);
    for (SchemaSwapNames schema : detail.schemas()) {
      drop.incoming(schema.incoming());
    }
    drop.outgoing(detail.schemas());
  }
}

package io.rehydrate.source;

import io.rehydrate.mysql.Sessions;
import io.rehydrate.mysql.Sql;
import io.rehydrate.run.ResourceBook;
import io.rehydrate.run.RunId;
import java.sql.Connection;
import java.sql.SQLException;

/** Makes schemas on the scratch that are known as ours: journalled before, marked right after. */
public final class ScratchSchema {
  private final String installation;

  /**
   * @param installation the id that marks what this installation makes
   */
  public ScratchSchema(String installation) {
    this.installation = installation;
  }

  /** Makes a schema for a run; it goes with the run. */
  public void make(Connection scratch, String schema, RunId run, ResourceBook book)
      throws SQLException {
    book.add(run, ScratchRelease.KIND, schema, "");
    Sessions.run(scratch, "CREATE DATABASE " + Sql.name(schema));
    OwnershipMarker.write(scratch, schema, installation, run);
  }
}

package io.rehydrate.source;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.mysql.Sql;
import io.rehydrate.mysql.SqlErrors;
import io.rehydrate.run.Releaser;
import io.rehydrate.run.Resource;
import io.rehydrate.run.RunId;
import io.rehydrate.settings.ServerLogin;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Drops what a run made on the scratch, and nothing else; a second time it finds nothing to do. */
public final class ScratchRelease implements Releaser {
  /** The kind under which a schema on the scratch is in the journal. */
  public static final String KIND = "scratch-schema";

  private static final Logger LOG = LoggerFactory.getLogger(ScratchRelease.class);
  private static final int LOCK_WAIT_SECONDS = 60;

  private final ServerLogin login;
  private final String installation;

  public ScratchRelease(ServerLogin login, String installation) {
    this.login = login;
    this.installation = installation;
  }

  @Override
  public String kind() {
    return KIND;
  }

  /**
   * Drops the schema if its marker names this installation and the resource's run, or if it is
   * empty. Another schema of that name is not the run's, and stays.
   *
   * @throws StageFailedException {@code scratch.release}, or as {@link Sessions#open} does
   */
  @Override
  public void release(Resource resource) {
    String schema = resource.name();
    try (Connection scratch = Sessions.open(login, "scratch")) {
      if (isOurs(scratch, resource.run(), schema)) {
        Sessions.run(
            scratch,
            "SET SESSION lock_wait_timeout = "
                + LOCK_WAIT_SECONDS
                + ", SESSION foreign_key_checks = 0",
            "DROP DATABASE IF EXISTS " + Sql.name(schema));
      }
    } catch (SQLException e) {
      throw new StageFailedException(
          ErrorCode.SCRATCH_RELEASE,
          "Dropping the schema "
              + schema
              + " on the scratch failed ("
              + SqlErrors.describe(e)
              + ")",
          "Run sweep once the scratch answers",
          e);
    }
  }

  private boolean isOurs(Connection scratch, RunId run, String schema) throws SQLException {
    if (schema.contains(run.value().replace('-', '_'))) {
      return true; // a name that no other run gives; a migration may have changed the marker
    }
    return switch (OwnershipMarker.state(scratch, schema)) {
      case ABSENT -> false;
      case EMPTY -> true;
      case MARKED ->
          OwnershipMarker.read(scratch, schema)
              .equals(Optional.of(new OwnershipMarker(installation, run.value())));
      case FOREIGN -> {
        LOG.warn("The schema {} on the scratch is not ours: it stays", schema);
        yield false;
      }
    };
  }
}

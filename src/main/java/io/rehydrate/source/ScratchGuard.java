package io.rehydrate.source;

import io.rehydrate.error.BusyException;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.RefusedException;
import io.rehydrate.mysql.ServerIdentity;
import io.rehydrate.run.RunId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Answers, in the session that will write, whether it may: is this the scratch, and is it ours? */
public final class ScratchGuard {
  private final String installation;

  /**
   * @param installation the id that marks what this installation makes
   */
  public ScratchGuard(String installation) {
    this.installation = installation;
  }

  /**
   * @throws RefusedException {@code guard.source} where the server is the source's
   */
  public void requireNotTheSource(Connection scratch, ServerIdentity source) throws SQLException {
    if (ServerIdentity.of(scratch).equals(source)) {
      throw new RefusedException(
          ErrorCode.GUARD_SOURCE,
          "The scratch server is the source itself, whatever its address says",
          "Point scratch.url at a server that may be thrown away");
    }
  }

  /**
   * @param live the runs that still continue
   * @throws RefusedException {@code guard.foreign-schema} where the scratch holds a schema of such
   *     a name that no run of this installation made
   * @throws BusyException {@code scratch.busy} where a live run made it
   */
  public void requireFree(Connection scratch, List<String> schemas, RunId run, Set<RunId> live)
      throws SQLException {
    for (String schema : schemas) {
      switch (OwnershipMarker.state(scratch, schema)) {
        case ABSENT, EMPTY -> {}
        case FOREIGN -> throw foreign(schema);
        case MARKED -> requireDead(OwnershipMarker.read(scratch, schema), schema, run, live);
      }
    }
  }

  /**
   * Proves that a session is where this run has made its schemas.
   *
   * @throws RefusedException {@code guard.scratch}
   */
  void requireOurs(Connection scratch, List<String> schemas, RunId run) throws SQLException {
    Optional<OwnershipMarker> ours = Optional.of(new OwnershipMarker(installation, run.value()));
    for (String schema : schemas) {
      if (!OwnershipMarker.read(scratch, schema).equals(ours)) {
        throw Scratch.another(ServerIdentity.of(scratch));
      }
    }
  }

  private void requireDead(
      Optional<OwnershipMarker> marker, String schema, RunId run, Set<RunId> live) {
    if (!marker.map(OwnershipMarker::installation).equals(Optional.of(installation))) {
      throw foreign(schema);
    }
    String maker = marker.map(OwnershipMarker::run).orElse("");
    if (!maker.equals(run.value()) && live.stream().anyMatch(l -> l.value().equals(maker))) {
      throw new BusyException(
          ErrorCode.SCRATCH_BUSY,
          "The schema "
              + schema
              + " on the scratch belongs to the run "
              + maker
              + ", which continues",
          "Wait for that run, or cancel it");
    }
  }

  private static RefusedException foreign(String schema) {
    return new RefusedException(
        ErrorCode.GUARD_FOREIGN_SCHEMA,
        "The scratch server holds a schema " + schema + " that no night of this installation made",
        "Use a scratch server of its own, or remove that schema by hand if nobody needs it");
  }
}

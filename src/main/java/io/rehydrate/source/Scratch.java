package io.rehydrate.source;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.RefusedException;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.mysql.ServerIdentity;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.mysql.SqlErrors;
import io.rehydrate.plan.FirstPass;
import io.rehydrate.schema.Catalog;
import io.rehydrate.schema.CatalogReader;
import io.rehydrate.schema.Table;
import io.rehydrate.schema.TableName;
import io.rehydrate.settings.ServerLogin;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The throw-away copy that a night works on. Its schemas have the source's names.
 *
 * @param sourceIdentity empty where the source was never connected to
 * @param catalog as the source declared it
 * @param identifier of the source, for the manifest
 * @param snapshot that it was restored from, where it was
 * @param rows that a table has, where that was counted on the way
 * @param lost values that the copy could not carry, in words, by table
 * @param mark the run whose mark its schemas bear; empty where they were not made by us
 * @param firstPass of which tables rows that stay are still to follow
 * @param moment from which they follow; empty where none do
 */
public record Scratch(
    ServerLogin login,
    ServerIdentity identity,
    Optional<ServerIdentity> sourceIdentity,
    Catalog catalog,
    String identifier,
    Optional<SourceSnapshot> snapshot,
    Map<TableName, Long> rows,
    List<String> lost,
    Optional<String> mark,
    FirstPass firstPass,
    Optional<SharedMoment> moment) {
  public Scratch {
    rows = Map.copyOf(rows);
    lost = List.copyOf(lost);
  }

  /** One in which nothing is lost, and that bears no mark of ours. */
  public Scratch(
      ServerLogin login,
      ServerIdentity identity,
      Optional<ServerIdentity> sourceIdentity,
      Catalog catalog,
      String identifier,
      Optional<SourceSnapshot> snapshot,
      Map<TableName, Long> rows) {
    this(
        login,
        identity,
        sourceIdentity,
        catalog,
        identifier,
        snapshot,
        rows,
        List.of(),
        Optional.empty(),
        FirstPass.none(),
        Optional.empty());
  }

  /**
   * Proves that the server still has what was copied to its memory.
   *
   * @throws StageFailedException {@code scratch.restarted}
   */
  public void requireInMemory(Connection session) throws SQLException {
    for (Table table : firstPass.narrow().values()) {
      if (table.isInMemory()) {
        try (Statement statement = session.createStatement();
            ResultSet count =
                statement.executeQuery("SELECT COUNT(*) FROM " + table.name().quoted())) {
          count.next();
          if (count.getLong(1) != rows.get(table.name())) {
            throw new StageFailedException(
                ErrorCode.SCRATCH_RESTARTED,
                "The scratch's server was restarted after the copy: "
                    + table.name()
                    + " has not the rows any more that it had in its memory",
                "Start the night again");
          }
        }
      }
    }
  }

  /** Values that the copy could not carry, in words, by table. */
  @Override
  public List<String> lost() {
    return Stream.concat(lost.stream(), moment.stream().flatMap(at -> at.lost().stream())).toList();
  }

  /**
   * Opens a session on this very copy: behind its address may be another server by now, and what is
   * done there must not be done, nor its rows be taken for masked ones.
   *
   * @throws RefusedException {@code guard.scratch}
   * @throws StageFailedException as {@link Sessions#open} says
   */
  public Connection open() {
    Connection session = Sessions.open(login, "scratch");
    try {
      require(session);
      return session;
    } catch (SQLException e) {
      close(session);
      throw new StageFailedException(
          ErrorCode.SCRATCH_UNREADABLE,
          "The scratch can't be asked who it is (" + SqlErrors.describe(e) + ")",
          "Look at the scratch's server and its log",
          e);
    } catch (RuntimeException e) {
      close(session);
      throw e;
    }
  }

  private void require(Connection session) throws SQLException {
    ServerIdentity here = ServerIdentity.of(session);
    if (!here.matches(identity)
        || (mark.isPresent()
            && !OwnershipMarker.read(session, catalog.schemas().get(0).name())
                .map(OwnershipMarker::run)
                .equals(mark))) {
      throw another(here);
    }
  }

  static RefusedException another(ServerIdentity here) {
    return new RefusedException(
        ErrorCode.GUARD_SCRATCH,
        "Behind the scratch's address is a server ("
            + here
            + ") that has not the copy of this night",
        "See that scratch.url leads to one server alone; nothing was done there");
  }

  private static void close(Connection session) {
    try {
      session.close();
    } catch (SQLException e) {
      return; // it is of no use any more
    }
  }

  /** A condition for the rows of a schema's tables that fails where the copy is not. */
  public Optional<String> proof(String schema) {
    return mark.map(
        run ->
            "(SELECT COUNT(*) FROM "
                + new TableName(schema, CatalogReader.SCRATCH_MARKER).quoted()
                + ") > 0");
  }
}

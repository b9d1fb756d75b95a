package io.rehydrate.refresh;

import io.rehydrate.dump.Manifest;
import io.rehydrate.error.CorruptDumpException;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.InvalidException;
import io.rehydrate.error.RefusedException;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.mysql.Sql;
import io.rehydrate.mysql.SqlErrors;
import io.rehydrate.run.ResourceBook;
import io.rehydrate.run.RunId;
import io.rehydrate.schema.TableName;
import io.rehydrate.settings.Settings.Target;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;

/** Makes the empty schemas next to the live ones, in the journal first. */
public final class StagingSchemaSetup {
  /** The kind under which the journal knows them. */
  public static final String KIND = "incoming";

  private static final Pattern CHARACTERS = Pattern.compile("[a-z0-9_]{1,64}");

  private final ResourceBook book;
  private final TargetSessions sessions;
  private final Arrival arrival;

  /**
   * @param arrival what is done on the server before anything else is made there
   */
  public StagingSchemaSetup(ResourceBook book, TargetSessions sessions, Arrival arrival) {
    this.book = book;
    this.sessions = sessions;
    this.arrival = arrival;
  }

  /** Gives the server that a session is on, as the run shall find it again. */
  @FunctionalInterface
  public interface Arrival {
    AdmittedServer at(Target target, Connection session) throws SQLException;
  }

  /**
   * Makes {@code <schema>__incoming} and {@code <schema>__outgoing} for every schema of the target;
   * what an older refresh left under these names is dropped.
   *
   * @throws InvalidException {@code refresh.schema} where the dump lacks a schema
   * @throws RefusedException {@code refresh.occupied} where such a schema is not a refresh's
   * @throws StageFailedException {@code refresh.schemas} where the server refuses
   */
  public StagingSchemas create(RunId run, Target target, Manifest manifest) {
    List<SchemaSwapNames> schemas = SchemaSwapNames.all(target);
    requireInDump(target, manifest);
    try (Connection session = sessions.open(target)) {
      TargetLock.take(session, target.name());
      AdmittedServer server = arrival.at(target, session);
      clearLeftovers(session, schemas);
      long resource =
          book.add(
              run, KIND, target.name().value(), IncomingDetail.loading(schemas, server).toJson());
      for (SchemaSwapNames schema : schemas) {
        String characters = characters(manifest.schemas().get(schema.source()));
        make(session, schema.incoming(), characters, run);
        make(session, schema.outgoing(), characters, run);
      }
      return new StagingSchemas(run, resource, target, schemas, server);
    } catch (SQLException e) {
      throw new StageFailedException(
          ErrorCode.REFRESH_SCHEMAS,
          "The schemas next to the live ones can't be created on the target "
              + target.name()
              + " ("
              + SqlErrors.describe(e)
              + ")",
          "'targets admit "
              + target.name()
              + "' prints the GRANT statements that its account needs",
          e);
    }
  }

  private static void requireInDump(Target target, Manifest manifest) {
    for (String source : target.schemas().keySet()) {
      if (!manifest.schemas().containsKey(source)) {
        throw new InvalidException(
            ErrorCode.REFRESH_SCHEMA,
            "The dump " + manifest.id() + " holds no schema " + source,
            "It holds "
                + String.join(", ", manifest.schemas().keySet())
                + "; name the right one in target."
                + target.name()
                + ".schemas");
      }
    }
  }

  private static String characters(Manifest.SchemaEntry schema) {
    if (!CHARACTERS.matcher(schema.characterSet()).matches()
        || !CHARACTERS.matcher(schema.collation()).matches()) {
      throw new CorruptDumpException(
          ErrorCode.DUMP_CORRUPT,
          "The manifest names a character set or collation that can't be one",
          "Choose another dump");
    }
    return " CHARACTER SET " + schema.characterSet() + " COLLATE " + schema.collation();
  }

  private static void make(Connection session, String schema, String characters, RunId run)
      throws SQLException {
    Sessions.run(session, "CREATE DATABASE " + Sql.name(schema) + characters);
    RunMarker.make(session, schema, run);
  }

  /** What is left of a refresh that no journal knows any more. */
  private static void clearLeftovers(Connection session, List<SchemaSwapNames> schemas)
      throws SQLException {
    Sessions.run(session, "SET SESSION lock_wait_timeout = 10");
    for (SchemaSwapNames schema : schemas) {
      requireOurs(session, schema.incoming());
      requireOurs(session, schema.outgoing());
    }
    SchemaDrop drop = new SchemaDrop(session);
    drop.outgoing(schemas);
    for (SchemaSwapNames schema : schemas) {
      drop.incoming(schema.incoming());
    }
  }

  /** An empty one may be ours: the owner table is made second. */
  private static void requireOurs(Connection session, String schema) throws SQLException {
    MovableTables tables = new MovableTables(session);
    if (!tables.exists(new TableName(schema, StagingSchemas.OWNER_TABLE))
        && !tables.isEmpty(schema)) {
      throw new RefusedException(
          ErrorCode.REFRESH_OCCUPIED,
          "The schema " + schema + " on the target was not made by a refresh",
          "Rename or drop it: a refresh needs the name");
    }
  }
}

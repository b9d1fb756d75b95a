package io.rehydrate.night;

import io.rehydrate.dehydrate.Dehydrator;
import io.rehydrate.mysql.LoadingSettings;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.mysql.Sql;
import io.rehydrate.run.ActiveRun;
import io.rehydrate.run.ResourceBook;
import io.rehydrate.schema.Schema;
import io.rehydrate.source.Scratch;
import io.rehydrate.source.ScratchSchema;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Empty schemas on the scratch, one for each of a dump's, in which something is tried. */
final class TrialSchemas {
  private final ActiveRun run;
  private final Scratch scratch;
  private final ScratchSchema schemas;
  private final ResourceBook book;
  private final String names;

  /**
   * @param kind of trial, a letter: each has names of its own
   */
  TrialSchemas(
      ActiveRun run, Scratch scratch, ScratchSchema schemas, ResourceBook book, String kind) {
    this.run = run;
    this.scratch = scratch;
    this.schemas = schemas;
    this.book = book;
    this.names = Dehydrator.helperSchema(run.id()) + "_" + kind;
  }

  /** Their names by those of the dump's schemas, in the catalogue's order. */
  Map<String, String> names() {
    Map<String, String> trials = new LinkedHashMap<>();
    for (Schema schema : scratch.catalog().schemas()) {
      trials.put(schema.name(), names + (trials.size() + 1));
    }
    return trials;
  }

  /** Makes them, each with the character set and collation of the one that it stands for. */
  void make(Connection session) throws SQLException {
    Map<String, String> trials = names();
    for (Schema schema : scratch.catalog().schemas()) {
      String trial = trials.get(schema.name());
      schemas.make(session, trial, run.id(), book);
      Sessions.run(
          session,
          "ALTER DATABASE "
              + Sql.name(trial)
              + " CHARACTER SET "
              + schema.characterSet()
              + " COLLATE "
              + schema.collation());
    }
  }

  /** Drops those that are there: they take room that the night may need. */
  void drop(Connection session) throws SQLException {
    LoadingSettings.apply(session);
    for (String trial : names().values()) {
      Sessions.run(session, "DROP DATABASE IF EXISTS " + Sql.name(trial));
    }
  }
}

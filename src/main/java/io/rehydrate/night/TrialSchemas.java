package io.rehydrate.night;

import io.rehydrate.dehydrate.Dehydrator;
import io.rehydrate.mysql.LoadingSettings;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.mysql.Sql;
import io.rehydrate.run.ActiveRun;
import io.rehydrate.run.ResourceBook;
import io.rehydrate.run.RunId;
import io.rehydrate.source.Scratch;
import io.rehydrate.source.ScratchSchema;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Empty schemas on the scratch, one for each of a dump's, in which something is tried. */
public final class TrialSchemas {
  private final RunId run;
  private final List<Form> forms;
  private final ScratchSchema schemas;
  private final ResourceBook book;
  private final String names;

  /** What a schema's empty counterpart is made like. */
  public record Form(String name, String characterSet, String collation) {}

  /**
   * @param kind of trial, a letter: each has names of its own
   */
  TrialSchemas(
      ActiveRun run, Scratch scratch, ScratchSchema schemas, ResourceBook book, String kind) {
    this(
        run.id(),
        scratch.catalog().schemas().stream()
            .map(s -> new Form(s.name(), s.characterSet(), s.collation()))
            .toList(),
        schemas,
        book,
        kind);
  }

  /**
   * @param forms of the dump's schemas, in its order
   * @param kind of trial, a letter: each has names of its own
   */
  public TrialSchemas(
      RunId run, List<Form> forms, ScratchSchema schemas, ResourceBook book, String kind) {
    this.run = run;
    this.forms = List.copyOf(forms);
    this.schemas = schemas;
    this.book = book;
    this.names = Dehydrator.helperSchema(run) + "_" + kind;
  }

  /** Their names by those of the dump's schemas, in the dump's order. */
  public Map<String, String> names() {
    Map<String, String> trials = new LinkedHashMap<>();
    for (Form form : forms) {
      trials.put(form.name(), names + (trials.size() + 1));
    }
    return trials;
  }

  /** Makes them, each with the character set and collation of the one that it stands for. */
  public void make(Connection session) throws SQLException {
    Map<String, String> trials = names();
    for (Form form : forms) {
      String trial = trials.get(form.name());
      schemas.make(session, trial, run, book);
      Sessions.run(
          session,
          "ALTER DATABASE "
              + Sql.name(trial)
              + " CHARACTER SET "
              + form.characterSet()
              + " COLLATE "
              + form.collation());
    }
  }

  /** Drops those that are there: they take room that the night may need. */
  public void drop(Connection session) throws SQLException {
    LoadingSettings.apply(session);
    for (String trial : names().values()) {
      Sessions.run(session, "DROP DATABASE IF EXISTS " + Sql.name(trial));
    }
  }
}

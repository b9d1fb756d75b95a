package io.rehydrate.night;

import io.rehydrate.dump.AfterScript;
import io.rehydrate.dump.Definitions;
import io.rehydrate.dump.DumpFiles;
import io.rehydrate.dump.Manifest;
import io.rehydrate.dump.Manifest.LeftOut;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.exec.CompressedFile;
import io.rehydrate.mysql.LoadingSettings;
import io.rehydrate.mysql.SqlErrors;
import io.rehydrate.run.ActiveRun;
import io.rehydrate.run.ResourceBook;
import io.rehydrate.schema.Catalog;
import io.rehydrate.schema.Schema;
import io.rehydrate.schema.StoredObject;
import io.rehydrate.schema.TableText;
import io.rehydrate.source.Scratch;
import io.rehydrate.source.ScratchSchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Adds to a dump what no dump program writes in the right order, routines, views, triggers, events,
 * and notes what is left out.
 */
final class DumpCompletion {
  private static final String VERSIONED = "WITH SYSTEM VERSIONING";

  private final ActiveRun run;
  private final Scratch scratch;
  private final ScratchSchema schemas;
  private final ResourceBook book;

  DumpCompletion(ActiveRun run, Scratch scratch, ScratchSchema schemas, ResourceBook book) {
    this.run = run;
    this.scratch = scratch;
    this.schemas = schemas;
    this.book = book;
  }

  void complete(DumpWork work) throws IOException {
    Path folder = work.staging().folder();
    for (ViewTrial.Outcome outcome : triedViews()) {
      Schema schema = outcome.schema();
      List<LeftOut> leftOut = new ArrayList<>(outcome.leftOut());
      leftOut.addAll(history(schema));
      leftOut.forEach(
          left ->
              run.log()
                  .info(
                      "left out: the "
                          + left.what()
                          + (left.what().equals("history") ? " of " : " ")
                          + schema.name()
                          + "."
                          + left.name()
                          + " ("
                          + left.why()
                          + ")"));
      work.leftOut(schema.name(), leftOut);
      String definitions = DumpFiles.definitions(schema.name());
      work.written(
          Definitions.complete(folder, work.entry(definitions), schema, outcome.standIns()));
      work.written(after(folder, schema));
    }
  }

  private static Manifest.FileEntry after(Path folder, Schema schema) throws IOException {
    String name = DumpFiles.after(schema.name());
    CompressedFile file = CompressedFile.create(folder.resolve(name));
    try (file) {
      file.write(AfterScript.text(schema).getBytes(StandardCharsets.UTF_8));
    }
    return new Manifest.FileEntry(name, file.bytes(), file.sha256(), file.unpackedBytes());
  }

  private List<ViewTrial.Outcome> triedViews() {
    Catalog catalog = scratch.catalog();
    if (catalog.schemas().stream().allMatch(s -> s.objects(StoredObject.Kind.VIEW).isEmpty())) {
      return catalog.schemas().stream()
          .map(schema -> new ViewTrial.Outcome(schema, List.of(), List.of()))
          .toList();
    }
    TrialSchemas trials = new TrialSchemas(run, scratch, schemas, book, "v");
    try (Connection session = scratch.open()) {
      LoadingSettings.apply(session);
      try {
        trials.make(session);
        return new ViewTrial(session, catalog, trials.names()).run();
      } finally {
        trials.drop(session);
      }
    } catch (SQLException e) {
      throw new StageFailedException(
          ErrorCode.DUMP_FAILED,
          "The views can't be tried on the scratch: " + SqlErrors.describe(e),
          "Look at the scratch server",
          e);
    }
  }

  private static List<LeftOut> history(Schema schema) {
    return schema.tables().stream()
        .filter(table -> TableText.options(table.createStatement()).contains(VERSIONED))
        .map(
            table ->
                new LeftOut(
                    "history",
                    table.name().table(),
                    "a dump has the rows of its moment, and not those of earlier times"))
        .toList();
  }
}

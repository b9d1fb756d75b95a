package io.rehydrate.cli;

import io.rehydrate.archive.ArchiveFailure;
import io.rehydrate.archive.ArchivedFile;
import io.rehydrate.daemon.Beans;
import io.rehydrate.daemon.Engine;
import io.rehydrate.dump.DumpId;
import io.rehydrate.error.Counted;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.InvalidException;
import io.rehydrate.run.Figures;
import io.rehydrate.settings.Archive;
import io.rehydrate.store.StoredDump;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.CamelExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code archive}: the second home of the dumps. */
@Command(
    name = "archive",
    mixinStandardHelpOptions = true,
    description = "Lists the dumps of the archive, newest first.")
final class ArchiveCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    withRoutes(
        (beans, engine) ->
            Terminal.table(
                List.of("ID", "SIZE", "STORE"),
                dumps(engine, kind(beans))
                    .map(
                        file ->
                            List.of(
                                file.dump().orElseThrow().value(),
                                Figures.bytes(file.bytes()),
                                isStored(beans, file) ? "yes" : "no"))
                    .toList()));
  }

  private static boolean isStored(Beans beans, ArchivedFile file) {
    return beans.store().list().stream()
        .map(StoredDump::id)
        .anyMatch(file.dump().orElseThrow()::equals);
  }

  private static Stream<ArchivedFile> dumps(Engine engine, String kind) {
    return listed(engine, "direct:archive-list-" + kind);
  }

  /** The dumps of the archive, after a file was written to it and deleted there. */
  static Stream<ArchivedFile> probed(Engine engine) {
    return listed(engine, "direct:archive-probe");
  }

  /** What the archive's routes list. */
  private static Stream<ArchivedFile> listed(Engine engine, String route) {
    List<ArchivedFile> files = new ArrayList<>();
    for (Object file : (List<?>) engine.ask(route, "")) {
      files.add((ArchivedFile) file);
    }
    return files.stream()
        .filter(file -> file.dump().isPresent())
        .sorted(Comparator.comparing(ArchivedFile::name).reversed());
  }

  @Command(
      name = "copy",
      mixinStandardHelpOptions = true,
      description = "Copies dumps that the archive lacks now, and deletes expired ones there.")
  void copy() {
    withRoutes(
        (beans, engine) ->
            Audited.act(
                beans,
                "archive",
                "",
                "",
                () -> {
                  engine.send("direct:archive-copy", "");
                  engine.send("direct:archive-prune", "");
                  Terminal.data(Counted.of(dumps(engine, kind(beans)).count(), "dump"));
                }));
  }

  @Command(
      name = "fetch",
      mixinStandardHelpOptions = true,
      description = "Brings dumps that the store lacks back from the archive.")
  void fetch(
      @Parameters(paramLabel = "ID", arity = "0..*") List<String> ids,
      @Option(names = "--all", description = "All dumps of the archive.") boolean all,
      @Option(
              names = "--new-store",
              description = "Makes the store again first, in an empty folder, after its loss.")
          boolean renew) {
    List<DumpId> wanted =
        ids == null ? List.of() : ids.stream().map(DumpsCommand::id).distinct().toList();
    if (all == !wanted.isEmpty()) {
      throw new InvalidException(
          ErrorCode.DUMP_ID, "Name dumps, or give --all", "'archive' lists the dumps");
    }
    withRoutes(
        (beans, engine) -> {
          if (renew) {
            Audited.act(beans, "renew-store", "", "", beans.store()::renew);
          }
          String object = all ? "all" : String.join(" ", ids);
          List<DumpId> before = ids(beans);
          Audited.act(
              beans, "fetch", object, "", () -> engine.send("direct:archive-fetch", wanted));
          ids(beans).stream()
              .filter(id -> !before.contains(id))
              .forEach(id -> Terminal.data("fetched " + id));
          beans.store().list().stream()
              .filter(StoredDump::foreign)
              .filter(dump -> !before.contains(dump.id()))
              .findAny()
              .ifPresent(
                  dump ->
                      Terminal.message(
                          "The journal does not know some of them: they are held until 'dumps"
                              + " adopt ID...'"));
        });
  }

  private static List<DumpId> ids(Beans beans) {
    return beans.store().list().stream().map(StoredDump::id).toList();
  }

  private static String kind(Beans beans) {
    return beans
        .settings()
        .archive()
        .map(Archive::kind)
        .orElseThrow(
            () ->
                new InvalidException(
                    ErrorCode.ARCHIVE_OFF,
                    "No archive is configured",
                    "Set archive.kind; docs/archive.md"));
  }

  /** What is done with the archive of a home. */
  private interface Work {
    void with(Beans beans, Engine engine);
  }

  private void withRoutes(Work work) {
    try (Beans beans = CommandContext.beans(spec, Logging.Mode.COMMAND)) {
      kind(beans);
      try (Engine engine = Engine.foreground(beans)) {
        work.with(beans, engine);
      } catch (CamelExecutionException e) {
        throw ArchiveFailure.of(e);
      }
    }
  }
}

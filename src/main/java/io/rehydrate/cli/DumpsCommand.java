package io.rehydrate.cli;

import io.rehydrate.daemon.Beans;
import io.rehydrate.dump.DumpId;
import io.rehydrate.dump.Verification;
import io.rehydrate.error.CorruptDumpException;
import io.rehydrate.error.Counted;
import io.rehydrate.error.InvalidException;
import io.rehydrate.store.Pin;
import io.rehydrate.store.StoredDump;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dumps}: what the store offers. */
@Command(
    name = "dumps",
    mixinStandardHelpOptions = true,
    description = "Lists the dumps, newest first.")
final class DumpsCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "As JSON.")
  private boolean json;

  /** A dump as this command shows it. */
  record Line(
      String id, Instant asOf, long tables, long rows, long bytes, boolean held, boolean pinned) {
    static Line of(StoredDump dump) {
      long tables =
          dump.manifest().schemas().values().stream().mapToLong(s -> s.tables().size()).sum();
      return new Line(
          dump.id().value(),
          dump.manifest().asOf(),
          tables,
          dump.manifest().rows(),
          dump.manifest().bytes(),
          dump.held(),
          dump.pinned());
    }
  }

  @Override
  public void run() {
    try (Beans beans = Home.beans(spec, Logging.Mode.COMMAND)) {
      List<Line> lines = beans.store().list().stream().map(Line::of).toList();
      if (json) {
        Terminal.json(lines);
      } else {
        Terminal.table(
            List.of("ID", "TABLES", "ROWS", "BYTES", "STATE"),
            lines.stream()
                .map(
                    l ->
                        List.of(
                            l.id(),
                            Long.toString(l.tables()),
                            Long.toString(l.rows()),
                            Long.toString(l.bytes()),
                            (l.held() ? "held " : "") + (l.pinned() ? "pinned" : "")))
                .toList());
      }
      requireNoneCorrupt(beans.store().corrupt());
    }
  }

  /** Said last, so that it is not missed below a long list. */
  private static void requireNoneCorrupt(Map<DumpId, CorruptDumpException> corrupt) {
    if (!corrupt.isEmpty()) {
      throw new CorruptDumpException(
          "dump.corrupt",
          corrupt.values().stream().map(Throwable::getMessage).collect(Collectors.joining("; ")),
          "They are not offered. Look who may write to the store; a folder that nobody needs may"
              + " be removed by hand");
    }
  }

  static DumpId id(String text) {
    if (!DumpId.isValid(text)) {
      throw new InvalidException(
          "dump.id",
          "That is not a dump's id",
          "A dump's id looks like 20261122T020000Z; list them with 'dumps'");
    }
    return new DumpId(text);
  }

  @Command(
      name = "verify",
      mixinStandardHelpOptions = true,
      description = "Compares every file of a dump with its manifest.")
  void verify(@Parameters(paramLabel = "ID") String id) {
    try (Beans beans = Home.beans(spec, Logging.Mode.COMMAND)) {
      StoredDump dump = beans.store().get(id(id));
      Verification.verify(dump.folder(), dump.manifest());
      Terminal.data(
          id + " is what its manifest says: " + Counted.of(dump.manifest().files().size(), "file"));
    }
  }

  @Command(
      name = "pin",
      mixinStandardHelpOptions = true,
      description = "Spares a dump from retention.")
  void pin(
      @Parameters(paramLabel = "ID") String id,
      @Option(names = "--why", defaultValue = "", description = "Why, for the others.")
          String why) {
    try (Beans beans = Home.beans(spec, Logging.Mode.COMMAND)) {
      beans
          .store()
          .pin(
              id(id),
              new Pin(Home.actor().name(), why, Clock.systemUTC().instant(), Optional.empty()));
    }
  }

  @Command(
      name = "unpin",
      mixinStandardHelpOptions = true,
      description = "Leaves a pinned dump to retention again.")
  void unpin(@Parameters(paramLabel = "ID") String id) {
    try (Beans beans = Home.beans(spec, Logging.Mode.COMMAND)) {
      beans.store().unpin(id(id));
    }
  }

  @Command(
      name = "release",
      mixinStandardHelpOptions = true,
      description = "Offers a dump that was held.")
  void release(@Parameters(paramLabel = "ID") String id) {
    try (Beans beans = Home.beans(spec, Logging.Mode.COMMAND)) {
      beans.store().release(id(id));
    }
  }

  @Command(
      name = "adopt",
      mixinStandardHelpOptions = true,
      description =
          "Takes dumps that the journal does not know, as after its loss, for this installation's"
              + " own.")
  void adopt(@Parameters(paramLabel = "ID", arity = "1..*") List<String> ids) {
    try (Beans beans = Home.beans(spec, Logging.Mode.COMMAND)) {
      List<DumpId> named = ids.stream().map(DumpsCommand::id).toList();
      for (DumpId id : named) {
        beans.store().adopt(id);
        Terminal.data("adopted " + id);
      }
    }
  }

  @Command(
      name = "discard",
      mixinStandardHelpOptions = true,
      description = "Removes a dump that was held.")
  void discard(@Parameters(paramLabel = "ID") String id) {
    try (Beans beans = Home.beans(spec, Logging.Mode.COMMAND)) {
      beans.store().discard(id(id));
    }
  }
}

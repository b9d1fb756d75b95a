package io.rehydrate.cli;

import io.rehydrate.daemon.Beans;
import io.rehydrate.dump.DumpId;
import io.rehydrate.dump.Verification;
import io.rehydrate.error.CorruptDumpException;
import io.rehydrate.error.Counted;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.InvalidException;
import io.rehydrate.http.DumpDetail;
import io.rehydrate.http.DumpView;
import io.rehydrate.run.Figures;
import io.rehydrate.store.Pin;
import io.rehydrate.store.StoredDump;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

  @Override
  public void run() {
    try (Beans beans = CommandContext.beans(spec, Logging.Mode.COMMAND)) {
      List<DumpView> dumps = beans.store().list().stream().map(DumpView::of).toList();
      if (json) {
        Terminal.view(dumps);
      } else {
        list(dumps);
      }
      requireNoneCorrupt(beans.store().corrupt());
    }
  }

  private static void list(List<DumpView> dumps) {
    Instant now = Clock.systemUTC().instant();
    Terminal.table(
        List.of("ID", "AGE", "ROWS", "OF", "SIZE", "STATE"),
        dumps.stream()
            .map(
                d ->
                    List.of(
                        d.id(),
                        Figures.duration(Duration.between(d.asOf(), now)),
                        Figures.number(d.rows()),
                        Figures.number(d.rowsBefore()),
                        Figures.bytes(d.bytes()),
                        state(d)))
            .toList());
  }

  /** Said last, so that it is not missed below a long list. */
  private static void requireNoneCorrupt(Map<DumpId, CorruptDumpException> corrupt) {
    if (!corrupt.isEmpty()) {
      throw new CorruptDumpException(
          ErrorCode.DUMP_CORRUPT,
          corrupt.values().stream().map(Throwable::getMessage).collect(Collectors.joining("; ")),
          "They are not offered. Look who may write to the store; a folder that nobody needs may"
              + " be removed by hand");
    }
  }

  /** Why it is held, who pinned it and why. */
  private static String state(DumpView dump) {
    String held = dump.held() ? "held: " + dump.heldBecause().orElse("") : "";
    String pinned =
        dump.pinned()
            ? "pinned by "
                + dump.pinnedBy().orElse("?")
                + dump.pinnedBecause().map(why -> ": " + why).orElse("")
                + dump.pinnedUntil().map(until -> ", until " + Figures.time(until)).orElse("")
            : "";
    return Stream.of(held, pinned).filter(s -> !s.isEmpty()).collect(Collectors.joining("; "));
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Shows one dump, table by table.")
  void show(
      @Parameters(paramLabel = "ID") String id,
      @Option(names = "--json", description = "As JSON.") boolean asJson) {
    try (Beans beans = CommandContext.beans(spec, Logging.Mode.COMMAND)) {
      StoredDump stored = beans.store().get(id(id));
      DumpDetail detail = DumpDetail.of(stored);
      if (asJson) {
        Terminal.view(detail);
      } else {
        show(detail, stored.folder());
      }
    }
  }

  private static void show(DumpDetail detail, Path folder) {
    DumpView dump = detail.dump();
    Terminal.data("dump     " + dump.id() + "  " + folder);
    Terminal.data(
        "as of    " + Figures.time(dump.asOf()) + ", made " + Figures.time(dump.createdAt()));
    Terminal.data(
        "source   "
            + dump.source().kind()
            + " "
            + dump.source().identifier()
            + ", "
            + dump.serverVersion());
    Terminal.data(
        "holds    "
            + Figures.number(dump.rows())
            + " of "
            + Figures.number(dump.rowsBefore())
            + " rows, "
            + Figures.bytes(dump.bytes()));
    Terminal.data("state    " + (state(dump).isEmpty() ? "offered" : state(dump)));
    Terminal.data(
        "steps    "
            + detail.durations().entrySet().stream()
                .map(
                    s ->
                        s.getKey()
                            + " "
                            + Figures.duration(Duration.ofMillis((long) (s.getValue() * 1000))))
                .collect(Collectors.joining(", ")));
    Terminal.data("");
    Terminal.table(
        List.of("TABLE", "RULE", "ROWS", "OF", "SIZE", "MASKED COLUMNS"),
        detail.tables().stream()
            .map(
                t ->
                    List.of(
                        t.schema() + "." + t.table(),
                        t.rule(),
                        Figures.number(t.rows()),
                        Figures.number(t.rowsBefore()),
                        Figures.bytes(t.bytes()),
                        String.join(", ", t.masked())))
            .toList());
  }

  static DumpId id(String text) {
    if (!DumpId.isValid(text)) {
      throw new InvalidException(
          ErrorCode.DUMP_ID,
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
    try (Beans beans = CommandContext.beans(spec, Logging.Mode.COMMAND)) {
      StoredDump dump = beans.store().get(id(id));
      Audited.act(
          beans, "verify", id, "", () -> Verification.verify(dump.folder(), dump.manifest()));
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
    try (Beans beans = CommandContext.beans(spec, Logging.Mode.COMMAND)) {
      Pin pin =
          new Pin(
              CommandContext.actor().name(), why, Clock.systemUTC().instant(), Optional.empty());
      DumpId dump = id(id);
      Audited.act(beans, "pin", id, reason(why), () -> beans.store().pin(dump, pin));
    }
  }

  @Command(
      name = "unpin",
      mixinStandardHelpOptions = true,
      description = "Leaves a pinned dump to retention again.")
  void unpin(@Parameters(paramLabel = "ID") String id) {
    try (Beans beans = CommandContext.beans(spec, Logging.Mode.COMMAND)) {
      DumpId dump = id(id);
      Audited.act(beans, "unpin", id, "", () -> beans.store().unpin(dump));
    }
  }

  @Command(
      name = "release",
      mixinStandardHelpOptions = true,
      description = "Offers a dump that was held.")
  void release(
      @Parameters(paramLabel = "ID") String id,
      @Option(names = "--why", defaultValue = "", description = "Why, for the audit.") String why) {
    try (Beans beans = CommandContext.beans(spec, Logging.Mode.COMMAND)) {
      DumpId dump = id(id);
      Audited.act(beans, "release", id, reason(why), () -> beans.store().release(dump));
    }
  }

  @Command(
      name = "adopt",
      mixinStandardHelpOptions = true,
      description =
          "Takes dumps that the journal does not know, as after its loss, for this installation's"
              + " own.")
  void adopt(@Parameters(paramLabel = "ID", arity = "1..*") List<String> ids) {
    try (Beans beans = CommandContext.beans(spec, Logging.Mode.COMMAND)) {
      List<DumpId> named = ids.stream().map(DumpsCommand::id).toList();
      for (DumpId id : named) {
        Audited.act(beans, "adopt", id.value(), "", () -> beans.store().adopt(id));
        Terminal.data("adopted " + id);
      }
    }
  }

  @Command(
      name = "discard",
      mixinStandardHelpOptions = true,
      description = "Removes a dump that was held.")
  void discard(
      @Parameters(paramLabel = "ID") String id,
      @Option(names = "--why", defaultValue = "", description = "Why, for the audit.") String why) {
    try (Beans beans = CommandContext.beans(spec, Logging.Mode.COMMAND)) {
      DumpId dump = id(id);
      Audited.act(beans, "discard", id, reason(why), () -> beans.store().discard(dump));
    }
  }

  private static String reason(String why) {
    return why.isEmpty() ? "" : "why " + why;
  }
}

package io.rehydrate.cli;

import io.rehydrate.audit.AuditReader;
import io.rehydrate.audit.AuditVerification;
import io.rehydrate.daemon.Beans;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.InvalidException;
import io.rehydrate.http.AuditView;
import io.rehydrate.http.Json;
import io.rehydrate.run.Figures;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code audit}: who asked for what, and what came of it. */
@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    description = "Lists, verifies and exports who asked for what, and what came of it.")
final class AuditCommand implements Runnable {
  private static final int MOST = 100_000;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "Say what to do with the audit: list, verify or export");
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists the newest entries, the newest last.")
  void list(
      @Option(
              names = "--last",
              paramLabel = "N",
              defaultValue = "50",
              description = "How many (default: 50).")
          int last,
      @Option(names = "--person", paramLabel = "NAME", description = "Of this person only.")
          Optional<String> person,
      @Option(
              names = "--object",
              paramLabel = "NAME",
              description = "About this target, dump, run or user only.")
          Optional<String> object,
      @Option(
              names = "--since",
              paramLabel = "TIME",
              description = "From this time on, as 2026-11-22 or 2026-11-22T02:00:00Z.")
          Optional<String> since,
      @Option(names = "--json", description = "As JSON.") boolean json) {
    if (last < 1 || last > MOST) {
      throw new InvalidException(
          ErrorCode.AUDIT_OPTION, "--last is out of range", "Write 1 to " + MOST);
    }
    AuditReader.Filter filter =
        new AuditReader.Filter(Optional.empty(), person, object, since.map(AuditCommand::time));
    try (Beans beans = CommandContext.beans(spec, Logging.Mode.COMMAND)) {
      List<AuditView> entries =
          new ArrayList<>(
              beans.audit().reader().newest(filter, last).stream().map(AuditView::of).toList());
      Collections.reverse(entries);
      if (json) {
        Terminal.view(entries);
        return;
      }
      Terminal.table(
          List.of("ENTRY", "TIME", "WHO", "FROM", "ACTION", "ASKED", "MEANT", "OUTCOME", "RUN"),
          entries.stream().map(AuditCommand::row).toList());
    }
  }

  private static Instant time(String text) {
    try {
      return text.contains("T")
          ? Instant.parse(text)
          : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeException e) {
      throw new InvalidException(
          ErrorCode.AUDIT_OPTION,
          "--since is not a time",
          "Write it in UTC, like 2026-11-22 or 2026-11-22T02:00:00Z",
          e);
    }
  }

  private static List<String> row(AuditView entry) {
    return List.of(
        Long.toString(entry.number()),
        Figures.time(entry.at()),
        entry.person().orElse("?"),
        joined(entry.way(), entry.address()),
        joined(entry.action(), entry.object()),
        entry.asked().orElse(""),
        entry.resolved().orElse(""),
        entry.outcome(),
        entry.run().orElse(""));
  }

  private static String joined(String first, Optional<String> second) {
    return Stream.concat(Stream.of(first), second.stream()).collect(Collectors.joining(" "));
  }

  @Command(
      name = "verify",
      mixinStandardHelpOptions = true,
      description = "Finds entries that were changed, removed or inserted; exit code 14 then.")
  void verify() {
    try (Beans beans = CommandContext.beans(spec, Logging.Mode.COMMAND)) {
      AuditVerification.Result result = beans.audit().verification().verify();
      result.remarks().forEach(remark -> Terminal.message("warning: " + remark));
      result.faults().forEach(Terminal::data);
      result.requireUnbroken();
      Terminal.data(
          (result.entries() == 1 ? "1 entry" : result.entries() + " entries")
              + ", unbroken"
              + result.from().map(from -> ", from " + Figures.time(from)).orElse("")
              + result.to().map(to -> " to " + Figures.time(to)).orElse(""));
    }
  }

  @Command(
      name = "export",
      mixinStandardHelpOptions = true,
      description = "Writes all entries as JSON, one on each line.")
  void export() {
    try (Beans beans = CommandContext.beans(spec, Logging.Mode.COMMAND)) {
      beans.audit().reader().forEach(entry -> Terminal.data(Json.text(AuditView.of(entry))));
    }
  }
}

package io.rehydrate.cli;

import io.rehydrate.daemon.Beans;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.InvalidException;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.planning.draft.PlanDraft;
import io.rehydrate.planning.probe.ReadOnlySource;
import io.rehydrate.settings.NewHome;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code plan draft}: a first plan, to be read and corrected. */
@Command(
    name = "draft",
    mixinStandardHelpOptions = true,
    description =
        "Drafts a first plan from the source's schema and data, read only, and prints it: relations"
            + " with their evidence, tables to start from and to leave out, personal columns.")
final class PlanDraftCommand implements Callable<Integer> {
  private static final Duration LONGEST_QUERY = Duration.ofSeconds(10);

  @Spec private CommandSpec spec;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "300",
      description = "How long the source's data may be looked at (default: 300).")
  private int seconds;

  @Option(
      names = "--to",
      paramLabel = "FILE",
      description =
          "Writes it to this file instead of printing it. The file must not exist yet, or be the"
              + " plan of a new home, unchanged.")
  private Optional<Path> to;

  @Override
  public Integer call() {
    to.filter(file -> Files.exists(file) && !isOfNewHome(file)).ifPresent(PlanDraftCommand::refuse);
    if (seconds < 1) {
      throw new InvalidException(
          ErrorCode.PLAN_SECONDS, "--seconds must be 1 or more", "Leave it out: 300");
    }
    try (Beans beans = CommandContext.beans(spec, Logging.Mode.COMMAND)) {
      var catalog = beans.livePlan().source();
      Clock clock = Clock.systemUTC();
      try (ReadOnlySource source =
          ReadOnlySource.open(
              beans.settings().source().login().orElseThrow(),
              clock.instant().atZone(beans.settings().nightly().zone()),
              clock,
              new ReadOnlySource.Limits(LONGEST_QUERY, Duration.ofSeconds(seconds)))) {
        PlanDraft.Draft draft = PlanDraft.of(catalog, source);
        write(draft.text());
        draft
            .problems()
            .forEach(p -> Terminal.message("to correct: " + p.where() + ": " + p.what()));
        Terminal.message(
            "Read each line"
                + (to.isPresent() ? "" : ", save it as plan.yaml")
                + ", then: plan check");
      }
      return 0;
    }
  }

  private void write(String text) {
    if (to.isEmpty()) {
      Terminal.text(text);
      return;
    }
    try {
      if (isOfNewHome(to.get())) {
        Files.writeString(to.get(), text);
      } else {
        Files.writeString(to.get(), text, StandardOpenOption.CREATE_NEW);
      }
    } catch (FileAlreadyExistsException e) {
      refuse(to.get());
    } catch (IOException e) {
      throw new StageFailedException(
          ErrorCode.PLAN_UNWRITTEN,
          "The draft can't be written to " + to.get() + " (" + e.getClass().getSimpleName() + ")",
          "Name a file in a folder that exists and that you may write to",
          e);
    }
  }

  /** Whether it is what {@code init} wrote, and nobody has changed it. */
  private static boolean isOfNewHome(Path file) {
    try {
      return Files.isRegularFile(file) && Files.readString(file).equals(NewHome.plan());
    } catch (IOException e) {
      return false;
    }
  }

  private static void refuse(Path file) {
    throw new InvalidException(
        ErrorCode.PLAN_EXISTS,
        file + " exists already, and a draft never replaces a plan",
        "Name another file by --to, and compare the two");
  }
}

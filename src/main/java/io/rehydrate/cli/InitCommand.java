package io.rehydrate.cli;

import io.rehydrate.settings.NewHome;
import io.rehydrate.settings.Secret;
import io.rehydrate.settings.UnfilledHome;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code init}: makes a home folder. */
@Command(
    name = "init",
    mixinStandardHelpOptions = true,
    description =
        "Makes a home folder: settings, a first plan, secrets with a new mask key. On a terminal it"
            + " asks; whatever has no answer is marked, and 'doctor' names it.")
final class InitCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "DIR",
      arity = "0..1",
      description = "A new or an empty folder (default: that of --home).")
  private Optional<Path> directory;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Where the journal, dumps, logs and request files are kept (default: in the home folder).")
  private Optional<Path> data;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "A setting, such as store.directory=/mnt/dumps; may be given several times.")
  private Map<String, String> settings = new LinkedHashMap<>();

  @Override
  public void run() {
    Path home =
        directory.map(d -> d.toAbsolutePath().normalize()).orElseGet(() -> CommandContext.of(spec));
    NewHome.requireFree(home);
    Map<String, String> values = new LinkedHashMap<>();
    data.map(d -> d.toAbsolutePath().normalize()).ifPresent(d -> values.putAll(below(d)));
    values.putAll(settings);
    Map<String, Secret> passwords = new LinkedHashMap<>();
    Optional.ofNullable(System.console())
        .ifPresent(console -> new HomeQuestions(Dialogue.on(console)).ask(values, passwords));
    NewHome.make(home, values, passwords);
    Terminal.data(home.toString());
    report(home);
  }

  private static Map<String, String> below(Path folder) {
    return Map.of(
        "store.directory", folder.resolve("store").toString(),
        "state.directory", folder.resolve("state").toString(),
        "refresh.inbox", folder.resolve("inbox").toString(),
        "logging.directory", folder.resolve("logs").toString());
  }

  private static void report(Path home) {
    List<UnfilledHome.Gap> gaps = UnfilledHome.gaps(home, Map.of());
    gaps.forEach(gap -> Terminal.message("fill in " + gap.place().place() + ": " + gap.name()));
    Terminal.message(
        "Keep a copy of secrets/mask.key in a safe place. Next, in this folder: rehydrate doctor,"
            + " then plan draft --to plan.yaml");
  }
}

package io.rehydrate.cli;

import io.rehydrate.daemon.Beans;
import io.rehydrate.refresh.Admission;
import io.rehydrate.settings.Settings.Target;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code targets}: what may be refreshed. */
@Command(
    name = "targets",
    mixinStandardHelpOptions = true,
    description = "Lists the configured targets.")
final class TargetsCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "As JSON.")
  private boolean json;

  /** A target as this command shows it. */
  record Line(
      String name,
      String server,
      Collection<String> schemas,
      Set<String> owners,
      boolean migrations,
      boolean admitted) {}

  @Override
  public void run() {
    try (Beans beans = Home.beans(spec, Logging.Mode.COMMAND)) {
      List<Line> lines =
          new TreeMap<>(beans.settings().targets())
              .values().stream().map(target -> line(beans, target)).toList();
      if (json) {
        Terminal.json(lines);
        return;
      }
      Terminal.table(
          List.of("NAME", "SERVER", "SCHEMAS", "OWNERS", "STATE"),
          lines.stream()
              .map(
                  l ->
                      List.of(
                          l.name(),
                          l.server(),
                          String.join(", ", l.schemas()),
                          l.owners().isEmpty() ? "everyone" : String.join(", ", l.owners()),
                          l.admitted() ? "admitted" : "not admitted"))
              .toList());
    }
  }

  private static Line line(Beans beans, Target target) {
    return new Line(
        target.name().value(),
        target.login().url().address(),
        target.schemas().values(),
        target.owners(),
        target.migrationLogin().isPresent(),
        beans.admissions().admitted(target.name()).isPresent());
  }

  @Command(
      name = "admit",
      mixinStandardHelpOptions = true,
      description = "Remembers the server behind a target; only it may be refreshed from then on.")
  void admit(@Parameters(paramLabel = "T") String name) {
    try (Beans beans = Home.beans(spec, Logging.Mode.COMMAND)) {
      Admission.Admitted admitted = beans.admission().admit(name, Home.actor());
      Terminal.message("admitted " + name + ": " + admitted.server());
      Terminal.message("The accounts need these rights:");
      admitted.grants().forEach(grant -> Terminal.data(grant.endsWith(";") ? grant : grant + ";"));
    }
  }
}

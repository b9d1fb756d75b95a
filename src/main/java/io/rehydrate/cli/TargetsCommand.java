package io.rehydrate.cli;

import io.rehydrate.daemon.Beans;
import io.rehydrate.http.TargetView;
import io.rehydrate.refresh.Admission;
import java.util.List;
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

  @Override
  public void run() {
    try (Beans beans = Home.beans(spec, Logging.Mode.COMMAND)) {
      List<TargetView> targets =
          new TreeMap<>(beans.settings().targets())
              .values().stream()
                  .map(t -> TargetView.of(t, beans.admissions().admitted(t.name()).isPresent()))
                  .toList();
      if (json) {
        Terminal.view(targets);
        return;
      }
      Terminal.table(
          List.of("NAME", "SERVER", "SCHEMAS", "STATE"),
          targets.stream()
              .map(
                  t ->
                      List.of(
                          t.name(),
                          t.address(),
                          String.join(", ", t.schemas().values()),
                          t.admitted() ? "admitted" : "not admitted"))
              .toList());
    }
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

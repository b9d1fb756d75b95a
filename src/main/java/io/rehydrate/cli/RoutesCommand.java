package io.rehydrate.cli;

import io.rehydrate.daemon.Beans;
import io.rehydrate.daemon.RouteCheck;
import io.rehydrate.daemon.RouteInventory;
import io.rehydrate.daemon.RouteProblem;
import io.rehydrate.daemon.ShippedRoutes;
import io.rehydrate.error.Counted;
import io.rehydrate.error.ErrorKind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code routes}: the shipped routes and the home folder's. */
@Command(
    name = "routes",
    mixinStandardHelpOptions = true,
    description = "Checks, lists, copies out and compares the routes.")
final class RoutesCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "Say what to do with the routes: check, list, eject or diff");
  }

  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      description =
          "Every route file against Camel's schema, then built without being started: all"
              + " problems.")
  int check() {
    ShippedRoutes shipped = ShippedRoutes.installed();
    try (Beans beans = CommandContext.beans(spec, Logging.Mode.COMMAND)) {
      List<RouteProblem> problems = RouteCheck.check(beans.settings(), beans.byName(), shipped);
      problems.forEach(problem -> Terminal.data(problem.toString()));
      RouteInventory inventory = new RouteInventory(beans.settings(), shipped);
      inventory.outdated().forEach(sentence -> Terminal.message("warning: " + sentence));
      inventory.compactForms().forEach(form -> Terminal.message("warning: " + form));
      Terminal.message(
          problems.isEmpty() ? "The routes are sound" : Counted.of(problems.size(), "problem"));
      return problems.isEmpty() ? 0 : ErrorKind.INVALID.exitCode();
    }
  }

  private RouteInventory inventory() {
    return new RouteInventory(CommandContext.settings(spec), ShippedRoutes.installed());
  }

  /** A line of {@code routes list --json}. */
  private record View(String name, String layer, String state) {}

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Every route file: of the runbook or of the engine, shipped or the home's.")
  void list(@Option(names = "--json", description = "As JSON.") boolean json) {
    List<RouteInventory.Entry> entries = inventory().entries();
    if (json) {
      Terminal.view(
          entries.stream()
              .map(e -> new View(e.name(), e.layer(), e.state().name().toLowerCase(Locale.ROOT)))
              .toList());
      return;
    }
    Terminal.table(
        List.of("NAME", "LAYER", "STATE"),
        entries.stream().map(e -> List.of(e.name(), e.layer(), e.state().words())).toList());
  }

  @Command(
      name = "eject",
      mixinStandardHelpOptions = true,
      description =
          "Copies a shipped route file into the home's routes/, where it replaces the shipped one.")
  void eject(
      @Parameters(paramLabel = "NAME", description = "Such as nightly, or nightly.camel.yaml.")
          String name) {
    Terminal.data(inventory().eject(name, Version.text()).toString());
  }

  @Command(
      name = "diff",
      mixinStandardHelpOptions = true,
      description = "What the home's route files change in the shipped ones, as a unified diff.")
  void diff(
      @Parameters(
              paramLabel = "NAME",
              arity = "0..1",
              description = "One file; without it all that the home replaces.")
          Optional<String> name) {
    RouteInventory inventory = inventory();
    name.map(inventory::diff).orElseGet(inventory::diff).forEach(Terminal::data);
  }
}

package io.rehydrate.cli;

import io.rehydrate.daemon.Beans;
import io.rehydrate.daemon.RouteCheck;
import io.rehydrate.daemon.RouteProblem;
import io.rehydrate.error.Counted;
import io.rehydrate.error.ErrorKind;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code routes}: the home folder's routes. */
@Command(name = "routes", mixinStandardHelpOptions = true, description = "Checks the routes.")
final class RoutesCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "Say what to do with the routes: check");
  }

  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      description =
          "Every route file against Camel's schema, then built without being started: all"
              + " problems.")
  int check() {
    try (Beans beans = Home.beans(spec, Logging.Mode.COMMAND)) {
      List<RouteProblem> problems = RouteCheck.check(beans.settings(), beans.byName());
      problems.forEach(problem -> Terminal.data(problem.toString()));
      Terminal.message(
          problems.isEmpty() ? "The routes are sound" : Counted.of(problems.size(), "problem"));
      return problems.isEmpty() ? 0 : ErrorKind.INVALID.exitCode();
    }
  }
}

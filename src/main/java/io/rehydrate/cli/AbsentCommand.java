package io.rehydrate.cli;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.InvalidException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Commands that this installation lacks: they say so, whatever options follow. */
@Command(hidden = true)
final class AbsentCommand implements Runnable {
  /** In the jar of the demo. */
  private static final List<String> OF_THE_DEMO = List.of("demo", "bench");

  @Spec private CommandSpec spec;

  /** Adds a stand-in for each known command that the command line does not have. */
  static void addTo(CommandLine line) {
    OF_THE_DEMO.stream()
        .filter(name -> !line.getSubcommands().containsKey(name))
        .forEach(name -> add(line, name));
  }

  private static void add(CommandLine line, String name) {
    line.addSubcommand(
        name, new CommandLine(new AbsentCommand()).setUnmatchedArgumentsAllowed(true));
  }

  @Override
  public void run() {
    throw new InvalidException(
        ErrorCode.COMMAND_UNAVAILABLE,
        "The command '" + spec.name() + "' is not available here",
        "It is not installed on servers; run it in a checkout of the sources");
  }
}

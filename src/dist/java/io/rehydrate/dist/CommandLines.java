package io.rehydrate.dist;

import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The commands that are for people to see. */
final class CommandLines {
  private CommandLines() {}

  /** A command's own commands, in their order. */
  static List<CommandLine> shown(CommandSpec parent) {
    return parent.subcommands().values().stream()
        .filter(child -> !child.getCommandSpec().usageMessage().hidden())
        .distinct()
        .toList();
  }

  /** The same command line after its hidden commands were removed from it. */
  static CommandLine withoutHidden(CommandLine line) {
    Map.copyOf(line.getSubcommands()).entrySet().stream()
        .filter(entry -> entry.getValue().getCommandSpec().usageMessage().hidden())
        .forEach(entry -> line.getCommandSpec().removeSubcommand(entry.getKey()));
    return line;
  }
}

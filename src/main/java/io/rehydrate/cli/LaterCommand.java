package io.rehydrate.cli;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.InvalidException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Commands that are not built yet: they say so, whatever comes behind their names. */
@Command(hidden = true)
final class LaterCommand implements Runnable {
  static final List<String> NAMES = List.of("users", "audit", "clones", "rehearse", "init");

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new InvalidException(
        ErrorCode.COMMAND_UNAVAILABLE,
        "The command '" + spec.name() + "' is not available yet",
        "'rehydrate --help' lists those that are");
  }
}

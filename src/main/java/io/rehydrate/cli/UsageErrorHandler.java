package io.rehydrate.cli;

import io.rehydrate.error.ErrorKind;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Reports what was wrong with the words of a command, and how it is used. */
final class UsageErrorHandler implements IParameterExceptionHandler {

  @Override
  public int handleParseException(ParameterException problem, String[] arguments) {
    CommandLine command = problem.getCommandLine();
    Terminal.message(problem.getMessage());
    if (!UnmatchedArgumentException.printSuggestions(problem, command.getErr())) {
      command.usage(command.getErr());
    }
    return ErrorKind.INVALID.exitCode();
  }
}

package io.rehydrate.cli;

import io.rehydrate.error.ErrorKind;
import io.rehydrate.error.RehydrateException;
import io.rehydrate.server.SqlErrors;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Tells a failure in words, with the way out, and turns it into an exit code. */
final class Failures implements IExecutionExceptionHandler {

  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof RehydrateException ours) {
        Terminal.problem(ours.getMessage(), ours.code(), ours.hint());
        LoggerFactory.getLogger(Failures.class).debug("{}", ours.code(), failure);
        return ours.kind().exitCode();
      }
    }
    Terminal.problem(
        "Something unexpected went wrong: " + SqlErrors.describeAny(failure),
        "unexpected",
        "Run it again with logging.level = debug, and please report it");
    LoggerFactory.getLogger(Failures.class).debug("unexpected", failure);
    return ErrorKind.FAILED.exitCode();
  }
}

package io.rehydrate.cli;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.ErrorKind;
import io.rehydrate.error.RehydrateException;
import io.rehydrate.mysql.SqlErrors;
import io.rehydrate.run.KnownFailure;
import java.util.Optional;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Reports a failure in words, with the remedy, and turns it into an exit code. */
final class ExceptionHandler implements IExecutionExceptionHandler {

  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
    Optional<RehydrateException> known = KnownFailure.of(failure);
    if (known.isPresent()) {
      Terminal.problem(known.get().getMessage(), known.get().code(), known.get().hint());
      LoggerFactory.getLogger(ExceptionHandler.class).debug("{}", known.get().code(), failure);
      return known.get().kind().exitCode();
    }
    Terminal.problem(
        "Something unexpected went wrong: " + SqlErrors.describeAny(failure),
        ErrorCode.UNEXPECTED.text(),
        "Run it again with logging.level = debug, and please report it");
    LoggerFactory.getLogger(ExceptionHandler.class).debug("unexpected", failure);
    return ErrorKind.FAILED.exitCode();
  }
}

package io.rehydrate.exec;

import io.rehydrate.error.CorruptDumpException;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.RehydrateException;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.mysql.SqlErrors;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.component.exec.ExecCommand;
import org.apache.camel.component.exec.ExecCommandExecutor;
import org.apache.camel.component.exec.ExecResult;
import org.apache.camel.util.FileUtil;

/**
 * Runs the programs of Camel's {@code exec:} endpoints without ever holding their output: standard
 * output goes through zstd into the command's out file, or into a file for each table where that is
 * a folder; standard input comes from its input stream, of standard error a redacted tail is kept
 * for the message. The whole process tree ends with the deadline, with a failure, with this
 * process.
 *
 * <p>The command's working folder is its run's private folder; {@link RunningPrograms} ends a run's
 * programs by it.
 */
public final class StreamingExecutor implements ExecCommandExecutor {
  private static final String TRAILER = "-- Dump completed";

  private final RunningPrograms programs;
  private final boolean trailerRequired;
  private final String hint;
  private final ExecutorService pumps =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "program-streams");
            thread.setDaemon(true);
            return thread;
          });

  private StreamingExecutor(RunningPrograms programs, boolean trailerRequired, String hint) {
    this.programs = programs;
    this.trailerRequired = trailerRequired;
    this.hint = hint;
  }

  /**
   * For dump programs: without their last line the output is incomplete, whatever the exit code
   * says.
   */
  public static StreamingExecutor forDumps(RunningPrograms programs) {
    return new StreamingExecutor(
        programs, true, "Look at the scratch server's log; nothing was published");
  }

  /** For programs that read: their own output is not kept. */
  public static StreamingExecutor forLoads(RunningPrograms programs) {
    return new StreamingExecutor(
        programs, false, "What the server refused is in that file; 'zstdcat' shows it");
  }

  /** For programs that copy and remove folders of clones. */
  public static StreamingExecutor forFolders(RunningPrograms programs) {
    return new StreamingExecutor(
        programs, false, "Look at the file system of clones.directory; 'doctor' examines it");
  }

  /**
   * Runs one command to its end.
   *
   * @return a {@link StreamedResult}; its exit value is 0
   * @throws StageFailedException {@code program.failed}, {@code program.deadline}, {@code
   *     program.missing}, {@code store.full}; the out file is removed then
   */
  @Override
  public ExecResult execute(ExecCommand command) {
    Process process = start(command);
    String name = Path.of(command.getExecutable()).getFileName().toString();
    Future<Output> output = pumps.submit(() -> output(process, command.getOutFile()));
    Future<String> errors = pumps.submit(() -> ErrorTail.read(process.getErrorStream()));
    Future<?> input = pumps.submit(() -> input(process, command.getInput()));
    try {
      Output written = within(command.getTimeout(), process, output);
      int exit = process.waitFor();
      String told = errors.get();
      RehydrateException unread = ours(input).orElse(null);
      if (unread != null) {
        throw unread;
      }
      if (exit != 0) {
        throw new StageFailedException(
            ErrorCode.PROGRAM_FAILED,
            name
                + " ended with exit code "
                + exit
                + ProgramPlace.of(command, told)
                + (told.isEmpty() ? "" : ": " + told),
            hint);
      }
      input.get();
      if (trailerRequired && !written.complete()) {
        throw new CorruptDumpException(
            ErrorCode.DUMP_INCOMPLETE,
            name
                + " ended with exit code 0"
                + ProgramPlace.of(command, told)
                + ", but its output lacks the line '"
                + TRAILER
                + "'",
            "The server or the program was ended in the middle; look at the server's log");
      }
      return new StreamedResult(command, exit, written.files());
    } catch (RehydrateException e) {
      remove(command.getOutFile());
      throw e;
    } catch (TimeoutException e) {
      remove(command.getOutFile());
      throw new StageFailedException(
          ErrorCode.PROGRAM_DEADLINE,
          name
              + " was ended after "
              + command.getTimeout() / 1000
              + " s"
              + ProgramPlace.of(command, ""),
          "Raise deadline.dump-file if the table is that large",
          e);
    } catch (ExecutionException e) {
      remove(command.getOutFile());
      throw ours(input)
          .orElseGet(() -> streamFailed(name + ProgramPlace.of(command, ""), errors, e));
    } catch (InterruptedException e) {
      remove(command.getOutFile());
      Thread.currentThread().interrupt();
      throw new StageFailedException(
          ErrorCode.RUN_CANCELLED, name + " was ended with its run", "", e);
    } finally {
      programs.ended(process);
    }
  }

  private Process start(ExecCommand command) {
    List<String> line = new ArrayList<>();
    line.add(command.getExecutable());
    line.addAll(command.getArgs());
    try {
      return programs.start(line, Path.of(command.getWorkingDir()));
    } catch (IOException e) {
      throw new StageFailedException(
          ErrorCode.PROGRAM_MISSING,
          command.getExecutable() + " can't be started",
          "Install it, or name its folder in tools.directory",
          e);
    }
  }

  private static Output within(long milliseconds, Process process, Future<Output> output)
      throws InterruptedException, ExecutionException, TimeoutException {
    Output written = output.get(milliseconds, TimeUnit.MILLISECONDS);
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      throw new TimeoutException("closed its output and did not end");
    }
    return written;
  }

  private static Output output(Process process, File outFile) throws IOException {
    try (InputStream in = process.getInputStream()) {
      DumpText text = new DumpText();
      if (outFile == null) {
        text.copy(in, OutputStream.nullOutputStream());
        return new Output(List.of(), true);
      }
      List<StreamedFile> files =
          outFile.isDirectory() ? tables(text, in, outFile) : file(text, in, outFile);
      return new Output(files, text.endsWithLine(TRAILER));
    }
  }

  private static List<StreamedFile> file(DumpText text, InputStream in, File outFile)
      throws IOException {
    DumpedFile file = new DumpedFile(outFile.toPath());
    try (file) {
      text.copy(in, file);
    }
    return List.of(file.written(""));
  }

  private static List<StreamedFile> tables(DumpText text, InputStream in, File folder)
      throws IOException {
    TableFileSplitter files = new TableFileSplitter(folder.toPath());
    try (files) {
      text.copy(in, files);
      files.complete();
    }
    return files.written();
  }

  private static Void input(Process process, InputStream input) throws IOException {
    try (OutputStream out = process.getOutputStream()) {
      if (input != null) {
        feed(input, out);
      }
      return null;
    }
  }

  /**
   * A program that stops reading says why by itself; what can't be read from is our own failure.
   */
  private static void feed(InputStream input, OutputStream out) throws IOException {
    byte[] buffer = new byte[1 << 16];
    try (input) {
      for (int n = read(input, buffer); n >= 0; n = read(input, buffer)) {
        out.write(buffer, 0, n);
      }
    }
  }

  private static int read(InputStream input, byte[] buffer) {
    try {
      return input.read(buffer);
    } catch (IOException e) {
      throw new StageFailedException(
          ErrorCode.DUMP_UNREADABLE,
          "What a program was to read can't be read (" + e.getClass().getSimpleName() + ")",
          "Run 'dumps verify' on the dump",
          e);
    }
  }

  private static StageFailedException streamFailed(
      String name, Future<String> errors, ExecutionException failure) {
    Throwable cause = failure.getCause();
    if (String.valueOf(cause.getMessage()).contains("No space left")) {
      return new StageFailedException(
          ErrorCode.STORE_FULL,
          "The disk is full: what " + name + " wrote could not be stored",
          "Free some space, or lower store.keep-within or store.keep-last",
          cause);
    }
    String told = errors.isDone() && !errors.isCancelled() ? SqlErrors.redact(result(errors)) : "";
    return new StageFailedException(
        ErrorCode.PROGRAM_FAILED,
        "The stream of " + name + " broke (" + cause.getClass().getSimpleName() + ") " + told,
        "The server or the program was ended in the middle; look at the server's log",
        cause);
  }

  /**
   * What went wrong on our side of a program's input, which ends the program and so hides behind
   * its exit code.
   */
  private static Optional<RehydrateException> ours(Future<?> input) {
    try {
      input.get(10, TimeUnit.SECONDS);
      return Optional.empty();
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      return e.getCause() instanceof RehydrateException ours ? Optional.of(ours) : Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private static String result(Future<String> errors) {
    try {
      return errors.get();
    } catch (InterruptedException | ExecutionException e) {
      return "";
    }
  }

  private static void remove(File outFile) {
    if (outFile != null && outFile.isDirectory()) {
      FileUtil.removeDir(outFile);
    } else if (outFile != null) {
      try {
        Files.deleteIfExists(outFile.toPath());
      } catch (IOException e) {
        outFile.deleteOnExit();
      }
    }
  }

  private record Output(List<StreamedFile> files, boolean complete) {}
}

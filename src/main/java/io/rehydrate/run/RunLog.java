package io.rehydrate.run;

import io.rehydrate.error.PrintableText;
import io.rehydrate.settings.PrivateFiles;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run's log: a file that grows line by line, readable from any byte on while it does. */
public final class RunLog {
  private static final Logger LOG = LoggerFactory.getLogger("io.rehydrate.run");
  private static final String INDENT = "    ";
  private static final int LARGEST_PIECE = 1 << 18;

  private final RunId run;
  private final Path file;
  private final Clock clock;

  RunLog(Path directory, RunId run, Clock clock) {
    this.run = run;
    this.file = directory.resolve(run + ".log");
    this.clock = clock;
  }

  /** Appends one line; what would break it or a terminal is escaped. */
  public synchronized void info(String message) {
    String line = PrintableText.line(message);
    try (LoggedRun during = LoggedRun.of(run)) {
      LOG.info("{}", line);
    }
    append(line);
  }

  /** Appends a failure, which may have several lines; those after the first are indented. */
  public synchronized void error(String message) {
    try (LoggedRun during = LoggedRun.of(run)) {
      LOG.error("{}", message.strip());
    }
    append(message.strip());
  }

  private void append(String message) {
    String time = clock.instant().truncatedTo(ChronoUnit.MILLIS) + " ";
    String lines = time + PrintableText.lines(message, time + INDENT) + "\n";
    try {
      PrivateFiles.createDirectories(file.getParent());
      if (!Files.exists(file)) {
        PrivateFiles.ownFile(file);
      }
      Files.writeString(
          file,
          lines,
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      LOG.warn("{} the run's own log can't be written: {}", run, e.getClass().getSimpleName());
    }
  }

  /**
   * A piece of the log, of bounded size, cut at a line's end.
   *
   * @param offset the byte to begin at
   */
  public Piece read(long offset) {
    if (!Files.exists(file)) {
      return new Piece("", 0);
    }
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      long from = Math.max(0, Math.min(offset, in.length()));
      byte[] bytes = new byte[(int) Math.min(LARGEST_PIECE, in.length() - from)];
      in.seek(from);
      in.readFully(bytes);
      int end = bytes.length;
      while (end > 0 && bytes[end - 1] != '\n') {
        end--;
      }
      return new Piece(new String(bytes, 0, end, StandardCharsets.UTF_8), from + end);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @param nextOffset where the following piece begins
   */
  public record Piece(String text, long nextOffset) {}

  void delete() throws IOException {
    Files.deleteIfExists(file);
  }
}

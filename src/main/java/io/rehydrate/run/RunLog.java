package io.rehydrate.run;

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
    LOG.info("{} {}", run, escape(message));
    String line = clock.instant().truncatedTo(ChronoUnit.MILLIS) + " " + escape(message) + "\n";
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(
          file, line, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      LOG.warn("{} the run's own log can't be written: {}", run, e.getClass().getSimpleName());
    }
  }

  private static String escape(String message) {
    StringBuilder safe = new StringBuilder(message.length());
    message
        .codePoints()
        .forEach(
            c -> {
              if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                safe.append(String.format("\\u%04x", c));
              } else {
                safe.appendCodePoint(c);
              }
            });
    return safe.toString();
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

package io.rehydrate.cli;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.RollingFileAppender;
import io.rehydrate.settings.PrivateFiles;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** A log file that rotates, and that nobody else may read, nor the older ones next to it. */
final class PrivateLogFile extends RollingFileAppender<ILoggingEvent> {
  private final String prefix;

  /**
   * @param prefix the part that the names of all its files begin with
   */
  PrivateLogFile(String prefix) {
    this.prefix = prefix;
  }

  /** Called at the start and whenever a new file begins. */
  @Override
  public void openFile(String fileName) throws IOException {
    Path file = Path.of(fileName);
    PrivateFiles.createDirectories(file.toAbsolutePath().getParent());
    PrivateFiles.ownFile(file);
    super.openFile(fileName);
    // those that were packed meanwhile have the mode that the umask gave them
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(file.toAbsolutePath().getParent(), prefix + ".*")) {
      for (Path old : files) {
        if (Files.isRegularFile(old, LinkOption.NOFOLLOW_LINKS)) {
          PrivateFiles.ownFile(old);
        }
      }
    }
  }
}

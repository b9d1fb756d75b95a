package io.rehydrate.audit;

import io.rehydrate.settings.PrivateFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far the chain went, as far as this machine has seen: kept outside the database, so that a
 * tail that was cut off there is missed. It only ever goes up.
 */
final class HeadFile {
  private static final Logger LOG = LoggerFactory.getLogger(HeadFile.class);
  private static final Object GATE = new Object();
  private static final Pattern FORM = Pattern.compile("(\\d{20}) ([0-9a-f]{64})\n");
  private static final int LENGTH = 20 + 1 + 64 + 1;

  private final Path file;

  HeadFile(Path file) {
    this.file = file;
  }

  Path path() {
    return file;
  }

  /** Notes how far it goes; an entry that is committed does not fail because of this. */
  void raise(AuditHead head) {
    try {
      // a file's lock is the process's, not the thread's
      synchronized (GATE) {
        raiseAlone(head);
      }
    } catch (IOException e) {
      LOG.error(
          "{} can't be written ({}): entries that are removed from now on may not be missed",
          file,
          e.getClass().getSimpleName());
    }
  }

  private void raiseAlone(AuditHead head) throws IOException {
    try (FileChannel channel =
            FileChannel.open(
                file,
                Set.of(
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE,
                    LinkOption.NOFOLLOW_LINKS),
                PrivateFiles.file());
        FileLock lock = channel.lock()) {
      Optional<AuditHead> known = parse(read(channel));
      if (known.isEmpty() && head.number() > 1) {
        LOG.warn(
            "{} was missing or broken and begins at the audit's entry {}", file, head.number());
      }
      if (known.isEmpty() || known.get().number() < head.number()) {
        // of one length, so that it is never half a number
        write(channel, String.format("%020d %s\n", head.number(), head.hash()));
      }
    }
  }

  private static String read(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(LENGTH + 1);
    while (bytes.hasRemaining() && channel.read(bytes, bytes.position()) > 0) {
      // reads on
    }
    return new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII);
  }

  private static void write(FileChannel channel, String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    while (bytes.hasRemaining()) {
      channel.write(bytes, bytes.position());
    }
    channel.truncate(LENGTH);
  }

  private static Optional<AuditHead> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    return matcher.matches()
        ? Optional.of(new AuditHead(Long.parseLong(matcher.group(1)), matcher.group(2)))
        : Optional.empty();
  }

  /** What it says; empty where it is missing or broken. */
  Optional<AuditHead> read() {
    try {
      return Files.size(file) == LENGTH ? parse(Files.readString(file)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}

package io.rehydrate.dump;

import com.github.luben.zstd.ZstdOutputStream;
import io.rehydrate.mysql.LoadingSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.util.HexFormat;

/**
 * Statements of ours behind what a dump program wrote into a file: for values that the text of its
 * INSERTs can't carry. {@code zstdcat} gives both, one after the other.
 */
public final class AppendedText {
  private static final String HEADER =
      """

      -- Values that the text above can't carry

      SET NAMES utf8mb4;
      """;

  private static final String TRAILER =
      """
      COMMIT;
      SET sql_mode = @rehydrate_sql_mode, time_zone = @rehydrate_time_zone;
      -- Dump completed
      """;

  private AppendedText() {}

  /** Takes text, and gives its length in bytes. */
  @FunctionalInterface
  public interface Text {
    int write(String text) throws IOException;
  }

  /** Writes statements one after the other. */
  @FunctionalInterface
  public interface Statements {
    /**
     * @return how many bytes it wrote
     */
    long writeTo(Text text) throws IOException, SQLException;
  }

  /**
   * Adds statements as one transaction.
   *
   * @param entry what was known of the file
   * @param statements gives them, each without its semicolon
   * @return what is known of it now
   */
  public static Manifest.FileEntry append(
      Path folder, Manifest.FileEntry entry, Statements statements)
      throws IOException, SQLException {
    Path file = folder.resolve(entry.name());
    long added = 0;
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.APPEND)) {
      try (OutputStream out = new ZstdOutputStream(Channels.newOutputStream(unclosed(channel)))) {
        added += write(out, HEADER);
        added +=
            write(
                out,
                "SET @rehydrate_sql_mode = @@sql_mode, @rehydrate_time_zone = @@time_zone;\n"
                    + "SET sql_mode = '"
                    + LoadingSettings.SQL_MODE
                    + "', time_zone = '+00:00';\nSTART TRANSACTION;\n");
        added += statements.writeTo(text -> write(out, text));
        added += write(out, TRAILER);
      }
      channel.force(true);
    }
    return new Manifest.FileEntry(
        entry.name(), Files.size(file), sha256(file), entry.unpackedBytes() + added);
  }

  private static WritableByteChannel unclosed(FileChannel channel) {
    return new WritableByteChannel() {
      @Override
      public int write(ByteBuffer bytes) throws IOException {
        return channel.write(bytes);
      }

      @Override
      public boolean isOpen() {
        return channel.isOpen();
      }

      @Override
      public void close() {
        // its owner syncs it first
      }
    };
  }

  private static int write(OutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.write(bytes);
    return bytes.length;
  }

  private static String sha256(Path file) throws IOException {
    MessageDigest digest = DumpFiles.sha256();
    byte[] piece = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
        digest.update(piece, 0, n);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}

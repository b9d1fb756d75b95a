package io.rehydrate.dump;

import com.github.luben.zstd.ZstdInputStream;
import io.rehydrate.error.CorruptDumpException;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.run.CountedStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.function.LongConsumer;

/**
 * The text of a compressed file of a dump, of exactly as many bytes as the manifest says: a file of
 * a few bytes can unpack to any number.
 */
public final class PackedFile extends FilterInputStream {
  private final String dump;
  private final Manifest.FileEntry entry;
  private long given;

  private PackedFile(InputStream in, String dump, Manifest.FileEntry entry) {
    super(in);
    this.dump = dump;
    this.entry = entry;
  }

  /**
   * Opens one; links are not followed. What is read fails with {@code dump.corrupt} where the text
   * is longer or shorter than the manifest says.
   *
   * @param folder the dump's
   * @throws CorruptDumpException {@code dump.corrupt} where it can't be opened
   */
  public static InputStream open(Path folder, Manifest.FileEntry entry) {
    return open(folder, entry, bytes -> {});
  }

  /**
   * As {@link #open(Path, Manifest.FileEntry)}.
   *
   * @param counted takes the number of bytes that were read, compressed
   */
  public static InputStream open(Path folder, Manifest.FileEntry entry, LongConsumer counted) {
    try {
      Path file = folder.resolve(entry.name());
      return new PackedFile(
          new ZstdInputStream(
              new CountedStream(Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS), counted)),
          String.valueOf(folder.getFileName()),
          entry);
    } catch (IOException e) {
      throw new CorruptDumpException(
          ErrorCode.DUMP_CORRUPT,
          "The file " + entry.name() + " of the dump can't be read",
          "Run 'dumps verify'",
          e);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = in.read(bytes, offset, length);
    if (entry.unpackedBytes() == Manifest.UNKNOWN) {
      return read;
    }
    if (read < 0) {
      if (given != entry.unpackedBytes()) {
        throw differs("fewer");
      }
      return read;
    }
    given += read;
    if (given > entry.unpackedBytes()) {
      throw differs("more");
    }
    return read;
  }

  @Override
  public long skip(long count) throws IOException {
    return count <= 0 ? 0 : Math.max(0, read(new byte[(int) Math.min(count, 1 << 16)]));
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private CorruptDumpException differs(String how) {
    return new CorruptDumpException(
        ErrorCode.DUMP_CORRUPT,
        "The file "
            + entry.name()
            + " of the dump "
            + dump
            + " unpacks to "
            + how
            + " than the "
            + entry.unpackedBytes()
            + " bytes that its manifest gives",
        "Take another dump; look who may write to the store");
  }
}

package io.rehydrate.exec;

import com.github.luben.zstd.ZstdOutputStream;
import io.rehydrate.settings.PrivateFiles;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;

/**
 * A new file that is written through zstd, and hashed and counted as it is written. Closing it
 * makes it durable.
 */
public final class CompressedFile extends FilterOutputStream {
  private final FileChannel channel;
  private final Counted counted;
  private long unpacked;
  private boolean closed;

  private CompressedFile(FileChannel channel, Counted counted) throws IOException {
    super(new ZstdOutputStream(counted));
    this.channel = channel;
    this.counted = counted;
  }

  /** Creates the file, which nobody else may read; it must not exist. */
  public static CompressedFile create(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PrivateFiles.file());
    return new CompressedFile(channel, new Counted(Channels.newOutputStream(channel)));
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (out == null) {
      out = new ZstdOutputStream(counted);
    }
    out.write(bytes, offset, length);
    unpacked += length;
  }

  /** Frees the memory of the compression until more is written, as a frame of its own. */
  void pause() throws IOException {
    if (out != null) {
      out.close();
      out = null;
    }
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try (channel) {
      pause();
      channel.force(true);
    }
  }

  /** Length of the compressed file, once it is closed. */
  public long bytes() {
    return counted.bytes;
  }

  /** Length of what was written, before it was compressed. */
  public long unpackedBytes() {
    return unpacked;
  }

  /** Hash of the compressed file in hex, once it is closed; asked for once. */
  public String sha256() {
    return HexFormat.of().formatHex(counted.digest.digest());
  }

  /** Counts and hashes; leaves the channel open for the final sync. */
  private static final class Counted extends OutputStream {
    private final OutputStream target;
    private final MessageDigest digest = sha256();
    private long bytes;

    Counted(OutputStream target) {
      this.target = target;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
      target.write(buffer, offset, length);
      digest.update(buffer, offset, length);
      bytes += length;
    }

    private static MessageDigest sha256() {
      try {
        return MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}

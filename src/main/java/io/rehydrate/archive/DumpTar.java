package io.rehydrate.archive;

import io.rehydrate.dump.DumpFiles;
import io.rehydrate.dump.Manifest;
import io.rehydrate.store.StoredDump;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * A dump as a tar file that is never on disk: the manifest first, then what it names. Its length is
 * known before a byte is read, and it can be read again from a mark: a part of an upload is
 * repeated after a broken connection.
 */
final class DumpTar extends InputStream {
  private static final int RECORD = TarArchiveEntry.DEFAULT_RCDSIZE;
  private static final int FILE_MODE = 0600;
  private static final int SCRIPT_MODE = 0700;

  /**
   * A run of bytes.
   *
   * @param file what holds them; empty: {@code bytes} does
   */
  private record Piece(ByteBuffer bytes, Optional<Path> file, long length) {
    static Piece of(byte[] bytes) {
      return new Piece(ByteBuffer.wrap(bytes), Optional.empty(), bytes.length);
    }
  }

  private final List<Piece> pieces = new ArrayList<>();
  private final long length;
  private int at;
  private long offset;
  private int markedAt;
  private long markedOffset;
  private FileChannel open;

  private DumpTar(StoredDump dump) throws IOException {
    List<String> names =
        Stream.of(
                Stream.of(DumpFiles.MANIFEST),
                dump.manifest().files().stream().map(Manifest.FileEntry::name),
                Stream.of(DumpFiles.RESTORE_SCRIPT))
            .flatMap(s -> s)
            .toList();
    for (String name : names) {
      Path file = dump.folder().resolve(name);
      if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        add(dump, name, file);
      }
    }
    pieces.add(Piece.of(new byte[2 * RECORD]));
    this.length = pieces.stream().mapToLong(Piece::length).sum();
  }

  static DumpTar of(StoredDump dump) throws IOException {
    return new DumpTar(dump);
  }

  private void add(StoredDump dump, String name, Path file) throws IOException {
    long size = Files.size(file);
    TarArchiveEntry entry = new TarArchiveEntry(dump.id() + "/" + name);
    entry.setSize(size);
    entry.setMode(name.equals(DumpFiles.RESTORE_SCRIPT) ? SCRIPT_MODE : FILE_MODE);
    entry.setModTime(dump.manifest().createdAt().toEpochMilli() / 1000 * 1000);
    entry.setIds(0, 0);
    entry.setNames("", "");
    pieces.add(Piece.of(header(entry)));
    pieces.add(new Piece(ByteBuffer.allocate(0), Optional.of(file), size));
    pieces.add(Piece.of(new byte[(int) ((RECORD - size % RECORD) % RECORD)]));
  }

  @SuppressWarnings("resource") // closing it would add the end of the file
  private static byte[] header(TarArchiveEntry entry) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, StandardCharsets.UTF_8.name());
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    tar.putArchiveEntry(entry);
    tar.flush();
    return bytes.toByteArray();
  }

  long length() {
    return length;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int from, int most) throws IOException {
    if (most == 0) {
      return 0;
    }
    while (at < pieces.size() && offset == pieces.get(at).length()) {
      next();
    }
    if (at == pieces.size()) {
      return -1;
    }
    Piece piece = pieces.get(at);
    int wanted = (int) Math.min(most, piece.length() - offset);
    int got = wanted;
    if (piece.file().isPresent()) {
      got = channel(piece.file().get()).read(ByteBuffer.wrap(into, from, wanted), offset);
    } else {
      piece.bytes().get((int) offset, into, from, wanted);
    }
    if (got <= 0) {
      throw new IOException(piece.file().map(Path::getFileName).orElseThrow() + " became shorter");
    }
    offset += got;
    return got;
  }

  private void next() throws IOException {
    close();
    at++;
    offset = 0;
  }

  private FileChannel channel(Path file) throws IOException {
    if (open == null) {
      open = FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
    }
    return open;
  }

  @Override
  public boolean markSupported() {
    return true;
  }

  @Override
  public synchronized void mark(int limit) {
    markedAt = at;
    markedOffset = offset;
  }

  @Override
  public synchronized void reset() throws IOException {
    close();
    at = markedAt;
    offset = markedOffset;
  }

  /** What is open; it is opened again if somebody reads on. */
  @Override
  public void close() throws IOException {
    if (open != null) {
      open.close();
      open = null;
    }
  }
}

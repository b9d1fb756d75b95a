package io.rehydrate.dump;

import io.rehydrate.error.CorruptDumpException;
import io.rehydrate.error.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Set;

/** Proves that a dump's files are those that its manifest vouches for. */
public final class Verification {
  private static final int PIECE = 128 * 1024;

  private Verification() {}

  /**
   * Reads every file of the dump once, in pieces.
   *
   * @throws CorruptDumpException {@code dump.corrupt} names the first file that differs
   */
  public static void verify(Path folder, Manifest manifest) {
    manifest.files().forEach(file -> verify(folder, file));
  }

  /**
   * As {@link #verify(Path, Manifest)}, for one file: a regular one, no link, inside the folder.
   *
   * @throws CorruptDumpException {@code dump.corrupt}
   */
  public static void verify(Path folder, Manifest.FileEntry file) {
    if (!DumpFiles.isName(file.name())) {
      throw corrupt(folder, file, "is named outside of it", null);
    }
    Path path = folder.resolve(file.name());
    if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      throw corrupt(folder, file, "is missing, or not a regular file", null);
    }
    try {
      if (!path.getParent().toRealPath().startsWith(folder.toRealPath())) {
        throw corrupt(folder, file, "lies behind a link", null);
      }
      compare(folder, file, path);
    } catch (IOException e) {
      throw corrupt(folder, file, "can't be read", e);
    }
  }

  private static void compare(Path folder, Manifest.FileEntry file, Path path) throws IOException {
    long bytes = Files.size(path);
    if (bytes != file.bytes()) {
      throw corrupt(folder, file, "has " + bytes + " bytes instead of " + file.bytes(), null);
    }
    MessageDigest digest = DumpFiles.sha256();
    byte[] piece = new byte[PIECE];
    try (InputStream in =
        Channels.newInputStream(
            Files.newByteChannel(
                path, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)))) {
      for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
        digest.update(piece, 0, n);
      }
    }
    if (!HexFormat.of().formatHex(digest.digest()).equals(file.sha256())) {
      throw corrupt(folder, file, "has another sha256 than the manifest says", null);
    }
  }

  private static CorruptDumpException corrupt(
      Path folder, Manifest.FileEntry file, String what, Throwable cause) {
    String name = DumpFiles.isName(file.name()) ? file.name() : "(an odd name)";
    return new CorruptDumpException(
        ErrorCode.DUMP_CORRUPT,
        "The file " + name + " of the dump " + folder.getFileName() + " " + what,
        "Take another dump; look who may write to the store, and whether its disk is sound",
        cause);
  }
}

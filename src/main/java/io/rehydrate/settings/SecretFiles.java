package io.rehydrate.settings;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Files that hold a secret: theirs must be the only eyes. */
final class SecretFiles {
  private static final Set<PosixFilePermission> OWNER =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);
  private static final int LONGEST = 64 * 1024;

  private SecretFiles() {}

  /** The file's text without its last line's end. */
  static Optional<Secret> read(String key, Path file, Problems problems) {
    if (!isPrivate(key, file, problems)) {
      return Optional.empty();
    }
    try {
      String text =
          Files.size(file) > LONGEST ? "" : Files.readString(file).replaceFirst("\\r?\\n\\z", "");
      if (text.isEmpty()) {
        problems.add(key, file.toString(), "the file is empty, or far too long for a password");
        return Optional.empty();
      }
      return Optional.of(new Secret(text));
    } catch (CharacterCodingException e) {
      problems.add(key, file.toString(), "the file is not UTF-8 text");
    } catch (IOException e) {
      problems.add(key, file.toString(), "the file can't be read");
    }
    return Optional.empty();
  }

  /** Whether the file exists, can be read, and nobody but its owner may. */
  static boolean isPrivate(String key, Path file, Problems problems) {
    if (!Files.isRegularFile(file)) {
      problems.add(key, file.toString(), "there is no such file");
      return false;
    }
    if (!Files.isReadable(file)) {
      problems.add(key, file.toString(), "the file can't be read by this account");
      return false;
    }
    try {
      if (!OWNER.containsAll(Files.getPosixFilePermissions(file))) {
        problems.add(key, file.toString(), "others may read or change the file; chmod 600 it");
        return false;
      }
    } catch (UnsupportedOperationException e) {
      return true;
    } catch (IOException e) {
      problems.add(key, file.toString(), "the file's mode can't be read");
      return false;
    }
    return true;
  }
}

package io.rehydrate.settings;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Files that hold a secret: nobody else may read them. */
public final class SecretFiles {
  /** What makes a file private, for a hint. */
  public static final String REMEDY =
      "chmod 600 it, or 440 with a group of this account, or keep it in a folder of mode 0700";

  private static final Set<PosixFilePermission> OWNER =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);
  private static final Set<PosixFilePermission> GROUP =
      EnumSet.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.GROUP_EXECUTE);
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
      if (FillIn.isIn(text)) {
        problems.add(key, "must be filled in (" + file + ":1)");
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

  /** Whether the file exists, can be read, and by nobody else; if not, that is a problem. */
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
      if (!isPrivate(file)) {
        problems.add(key, file.toString(), "others may read or change the file; " + REMEDY);
        return false;
      }
    } catch (IOException e) {
      problems.add(key, file.toString(), "the file's mode can't be read");
      return false;
    }
    return true;
  }

  /**
   * Whether nobody but root, this account and groups of its own may read or write the file, or
   * nobody but root and this account may enter a folder on the way to it. Secrets of containers are
   * often of the first sort (0440), or readable to all in a folder of the second.
   */
  public static boolean isPrivate(Path file) throws IOException {
    try {
      Account account = Account.current();
      Path real = file.toRealPath();
      if (isRestricted(real, account)) {
        return true;
      }
      for (Path folder = real.getParent(); folder != null; folder = folder.getParent()) {
        if (isOurs(folder, account) && OWNER.containsAll(Files.getPosixFilePermissions(folder))) {
          return true;
        }
      }
      return false;
    } catch (UnsupportedOperationException | IllegalArgumentException e) {
      return true;
    }
  }

  private static boolean isRestricted(Path file, Account account) throws IOException {
    Set<PosixFilePermission> permissions = EnumSet.copyOf(OWNER);
    permissions.addAll(Files.getPosixFilePermissions(file));
    long group = (int) Files.getAttribute(file, "unix:gid");
    if (isOurs(file, account) && account.groups().contains(group)) {
      permissions.removeAll(GROUP);
    }
    return OWNER.containsAll(permissions);
  }

  private static boolean isOurs(Path path, Account account) throws IOException {
    long owner = (int) Files.getAttribute(path, "unix:uid");
    return owner == account.user() || owner == Account.ROOT;
  }
}

package io.rehydrate.settings;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Files and folders that nobody else may read, whatever the umask of the shell says: journal, logs,
 * work folders, dumps in the making.
 */
public final class PrivateFiles {
  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

  private PrivateFiles() {}

  /** The mode with which a new file is made. */
  public static FileAttribute<Set<PosixFilePermission>> file() {
    return PosixFilePermissions.asFileAttribute(FILE);
  }

  /** The mode with which a new folder is made. */
  public static FileAttribute<Set<PosixFilePermission>> folder() {
    return PosixFilePermissions.asFileAttribute(FOLDER);
  }

  /** Makes the folder, and those above it that are missing; one that is there stays as it is. */
  public static Path createDirectories(Path directory) throws IOException {
    return Files.createDirectories(directory, folder());
  }

  /** As {@link #createDirectories}; from one that is there, the rights of others are taken. */
  public static Path ownDirectory(Path directory) throws IOException {
    createDirectories(directory);
    tighten(directory, FOLDER);
    return directory;
  }

  /** Makes an empty file, or takes the rights of others from one that is there. */
  public static void ownFile(Path file) throws IOException {
    try {
      Files.createFile(file, file());
    } catch (FileAlreadyExistsException e) {
      tighten(file, FILE);
    }
  }

  private static void tighten(Path path, Set<PosixFilePermission> most) throws IOException {
    if (most.containsAll(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS))) {
      return;
    }
    try {
      Files.setPosixFilePermissions(path, most);
    } catch (FileSystemException e) {
      // another account's, who decides on it
    }
  }
}

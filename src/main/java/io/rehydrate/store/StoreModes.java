package io.rehydrate.store;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Who may read what is published: the account itself, and its group where the store's own folder
 * lets the group read. Nobody else ever may.
 */
record StoreModes(boolean group) {

  /** As the store's folder says. */
  static StoreModes of(Path store) throws IOException {
    return new StoreModes(
        Files.getPosixFilePermissions(store).contains(PosixFilePermission.GROUP_READ));
  }

  Set<PosixFilePermission> folder() {
    return PosixFilePermissions.fromString(group ? "rwxr-x---" : "rwx------");
  }

  Set<PosixFilePermission> file() {
    return PosixFilePermissions.fromString(group ? "rw-r-----" : "rw-------");
  }

  /** Gives all in a folder, and the folder itself, their modes; what can be run stays so. */
  void applyTo(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (attributes.isRegularFile()) {
              Files.setPosixFilePermissions(file, Files.isExecutable(file) ? folder() : file());
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, IOException e)
              throws IOException {
            Files.setPosixFilePermissions(directory, folder());
            return FileVisitResult.CONTINUE;
          }
        });
  }
}

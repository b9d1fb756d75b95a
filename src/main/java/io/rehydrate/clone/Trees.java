package io.rehydrate.clone;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Whole folders of files. Links are never followed. */
final class Trees {
  private static final Set<PosixFilePermission> OPEN = PosixFilePermissions.fromString("rwx------");

  private Trees() {}

  /** Gives every folder and every file in it a mode, as {@code rwx------}. */
  static void modes(Path folder, String folders, String files) throws IOException {
    Set<PosixFilePermission> ofFolders = PosixFilePermissions.fromString(folders);
    Set<PosixFilePermission> ofFiles = PosixFilePermissions.fromString(files);
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (attributes.isRegularFile()) {
              Files.setPosixFilePermissions(file, ofFiles);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult preVisitDirectory(Path entered, BasicFileAttributes attributes)
              throws IOException {
            Files.setPosixFilePermissions(entered, OPEN);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path left, IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.setPosixFilePermissions(left, ofFolders);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** Removes a folder and all that is in it; one that is not there is no failure. */
  static void remove(Path folder) throws IOException {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path entered, BasicFileAttributes attributes)
              throws IOException {
            Files.setPosixFilePermissions(entered, OPEN);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure)
              throws IOException {
            if (failure instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw failure;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path left, IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.deleteIfExists(left);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** Why a file could not be worked on, in a few words. */
  static String why(IOException failure) {
    String said = String.valueOf(failure.getMessage());
    return said.contains("No space left") ? "no space left" : failure.getClass().getSimpleName();
  }
}

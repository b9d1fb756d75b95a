package io.rehydrate.store;

import io.rehydrate.dump.Fsync;
import io.rehydrate.dump.Manifest;
import io.rehydrate.dump.ManifestFile;
import io.rehydrate.settings.PrivateFiles;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;

/** Everything that the store does to its disk; each step is on it for good when it returns. */
class Disk {

  /** Of our own alone, until {@link #publish} says otherwise. */
  void createFolder(Path folder) throws IOException {
    Files.createDirectory(folder, PrivateFiles.folder());
    Fsync.syncFolder(folder.getParent());
  }

  void write(Path file, byte[] bytes) throws IOException {
    Fsync.write(file, bytes);
    Fsync.syncFolder(file.getParent());
  }

  void writeManifest(Path folder, Manifest manifest) throws IOException {
    ManifestFile.write(folder, manifest);
  }

  /** Lets those read a folder, or a file, who may read the store. */
  void publish(Path path, StoreModes modes) throws IOException {
    modes.applyTo(path);
  }

  void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    Fsync.syncFolder(to.getParent());
  }

  void deleteFile(Path file) throws IOException {
    if (Files.deleteIfExists(file)) {
      Fsync.syncFolder(file.getParent());
    }
  }

  /** Links are removed and not followed. What somebody else removes at the same time is no loss. */
  void deleteTree(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, IOException e)
              throws IOException {
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
          }
        });
    Fsync.syncFolder(folder.getParent());
  }
}

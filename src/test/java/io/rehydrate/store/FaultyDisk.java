package io.rehydrate.store;

import io.rehydrate.dump.Manifest;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A disk that is full, or whose machine dies, at one of its steps: half of that step is done. */
final class FaultyDisk extends Disk {
  private int stepsLeft;

  FaultyDisk(int soundSteps) {
    stepsLeft = soundSteps;
  }

  private boolean fails() {
    return stepsLeft-- <= 0;
  }

  private static IOException full(Path path) {
    return new FileSystemException(path.toString(), null, "No space left on device");
  }

  @Override
  void createFolder(Path folder) throws IOException {
    if (fails()) {
      throw full(folder);
    }
    super.createFolder(folder);
  }

  @Override
  void write(Path file, byte[] bytes) throws IOException {
    if (fails()) {
      Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length / 2));
      throw full(file);
    }
    super.write(file, bytes);
  }

  @Override
  void writeManifest(Path folder, Manifest manifest) throws IOException {
    if (fails()) {
      Files.writeString(folder.resolve("manifest.json"), "{ \"id\" :");
      throw full(folder);
    }
    super.writeManifest(folder, manifest);
  }

  @Override
  void publish(Path path, StoreModes modes) throws IOException {
    if (fails()) {
      throw full(path);
    }
    super.publish(path, modes);
  }

  @Override
  void move(Path from, Path to) throws IOException {
    if (fails()) {
      throw full(to);
    }
    super.move(from, to);
  }

  @Override
  void deleteFile(Path file) throws IOException {
    if (fails()) {
      throw full(file);
    }
    super.deleteFile(file);
  }

  @Override
  void deleteTree(Path folder) throws IOException {
    if (fails()) {
      try (Stream<Path> files = Files.walk(folder)) {
        Files.delete(files.filter(Files::isRegularFile).findFirst().orElseThrow());
      }
      throw full(folder);
    }
    super.deleteTree(folder);
  }
}

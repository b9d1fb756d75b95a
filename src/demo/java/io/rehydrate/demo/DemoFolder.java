package io.rehydrate.demo;

import io.rehydrate.error.BusyException;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.StageFailedException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The folder of a demo or a benchmark, which one process at a time may use: a home folder after the
 * example, with secrets of its own. What is there from an earlier run is used again.
 */
public final class DemoFolder implements AutoCloseable {
  private static final String LOCK = ".lock";
  private static final String TEMPORARY = "tmp";
  private static final Set<String> HELD = Set.of(LOCK, TEMPORARY);

  private static final List<String> SECRETS =
      List.of("source", "scratch", "dev", "dev-migrations", "mask.key");
  private static final int SECRET_BYTES = 36;

  private final Path folder;
  private final FileChannel lockFile;

  private DemoFolder(Path folder, FileChannel lockFile) {
    this.folder = folder;
    this.lockFile = lockFile;
  }

  /**
   * Makes the folder where it is new, and takes it.
   *
   * @throws BusyException {@code demo.running}
   */
  public static DemoFolder take(Path folder) {
    try {
      Files.createDirectories(folder);
      FileChannel lockFile =
          FileChannel.open(
              folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = lockFile.tryLock();
      if (lock == null) {
        lockFile.close();
        throw new BusyException(
            ErrorCode.DEMO_RUNNING,
            "Another process works in " + folder,
            "Stop it with Ctrl-C first, or use another --home");
      }
      return new DemoFolder(folder, lockFile);
    } catch (IOException e) {
      throw failed(folder, e);
    }
  }

  /** Temporary files of libraries go here, and are gone with the next demo at the latest. */
  public void takeTemporaryFiles() {
    Path temporary = folder.resolve(TEMPORARY);
    try {
      delete(temporary);
      Files.createDirectories(temporary);
    } catch (IOException e) {
      throw failed(folder, e);
    }
    for (String property : List.of("java.io.tmpdir", "ZstdTempFolder", "org.sqlite.tmpdir")) {
      System.setProperty(property, temporary.toString());
    }
  }

  /** Makes the secrets that are missing, and the git repository of migrations. */
  public void prepare(Path installation) {
    try {
      Path secrets = Files.createDirectories(folder.resolve("secrets"));
      for (String name : SECRETS) {
        if (!Files.exists(secrets.resolve(name))) {
          byte[] random = new byte[SECRET_BYTES];
          new SecureRandom().nextBytes(random);
          write("secrets/" + name, Base64.getUrlEncoder().encodeToString(random));
        }
      }
      DemoRepository.create(example(installation), folder.resolve("migrations.git"));
    } catch (IOException e) {
      throw failed(folder, e);
    }
  }

  /**
   * Writes settings and plan as the installation has them.
   *
   * @param values for the settings' {@code {{sys:demo.*}}}
   */
  public void configure(Path installation, Map<String, String> values) {
    configure(installation, "application.properties", values);
  }

  /**
   * Writes settings and plan as the installation has them.
   *
   * @param name the example's file of settings
   * @param values for the settings' {@code {{sys:demo.*}}}
   */
  public void configure(Path installation, String name, Map<String, String> values) {
    Path example = example(installation);
    try {
      String settings = Files.readString(example.resolve(name));
      for (Map.Entry<String, String> value : values.entrySet()) {
        settings = settings.replace("{{sys:demo." + value.getKey() + "}}", value.getValue());
      }
      write("application.properties", settings);
      write("plan.yaml", Files.readString(example.resolve("plan.yaml")));
    } catch (IOException e) {
      throw failed(folder, e);
    }
  }

  private static Path example(Path installation) {
    return installation.resolve("examples").resolve("insurance");
  }

  /** Writes a file that nobody else may read, wholly or not at all. */
  public void write(String name, String text) {
    try {
      Path written =
          Files.createTempFile(
              folder,
              ".new",
              "",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(written, text);
      Files.move(written, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw failed(folder, e);
    }
  }

  /** A file's text, where there is one. */
  public Optional<String> read(String name) {
    try {
      Path file = folder.resolve(name);
      return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    } catch (IOException e) {
      throw failed(folder, e);
    }
  }

  /** Removes a file, where there is one. */
  public void remove(String name) {
    try {
      Files.deleteIfExists(folder.resolve(name));
    } catch (IOException e) {
      throw failed(folder, e);
    }
  }

  public Path path() {
    return folder;
  }

  /** Removes the folder and everything in it. */
  public void delete() {
    try {
      delete(folder);
    } catch (IOException e) {
      throw failed(folder, e);
    }
  }

  /** Removes what an earlier process left, all but what this one holds already. */
  public void empty() {
    try (Stream<Path> found = Files.list(folder)) {
      for (Path each : found.filter(f -> !HELD.contains(f.getFileName().toString())).toList()) {
        delete(each);
      }
    } catch (IOException e) {
      throw failed(folder, e);
    }
  }

  private static void delete(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> found = Files.walk(path)) {
      for (Path each : found.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    }
  }

  /** Lets the next process have it. */
  @Override
  public void close() {
    try {
      lockFile.close();
    } catch (IOException e) {
      throw failed(folder, e);
    }
  }

  private static StageFailedException failed(Path folder, IOException e) {
    return new StageFailedException(
        ErrorCode.DEMO_FOLDER,
        "The folder " + folder + " can't be used (" + e.getClass().getSimpleName() + ")",
        "Check its rights and the free disk space, or remove it and start again",
        e);
  }
}

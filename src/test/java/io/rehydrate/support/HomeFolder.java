package io.rehydrate.support;

import io.rehydrate.settings.Settings;
import io.rehydrate.settings.SettingsReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A home folder whose settings are sound until a test says otherwise. */
public final class HomeFolder {
  private final Path folder;
  private final Map<String, String> keys = new TreeMap<>();
  private final Map<String, String> environment = new HashMap<>();

  private HomeFolder(Path folder) {
    this.folder = folder;
  }

  public static HomeFolder in(Path folder) {
    return new HomeFolder(folder)
        .with("source.url", "jdbc:mysql://source.example:3306/insurance")
        .with("source.username", "reader")
        .with("source.password", "source-pw")
        .with("scratch.url", "jdbc:mysql://scratch.example:3306")
        .with("scratch.username", "writer")
        .with("scratch.password", "scratch-pw");
  }

  /** A home of one of the kinds at AWS, with the least that it needs. */
  public static HomeFolder atAws(Path folder, String kind) {
    return new HomeFolder(folder)
        .with("source.kind", kind)
        .with("source.schemas", "insurance")
        .with(kind.equals("rds-instance") ? "source.instance" : "source.cluster", "prod")
        .with("aws.region", "eu-central-1");
  }

  public HomeFolder with(String key, Object value) {
    keys.put(key, value.toString());
    return this;
  }

  public HomeFolder without(String key) {
    keys.remove(key);
    return this;
  }

  public HomeFolder withEnvironment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  public HomeFolder withTarget(String name) {
    return with("target." + name + ".url", "jdbc:mysql://dev.example/" + name.replace('-', '_'))
        .with("target." + name + ".username", "dev")
        .with("target." + name + ".password", "target-pw");
  }

  /** A file with this mode, like {@code rw-------}. */
  public HomeFolder withFile(String name, String text, String mode) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Path path() {
    return folder;
  }

  public Settings read() {
    write();
    return SettingsReader.read(folder, environment);
  }

  /** Writes the file, and reads nothing. */
  public void write() {
    String text =
        keys.entrySet().stream()
            .map(e -> e.getKey() + " = " + e.getValue() + "\n")
            .collect(Collectors.joining());
    try {
      Files.writeString(folder.resolve("application.properties"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

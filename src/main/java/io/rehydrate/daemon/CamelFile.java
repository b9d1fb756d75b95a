package io.rehydrate.daemon;

import io.rehydrate.settings.Settings;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;

/** {@code application.properties} as Camel takes it. */
final class CamelFile {
  /** Ours, although it stands among Camel's, which would refuse it. */
  static final Set<String> NOT_CAMELS = Set.of("camel.server.plain");

  private CamelFile() {}

  static Map<String, String> read(Settings settings) {
    Properties properties = new Properties();
    try (Reader reader =
        Files.newBufferedReader(settings.home().resolve("application.properties"))) {
      properties.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> read = new TreeMap<>();
    properties.forEach((key, value) -> read.put((String) key, (String) value));
    read.keySet().removeAll(NOT_CAMELS);
    return read;
  }
}

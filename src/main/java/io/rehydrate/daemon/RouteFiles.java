package io.rehydrate.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.rehydrate.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.ResourceHelper;

/**
 * The route files of a home folder as they were at one look. Check and exchange work on the same
 * look: a file that is saved in between counts at the next one.
 *
 * @param texts by file name
 * @param unreadable entries that look like route files and can't be read, and why
 * @param misnamed YAML files that are not taken, by their names or because they lie in a folder
 */
record RouteFiles(
    Path folder,
    SortedMap<String, byte[]> texts,
    Map<String, String> unreadable,
    List<String> misnamed) {
  static final String FOLDER = "routes";
  private static final String SUFFIX = ".camel.yaml";

  /** What somebody may have meant for a route file; editors' hidden files are none. */
  private static final Pattern YAML = Pattern.compile("(?i)[^.].*\\.ya?ml(\\.txt)?");

  private static final long LARGEST = 4 << 20;

  /** Reads them; where there is no folder there are none. */
  static RouteFiles of(Settings settings) throws IOException {
    Path folder = settings.home().resolve(FOLDER);
    SortedMap<String, byte[]> texts = new TreeMap<>();
    Map<String, String> unreadable = new TreeMap<>();
    for (Path file : list(folder)) {
      String name = file.getFileName().toString();
      try {
        if (!Files.isRegularFile(file)) {
          unreadable.put(name, "is not a file");
        } else if (Files.size(file) > LARGEST) {
          unreadable.put(name, "is larger than " + (LARGEST >> 20) + " MB");
        } else {
          texts.put(name, Files.readAllBytes(file));
        }
      } catch (IOException e) {
        if (!(e instanceof NoSuchFileException)) {
          unreadable.put(name, "can't be read by this account");
        }
      }
    }
    return new RouteFiles(folder, texts, unreadable, misnamed(folder));
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(f -> isRouteFile(f.getFileName().toString())).sorted().toList();
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    }
  }

  private static List<String> misnamed(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.walk(folder, 2)) {
      return entries
          .filter(f -> YAML.matcher(f.getFileName().toString()).matches())
          .filter(f -> !f.getParent().equals(folder) || !isRouteFile(f.getFileName().toString()))
          .filter(Files::isRegularFile)
          .map(f -> folder.relativize(f).toString())
          .sorted()
          .toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static boolean isRouteFile(String name) {
    return name.endsWith(SUFFIX) && !name.startsWith(".");
  }

  boolean hasFolder() {
    return Files.isDirectory(folder);
  }

  /** As messages name a file. */
  static String shown(String name) {
    return FOLDER + "/" + name;
  }

  /** The text as Camel takes it, under the file's own address. */
  Resource resource(String name) {
    return ResourceHelper.fromBytes("file:" + folder.resolve(name), texts.get(name));
  }

  List<Resource> resources() {
    return texts.keySet().stream().map(this::resource).toList();
  }

  /** The same for the same contents. */
  String fingerprint() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      texts.forEach(
          (name, text) -> {
            digest.update((name + '\0' + text.length + '\0').getBytes(UTF_8));
            digest.update(text);
          });
      misnamed.forEach(name -> digest.update((name + '\0').getBytes(UTF_8)));
      unreadable.forEach((name, why) -> digest.update((name + '\0' + why).getBytes(UTF_8)));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }
}

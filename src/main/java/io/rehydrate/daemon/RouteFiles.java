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
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.ResourceHelper;

/**
 * The route files of a home folder, laid over the shipped ones, as they were when they were read. A
 * home's unchanged copy of an earlier version's file does not count. Check and exchange work on the
 * same texts: a file that is saved in between counts the next time.
 *
 * @param folder the home's, which need not exist
 * @param texts of both layers, by file name
 * @param own names of the home's files, read or not
 * @param unreadable entries that look like route files and can't be read, and why
 * @param misnamed YAML files that are not taken, by their names or because they lie in a folder
 */
record RouteFiles(
    Path folder,
    ShippedRoutes shipped,
    SortedMap<String, byte[]> texts,
    Set<String> own,
    Map<String, String> unreadable,
    List<String> misnamed) {
  static final String FOLDER = "routes";
  static final String SUFFIX = ".camel.yaml";

  /** What somebody may have meant for a route file; editors' hidden files are none. */
  private static final Pattern YAML = Pattern.compile("(?i)[^.].*\\.ya?ml(\\.txt)?");

  private static final long LARGEST = 4 << 20;

  /** Reads the home's; where there is no folder there are none. */
  static RouteFiles of(Settings settings, ShippedRoutes shipped) throws IOException {
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
          byte[] text = Files.readAllBytes(file);
          if (shipped.file(name).isEmpty() || !EarlierRoutes.contain(name, text)) {
            texts.put(name, text);
          }
        }
      } catch (IOException e) {
        if (!(e instanceof NoSuchFileException)) {
          unreadable.put(name, "can't be read by this account");
        }
      }
    }
    unreadable.keySet().forEach(name -> texts.put(name, new byte[0]));
    Map<String, byte[]> all = new RouteLayers(shipped, texts).texts(settings.source().kind());
    unreadable.keySet().forEach(all::remove);
    return new RouteFiles(
        folder,
        shipped,
        new TreeMap<>(all),
        Set.copyOf(texts.keySet()),
        unreadable,
        misnamed(folder));
  }

  static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(RouteFiles::isRouteFile).sorted().toList();
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
          .filter(f -> !f.getParent().equals(folder) || !isRouteFile(f))
          .filter(Files::isRegularFile)
          .map(f -> folder.relativize(f).toString())
          .sorted()
          .toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  static boolean isRouteFile(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(SUFFIX) && !name.startsWith(".");
  }

  /** As messages name a file: the home's by its place there, a shipped one by its whole path. */
  String shown(String name) {
    return own.contains(name)
        ? FOLDER + "/" + name
        : shipped.file(name).map(file -> file.path().toString()).orElse(FOLDER + "/" + name);
  }

  /** Whether it is the home's, under the name of a shipped one. */
  boolean replacesShipped(String name) {
    return own.contains(name) && shipped.file(name).isPresent();
  }

  /** The text as Camel takes it, under the file's own address. */
  Resource resource(String name) {
    Path path = own.contains(name) ? folder.resolve(name) : shipped.file(name).orElseThrow().path();
    return ResourceHelper.fromBytes("file:" + path, texts.get(name));
  }

  List<Resource> resources() {
    return texts.keySet().stream().map(this::resource).toList();
  }

  /** The same without one file. */
  RouteFiles without(String name) {
    TreeMap<String, byte[]> others = new TreeMap<>(texts);
    others.remove(name);
    return new RouteFiles(folder, shipped, others, own, unreadable, misnamed);
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

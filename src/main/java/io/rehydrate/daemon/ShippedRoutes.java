package io.rehydrate.daemon;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The routes that come with the program, in two layers: the runbook, which is for people to change,
 * and the engine, which belongs to the beans of this version. Read once: an upgrade below a running
 * daemon changes nothing for it.
 *
 * @param files by name
 */
public record ShippedRoutes(SortedMap<String, File> files) {
  /** The folder of the installation; the launcher sets it. */
  static final String INSTALLATION = "rehydrate.installation";

  static final String ENGINE = "engine";

  private static final Set<String> AURORA = Set.of("aurora-snapshot", "aurora-clone");
  private static final Set<String> AWS = Set.of("aurora-snapshot", "aurora-clone", "rds-instance");

  /** Files for some kinds of source alone; all others serve every kind. */
  private static final Map<String, Set<String>> KINDS =
      Map.of(
          name("source-server"), Set.of("server"),
          name("source-aurora-snapshot"), Set.of("aurora-snapshot"),
          name("source-aurora-clone"), Set.of("aurora-clone"),
          name("source-rds-instance"), Set.of("rds-instance"),
          name("aws"), AWS,
          name("aurora"), AURORA,
          name("rds"), Set.of("rds-instance"));

  /**
   * One of them.
   *
   * @param engine whether it is of the engine
   */
  public record File(String name, Path path, String text, boolean engine) {
    byte[] bytes() {
      return text.getBytes(StandardCharsets.UTF_8);
    }
  }

  /** The routes of the installation; none where the program runs without one. */
  public static ShippedRoutes installed() {
    return Optional.ofNullable(System.getProperty(INSTALLATION))
        .map(installation -> in(Path.of(installation).resolve(RouteFiles.FOLDER)))
        .orElseGet(() -> new ShippedRoutes(new TreeMap<>()));
  }

  static ShippedRoutes in(Path folder) {
    SortedMap<String, File> files = new TreeMap<>();
    try {
      add(files, folder, false);
      add(files, folder.resolve(ENGINE), true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ShippedRoutes(files);
  }

  private static void add(SortedMap<String, File> files, Path folder, boolean engine)
      throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      for (Path path : entries.filter(RouteFiles::isRouteFile).toList()) {
        String name = path.getFileName().toString();
        files.put(name, new File(name, path, Files.readString(path), engine));
      }
    }
  }

  static String name(String route) {
    return route + RouteFiles.SUFFIX;
  }

  /** Whether a file of this name is of use for a kind of source. */
  static boolean serves(String name, String kind) {
    return Optional.ofNullable(KINDS.get(name)).map(kinds -> kinds.contains(kind)).orElse(true);
  }

  Optional<File> file(String name) {
    return Optional.ofNullable(files.get(name));
  }

  List<File> serving(String kind) {
    return files.values().stream().filter(file -> serves(file.name(), kind)).toList();
  }
}

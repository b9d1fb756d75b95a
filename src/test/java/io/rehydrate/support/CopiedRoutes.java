package io.rehydrate.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** The shipped route files of both layers, in a home of their own, where a test may change them. */
public final class CopiedRoutes {
  private CopiedRoutes() {}

  public static List<Path> shipped() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("routes"))) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /** Copies one over what a test has made of it. */
  public static void again(String route, Path home) throws IOException {
    String name = route + ".camel.yaml";
    Path file = shipped().stream().filter(f -> f.endsWith(name)).findFirst().orElseThrow();
    Files.copy(file, home.resolve("routes").resolve(name), StandardCopyOption.REPLACE_EXISTING);
  }

  /** Copies all of them. */
  public static void into(Path home) throws IOException {
    Path routes = Files.createDirectories(home.resolve("routes"));
    for (Path file : shipped()) {
      Files.copy(file, routes.resolve(file.getFileName()));
    }
  }
}

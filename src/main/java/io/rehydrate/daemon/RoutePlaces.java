package io.rehydrate.daemon;

import org.apache.camel.NamedNode;

/** The file and line of a step of a route. */
final class RoutePlaces {
  private final RouteFiles files;

  RoutePlaces(RouteFiles files) {
    this.files = files;
  }

  RouteProblem at(NamedNode node, String message) {
    String location = String.valueOf(node.getLocation());
    String file =
        files.texts().keySet().stream()
            .filter(name -> location.contains("/" + name))
            .findFirst()
            .map(files::shown)
            .orElse(RouteFiles.FOLDER);
    return new RouteProblem(file, Math.max(0, node.getLineNumber()), message);
  }
}

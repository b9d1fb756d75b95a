package io.rehydrate.daemon;

/**
 * What is wrong with a route file.
 *
 * @param file relative to the home folder, like {@code routes/nightly.camel.yaml}
 * @param line from 1; 0 where the file as a whole is meant
 */
public record RouteProblem(String file, int line, String message) {
  @Override
  public String toString() {
    return (line > 0 ? file + ":" + line : file) + ": " + message;
  }
}

package io.rehydrate.daemon;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.FailedToCreateRouteException;

/** Camel's and the YAML parser's failures, as a file, a line and a sentence. */
final class RouteErrors {
  private static final Pattern LINE = Pattern.compile("\\bline:? (\\d+)");
  private static final Pattern LOCATION = Pattern.compile("\\.camel\\.yaml:(\\d+)");
  private static final int LONGEST = 300;

  private RouteErrors() {}

  /**
   * @param name of the file
   */
  static RouteProblem problem(RouteFiles files, String name, Throwable error) {
    int line = line(error);
    if (line == 0 && error instanceof FailedToCreateRouteException route) {
      line = RouteYaml.lineOf(files.texts().get(name), route.getRouteId(), words(error));
    }
    return new RouteProblem(files.shown(name), line, words(error));
  }

  private static int line(Throwable error) {
    int line = 0;
    for (Throwable at : chain(error)) {
      String location =
          at instanceof FailedToCreateRouteException route && route.getLocation() != null
              ? route.getLocation()
              : "";
      for (Matcher matcher :
          List.of(
              LOCATION.matcher(location),
              LOCATION.matcher(String.valueOf(at.getMessage())),
              LINE.matcher(String.valueOf(at.getMessage())))) {
        if (matcher.find()) {
          line = Integer.parseInt(matcher.group(1));
          break;
        }
      }
    }
    return line;
  }

  /** What the innermost failure says, in one line. */
  static String words(Throwable error) {
    List<Throwable> chain = chain(error);
    Throwable root = chain.get(chain.size() - 1);
    String said =
        String.valueOf(root.getMessage())
            .lines()
            .map(String::strip)
            .filter(l -> !l.isEmpty())
            .findFirst()
            .orElse(root.getClass().getSimpleName());
    if (root.getMessage() == null || root.getMessage().isBlank()) {
      said = root.getClass().getSimpleName();
    }
    String route =
        chain.stream()
            .filter(FailedToCreateRouteException.class::isInstance)
            .map(e -> "route " + ((FailedToCreateRouteException) e).getRouteId() + ": ")
            .findFirst()
            .orElse("");
    return route + (said.length() > LONGEST ? said.substring(0, LONGEST) + "..." : said);
  }

  private static List<Throwable> chain(Throwable error) {
    List<Throwable> chain = new ArrayList<>();
    for (Throwable at = error; at != null && !chain.contains(at); at = at.getCause()) {
      chain.add(at);
    }
    return chain;
  }
}

package io.rehydrate.daemon;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What {@code /observe/metrics} says: series by their metric's name, and queries checked by them.
 */
final class PrometheusText {
  private static final Pattern SAMPLE =
      Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)\\})? (\\S+)");
  private static final Pattern LABEL =
      Pattern.compile("([a-zA-Z_]\\w*)=\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Pattern SELECTOR =
      Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)\\s*(?:\\{([^}]*)\\})?");
  private static final Pattern MATCHER =
      Pattern.compile("([a-zA-Z_]\\w*)\\s*(=~|!~|!=|=)\\s*\"([^\"]*)\"");
  private static final Pattern GROUPING = Pattern.compile("\\b(by|without|on)\\s*\\(([^)]*)\\)");

  /** Functions and operators that the rules use, and metrics that Prometheus itself makes. */
  private static final Set<String> WORDS =
      Set.of("sum", "max", "increase", "rate", "time", "by", "label_values", "up");

  /** Labels that Prometheus itself adds to each series. */
  private static final Set<String> OF_SCRAPES = Set.of("instance", "job");

  private final Map<String, Map<Map<String, String>, Double>> series = new HashMap<>();

  PrometheusText(String text) {
    for (String line : text.lines().filter(l -> !l.startsWith("#") && !l.isBlank()).toList()) {
      Matcher sample = SAMPLE.matcher(line);
      if (!sample.matches()) {
        throw new IllegalArgumentException("no sample: " + line);
      }
      series
          .computeIfAbsent(sample.group(1), name -> new LinkedHashMap<>())
          .put(labels(sample.group(2)), Double.valueOf(sample.group(3)));
    }
  }

  private static Map<String, String> labels(String text) {
    return LABEL
        .matcher(text == null ? "" : text)
        .results()
        .collect(Collectors.toMap(r -> r.group(1), r -> r.group(2)));
  }

  Set<String> names() {
    return series.keySet();
  }

  Set<Map<String, String>> labels() {
    return series.values().stream().flatMap(s -> s.keySet().stream()).collect(Collectors.toSet());
  }

  double value(String name, Map<String, String> labels) {
    return series.getOrDefault(name, Map.of()).getOrDefault(labels, -1.0);
  }

  /** A sentence for each thing that the query asks for and that is not there. */
  List<String> problems(String query) {
    String plain = GROUPING.matcher(query.replaceAll("\\[[0-9a-z$_]+\\]", "")).replaceAll("");
    List<String> problems =
        SELECTOR
            .matcher(plain)
            .results()
            .filter(found -> !isWord(plain, found))
            .map(found -> problem(found.group(1), found.group(2)))
            .filter(problem -> !problem.isEmpty())
            .collect(Collectors.toList());
    if (!isBalanced(query)) {
      problems.add("brackets do not match in " + query);
    }
    return problems;
  }

  /** Words, and what stands within a number, in quotes or in a list of labels. */
  private static boolean isWord(String query, MatchResult found) {
    boolean label = query.startsWith("label_values") && found.group(1).equals("instance");
    return WORDS.contains(found.group(1)) || label;
  }

  private String problem(String name, String matchers) {
    if (!series.containsKey(name)) {
      return "there is no metric " + name;
    }
    List<MatchResult> wanted = MATCHER.matcher(matchers == null ? "" : matchers).results().toList();
    for (MatchResult one : wanted) {
      boolean known =
          OF_SCRAPES.contains(one.group(1))
              || series.get(name).keySet().stream()
                  .map(labels -> labels.get(one.group(1)))
                  .anyMatch(value -> value != null && matches(one, value));
      if (!known) {
        return "no series of " + name + " has " + one.group();
      }
    }
    return "";
  }

  private static boolean matches(MatchResult matcher, String value) {
    return matcher.group(2).equals("=~")
        ? value.matches(matcher.group(3))
        : value.equals(matcher.group(3));
  }

  private static boolean isBalanced(String query) {
    String brackets = query.replaceAll("\"[^\"]*\"", "").replaceAll("[^\\[\\](){}]", "");
    String before = "";
    while (!before.equals(brackets)) {
      before = brackets;
      brackets = brackets.replace("()", "").replace("[]", "").replace("{}", "");
    }
    return brackets.isEmpty();
  }
}

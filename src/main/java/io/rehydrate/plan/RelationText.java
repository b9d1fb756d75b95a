package io.rehydrate.plan;

import io.rehydrate.plan.Plan.WrittenRelation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Reads {@code a.x -> b.y}, {@code s.a(x, y) -> s2.b(p, q)} and {@code ... when condition}; names
 * with odd characters stand between backticks.
 */
final class RelationText {
  private static final String ENDS_NAME = ".(),`*";

  private final String text;
  private int at;

  private RelationText(String text) {
    this.text = text;
  }

  private record Side(String table, List<String> columns) {}

  /**
   * @throws IllegalArgumentException that says what was expected
   */
  static WrittenRelation parse(String text, Dangling dangling) {
    RelationText reader = new RelationText(text);
    Side from = reader.side();
    reader.expect("->");
    Side to = reader.side();
    return new WrittenRelation(
        text, from.table(), from.columns(), to.table(), to.columns(), reader.when(), dangling);
  }

  private Side side() {
    List<String> names = new ArrayList<>(List.of(name()));
    while (skip(".")) {
      names.add(name());
    }
    List<String> columns;
    if (skip("(")) {
      columns = columns();
    } else if (names.size() == 1) {
      throw expected("'.' and a column after '" + names.get(0) + "'");
    } else {
      columns = List.of(names.remove(names.size() - 1));
    }
    if (names.size() > 2) {
      throw new IllegalArgumentException("too many dots: schema, table and column at most");
    }
    return new Side(
        names.stream().map(NamePattern::quoted).collect(Collectors.joining(".")), columns);
  }

  private List<String> columns() {
    List<String> columns = new ArrayList<>(List.of(name()));
    while (skip(",")) {
      columns.add(name());
    }
    expect(")");
    return List.copyOf(columns);
  }

  private Optional<String> when() {
    skipSpace();
    if (at == text.length()) {
      return Optional.empty();
    }
    if (!name().equalsIgnoreCase("when")) {
      throw new IllegalArgumentException("expected 'when' or the end behind the second column");
    }
    String condition = text.substring(at).strip();
    SqlText.problemOfRow(condition)
        .ifPresent(
            problem -> {
              throw new IllegalArgumentException("behind 'when' " + problem);
            });
    return Optional.of(condition);
  }

  private String name() {
    skipSpace();
    if (text.startsWith("`", at)) {
      return quotedName();
    }
    int start = at;
    while (at < text.length() && !endsName()) {
      at++;
    }
    if (start == at) {
      throw expected("a name");
    }
    return text.substring(start, at);
  }

  private boolean endsName() {
    char c = text.charAt(at);
    return Character.isWhitespace(c) || ENDS_NAME.indexOf(c) >= 0 || text.startsWith("->", at);
  }

  private String quotedName() {
    StringBuilder name = new StringBuilder();
    at++;
    while (true) {
      int tick = text.indexOf('`', at);
      if (tick < 0) {
        throw new IllegalArgumentException("a backtick is not closed");
      }
      name.append(text, at, tick);
      at = tick + 1;
      if (!text.startsWith("`", at)) {
        break;
      }
      name.append('`');
      at++;
    }
    if (name.toString().isBlank()) {
      throw new IllegalArgumentException("there is nothing between two backticks");
    }
    return name.toString();
  }

  private boolean skip(String token) {
    skipSpace();
    if (!text.startsWith(token, at)) {
      return false;
    }
    at += token.length();
    return true;
  }

  private void expect(String token) {
    if (!skip(token)) {
      throw expected("'" + token + "'");
    }
  }

  private void skipSpace() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private IllegalArgumentException expected(String what) {
    String place =
        at == text.length()
            ? "at the end"
            : "before '" + PlanPath.printable(text.substring(at)) + "'";
    return new IllegalArgumentException("expected " + what + " " + place);
  }
}

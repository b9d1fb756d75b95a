package io.rehydrate.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Which tables a plan's SQL reads in its subqueries, and by which names it means their columns. */
final class SqlReads {
  /** Where a SELECT's list of tables ends. */
  private static final Set<String> AFTER_TABLES =
      Set.of(
          "WHERE", "GROUP", "HAVING", "ORDER", "LIMIT", "WINDOW", "UNION", "EXCEPT", "INTERSECT");

  private final List<SqlToken> tokens;
  private final Deque<Scope> scopes = new ArrayDeque<>(List.of(new Scope()));
  private final List<Table> tables = new ArrayList<>();
  private final Set<String> commonTables = new HashSet<>();
  private final Set<String> aliases = new HashSet<>();
  private final List<List<String>> qualified = new ArrayList<>();
  private final List<String> calls = new ArrayList<>();
  private boolean selects;

  private enum Place {
    ELSEWHERE,
    BEFORE_TABLE,
    AFTER_TABLE
  }

  /** What stands between two parentheses. */
  private static final class Scope {
    private boolean selects;
    private Place place = Place.ELSEWHERE;
  }

  /**
   * A table in a FROM clause.
   *
   * @param schema empty where none is written
   * @param start its place in the text
   */
  record Table(String schema, String name, int start) {}

  private SqlReads(List<SqlToken> tokens) {
    this.tokens = tokens;
  }

  /**
   * @param sql without a problem of its own
   */
  static SqlReads of(String sql) {
    SqlReads reads = new SqlReads(SqlToken.of(sql));
    reads.commonTables();
    for (int at = 0; at < reads.tokens.size(); ) {
      at = reads.read(at);
    }
    return reads;
  }

  /** Those that are not made by the SQL itself. */
  List<Table> tables() {
    return tables.stream()
        .filter(t -> !t.schema().isEmpty() || !commonTables.contains(lower(t.name())))
        .toList();
  }

  /** The parts of each column's name that has a table's before it. */
  List<List<String>> qualified() {
    return qualified;
  }

  /** Whether the SQL itself gives a table or subquery this name. */
  boolean names(String qualifier) {
    return aliases.contains(lower(qualifier))
        || commonTables.contains(lower(qualifier))
        || tables.stream().anyMatch(t -> t.name().equalsIgnoreCase(qualifier));
  }

  /** Whether it holds a query at all. */
  boolean selects() {
    return selects;
  }

  /** Names that are called like functions. */
  List<String> calls() {
    return calls;
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** {@code WITH a AS (...), b (x, y) AS (...)}: these names are no tables. */
  private void commonTables() {
    if (tokens.stream().noneMatch(t -> t.keyword().equals("WITH"))) {
      return;
    }
    for (int at = 0; at + 2 < tokens.size(); at++) {
      if (tokens.get(at).isName()) {
        int next = at + 1;
        if (tokens.get(next).is('(')) {
          next = afterParentheses(next);
        }
        if (next + 1 < tokens.size()
            && tokens.get(next).keyword().equals("AS")
            && tokens.get(next + 1).is('(')) {
          commonTables.add(lower(tokens.get(at).text()));
        }
      }
    }
  }

  private int afterParentheses(int start) {
    int open = 0;
    for (int at = start; at < tokens.size(); at++) {
      open += tokens.get(at).is('(') ? 1 : tokens.get(at).is(')') ? -1 : 0;
      if (open == 0) {
        return at + 1;
      }
    }
    return tokens.size();
  }

  /** Takes the token at a place, or the name of several parts that begins there. */
  private int read(int at) {
    SqlToken token = tokens.get(at);
    Scope scope = scopes.getFirst();
    if (token.is('(')) {
      open(scope);
    } else if (token.is(')')) {
      close();
    } else if (token.is(',') && scope.selects && scope.place == Place.AFTER_TABLE) {
      scope.place = Place.BEFORE_TABLE;
    } else if (token.isName() && !keyword(token, scope)) {
      return name(at, scope);
    }
    return at + 1;
  }

  private void open(Scope outer) {
    Scope inner = new Scope();
    if (outer.place == Place.BEFORE_TABLE) {
      inner.selects = true;
      inner.place = Place.BEFORE_TABLE;
      outer.place = Place.AFTER_TABLE;
    }
    scopes.push(inner);
  }

  private void close() {
    if (scopes.size() > 1) {
      scopes.pop();
    }
  }

  private boolean keyword(SqlToken token, Scope scope) {
    String word = token.keyword();
    switch (word) {
      case "SELECT" -> {
        selects = true;
        scope.selects = true;
        scope.place = Place.ELSEWHERE;
      }
      case "TABLE" -> {
        selects = true;
        scope.selects = true;
        scope.place = Place.BEFORE_TABLE;
      }
      case "FROM" -> scope.place = scope.selects ? Place.BEFORE_TABLE : scope.place;
      case "JOIN", "STRAIGHT_JOIN" -> scope.place = Place.BEFORE_TABLE;
      case "WITH", "RECURSIVE", "VALUES" -> scope.place = Place.ELSEWHERE;
      case "LATERAL", "AS" -> {
        /* between others */
      }
      case "DUAL" -> scope.place = Place.AFTER_TABLE;
      default -> {
        if (!AFTER_TABLES.contains(word)) {
          return false;
        }
        scope.place = Place.ELSEWHERE;
      }
    }
    return true;
  }

  private int name(int start, Scope scope) {
    List<String> parts = new ArrayList<>(List.of(tokens.get(start).text()));
    int at = start + 1;
    while (at + 1 < tokens.size() && tokens.get(at).is('.') && tokens.get(at + 1).isName()) {
      parts.add(tokens.get(at + 1).text());
      at += 2;
    }
    boolean isCall = at < tokens.size() && tokens.get(at).is('(');
    if (isCall) {
      calls.add(String.join(".", parts));
      scope.place = scope.place == Place.BEFORE_TABLE ? Place.AFTER_TABLE : scope.place;
    } else if (scope.place == Place.BEFORE_TABLE) {
      String schema = parts.size() > 1 ? parts.get(parts.size() - 2) : "";
      tables.add(new Table(schema, parts.get(parts.size() - 1), tokens.get(start).start()));
      scope.place = Place.AFTER_TABLE;
    } else if (parts.size() > 1) {
      qualified.add(List.copyOf(parts));
    } else if (scope.place == Place.AFTER_TABLE) {
      aliases.add(lower(parts.get(0)));
    }
    return at;
  }
}

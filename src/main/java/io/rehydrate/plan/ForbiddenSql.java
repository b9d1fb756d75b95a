package io.rehydrate.plan;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What a plan's SQL may not do: read files, wait, lock, write, or keep a state of its own. */
final class ForbiddenSql {
  private static final Set<String> FUNCTIONS =
      Set.of(
          "LOAD_FILE",
          "SLEEP",
          "BENCHMARK",
          "GET_LOCK",
          "RELEASE_LOCK",
          "RELEASE_ALL_LOCKS",
          "IS_FREE_LOCK",
          "IS_USED_LOCK",
          "MASTER_POS_WAIT",
          "SOURCE_POS_WAIT",
          "MASTER_GTID_WAIT",
          "WAIT_FOR_EXECUTED_GTID_SET",
          "WAIT_UNTIL_SQL_THREAD_AFTER_GTIDS",
          "LAST_INSERT_ID",
          "NEXTVAL",
          "LASTVAL",
          "SETVAL",
          "SET_FIREWALL_MODE");

  /** Functions of plug-ins, and those by which others run commands. */
  private static final List<String> FAMILIES =
      List.of(
          "SYS_",
          "KEYRING_",
          "SERVICE_",
          "VERSION_TOKENS_",
          "AUDIT_LOG_",
          "GROUP_REPLICATION_",
          "ASYNCHRONOUS_CONNECTION_FAILOVER_",
          "READ_FIREWALL_");

  private ForbiddenSql() {}

  /** What the SQL does of that, in words: {@code calls SLEEP(), ...}. */
  static Optional<String> in(List<SqlToken> tokens) {
    for (int at = 0; at < tokens.size(); at++) {
      SqlToken token = tokens.get(at);
      String next = at + 1 < tokens.size() ? tokens.get(at + 1).keyword() : "";
      boolean isCall = at + 1 < tokens.size() && tokens.get(at + 1).is('(');
      boolean isQualified = at > 0 && tokens.get(at - 1).is('.');
      Optional<String> found =
          token.isName() && isCall
              ? call(token.text(), isQualified)
              : isQualified ? Optional.empty() : other(token, next, following(tokens, at));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static boolean following(List<SqlToken> tokens, int at) {
    return at + 1 < tokens.size() && tokens.get(at + 1).is('=');
  }

  private static Optional<String> call(String name, boolean isQualified) {
    String function = name.toUpperCase(Locale.ROOT);
    if (FUNCTIONS.contains(function) || FAMILIES.stream().anyMatch(function::startsWith)) {
      return Optional.of("calls " + function + "(); a plan's SQL may only read rows");
    }
    return isQualified
        ? Optional.of(
            "calls the stored function " + name + "(); stored functions are not on the scratch")
        : Optional.empty();
  }

  private static Optional<String> other(SqlToken token, String next, boolean assigns) {
    if (token.is('@') || (token.is(':') && assigns)) {
      return Optional.of("has a variable ('@' or ':='); a plan's SQL may only read rows");
    }
    if (token.is('{') || token.is('}') || token.is('?')) {
      return Optional.of("has a '" + token.text() + "' outside of quotes");
    }
    return switch (token.keyword()) {
      case "INTO" -> Optional.of("has INTO, which writes; a plan's SQL may only read rows");
      case "PROCEDURE" -> Optional.of("has PROCEDURE; a plan's SQL may only read rows");
      case "FOR" ->
          when(next.equals("UPDATE") || next.equals("SHARE"), "locks rows by FOR " + next);
      case "LOCK" -> when(next.equals("IN"), "locks rows by LOCK IN SHARE MODE");
      case "NEXT", "PREVIOUS" -> when(next.equals("VALUE"), "uses a sequence");
      default -> Optional.empty();
    };
  }

  private static Optional<String> when(boolean condition, String what) {
    return condition ? Optional.of(what + "; a plan's SQL may only read rows") : Optional.empty();
  }
}

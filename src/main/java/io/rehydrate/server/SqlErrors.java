package io.rehydrate.server;

import io.rehydrate.error.PrintableText;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What of a server's message may be told. A message repeats row values ({@code Duplicate entry
 * 'jane@x.org' for key 'users.email'}): the SQLSTATE, the code and the names of objects stay, every
 * other quoted text goes, and so do addresses, numbers that may be values, and what a script says
 * by SIGNAL. Everything that logs or tells of an {@link SQLException} asks here.
 */
public final class SqlErrors {
  /** Names follow these words; whatever else stands between quotes may be a value. */
  private static final String NAMED =
      "(?i:table|column|key|database|schema|constraint|index|view|trigger|function|procedure|field|field"
          + " list|user|variable|engine|collation|character set)\\s+";

  private static final String NAME = "'[\\w$.@%-]{1,130}'";

  /** A dump program repeats its own statement, and then what the server said. */
  private static final Pattern STATEMENT =
      Pattern.compile("(?<program>[\\w-]+: Couldn't execute )'[^']*': (?<error>.*)");

  private static final Pattern NAMES = Pattern.compile("\\b" + NAMED + NAME);

  /** How a server goes on behind a value, which may hold quotes itself. */
  private static final Pattern BEHIND =
      Pattern.compile(
          "(?: for (?:key|column) (?:"
              + NAME
              + "|`[^`]{1,64}`(?:\\.`[^`]{1,64}`){0,2}))?(?: at row \\d{1,20})?\\.?$");

  private static final int SYNTAX_ERROR = 1064;

  /** What a script says by SIGNAL, with the SQLSTATE or the number meant for it. */
  private static final Set<Integer> SIGNALLED = Set.of(1644, 1643, 1642);

  private static final String OWN_CLASS = "45";

  /** How a client program begins what the server said. */
  private static final Pattern CLIENT =
      Pattern.compile(
          "(?<head>ERROR (?<code>\\d{1,6}) \\((?<state>\\w{5})\\)(?: at line \\d{1,10})?:)"
              + " (?<text>.*)");

  private static final Pattern MAIL = Pattern.compile("[^\\s'\"<>(),;:=]+@[^\\s'\"<>(),;:=]+");

  /** Not a part of a name, not between quotes or backticks. */
  private static final Pattern NUMBER =
      Pattern.compile("(?<![\\w.`'\"$-])[-+]?\\d[\\d.,:/-]*(?![\\w`'\"])");

  /** A number behind one of these counts something, or is the server's own. */
  private static final Pattern COUNTED =
      Pattern.compile(
          "(?i)(?:\\b(?:errno|error|code|line|row|position|argument|arguments|expected|got|than|least"
              + "|most|maximum|minimum|length|size|version|thread|connection|rc|status|SQLSTATE)"
              + "[\\s:=#]*|[(<>=]\\s*)$");

  /** As is one before these. */
  private static final Pattern COUNTING =
      Pattern.compile(
          "(?i)^\\s*(?:bytes?|characters?|columns?|rows?|seconds?|s\\b|ms\\b|keys?|tables?|%).*");

  private static final String SIGNAL = "raised by a script of its own, whose text is not repeated";

  /** A chain of causes may lead back into itself. */
  private static final int MOST_CAUSES = 5;

  private SqlErrors() {}

  /** {@code SQLSTATE 23000, error 1062: Duplicate entry '…' for key 'users.email'}. */
  public static String describe(SQLException error) {
    String state = error.getSQLState() == null ? "-----" : error.getSQLState();
    return "SQLSTATE " + state + ", error " + error.getErrorCode() + ": " + safe(error);
  }

  /**
   * The nearest SQL failure in a chain of causes, described; else the names of the classes in the
   * chain, since their messages may hold anything.
   */
  public static String describeAny(Throwable error) {
    List<String> names = new ArrayList<>();
    for (Throwable at = error; at != null && names.size() < MOST_CAUSES; at = at.getCause()) {
      if (at instanceof SQLException sql) {
        return describe(sql);
      }
      names.add(at.getClass().getSimpleName());
    }
    return String.join(", by ", names);
  }

  private static String safe(SQLException error) {
    String message = error.getMessage() == null ? "" : error.getMessage();
    if (error.getErrorCode() == SYNTAX_ERROR) {
      return "You have an error in your SQL syntax";
    }
    if (isSignal(error.getErrorCode(), String.valueOf(error.getSQLState()))) {
      return SIGNAL;
    }
    return redact(message.lines().findFirst().orElse(""));
  }

  private static boolean isSignal(int code, String state) {
    return SIGNALLED.contains(code) || state.startsWith(OWN_CLASS);
  }

  /**
   * A server's or a client program's message, one line of it, without the values in it. Servers do
   * not escape the quotes of a value, so all goes from the first one on, but for the name of a key
   * or a column at the end.
   */
  public static String redact(String message) {
    Matcher client = CLIENT.matcher(message);
    if (client.matches()) {
      boolean signal = isSignal(Integer.parseInt(client.group("code")), client.group("state"));
      return client.group("head") + " " + (signal ? SIGNAL : redact(client.group("text")));
    }
    return PrintableText.line(withoutNumbers(withoutMail(withoutQuoted(message))));
  }

  private static String withoutMail(String message) {
    return MAIL.matcher(message).replaceAll(m -> isAccount(m.group()) ? m.group() : "…");
  }

  /** {@code `root`@`%`}, or a server's own placeholder. */
  private static boolean isAccount(String text) {
    return text.contains("`") || text.endsWith("@%") || text.contains("@@");
  }

  private static String withoutNumbers(String message) {
    StringBuilder safe = new StringBuilder();
    Matcher number = NUMBER.matcher(message);
    while (number.find()) {
      boolean counts =
          COUNTED.matcher(message.substring(0, number.start())).find()
              || COUNTING.matcher(message.substring(number.end())).matches();
      number.appendReplacement(safe, counts ? Matcher.quoteReplacement(number.group()) : "…");
    }
    return number.appendTail(safe).toString();
  }

  private static String withoutQuoted(String message) {
    Matcher statement = STATEMENT.matcher(message);
    if (statement.matches()) {
      return statement.group("program") + "'…': " + redact(statement.group("error"));
    }
    int start = firstValue(message);
    if (start < 0) {
      return message;
    }
    Matcher behind = BEHIND.matcher(message);
    int rest = behind.find(start) ? behind.start() : message.length();
    return message.substring(0, start) + "'…'" + message.substring(rest);
  }

  private static int firstValue(String message) {
    Matcher named = NAMES.matcher(message);
    int name = named.find() ? named.start() : message.length();
    for (int i = 0; i < message.length(); i++) {
      if (i == name) {
        i = named.end() - 1;
        name = named.find() ? named.start() : message.length();
      } else if (isQuote(message.charAt(i)) && !isWithinWord(message, i)) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isQuote(char c) {
    return c == '\'' || c == '"';
  }

  private static boolean isWithinWord(String message, int index) {
    return index > 0
        && index + 1 < message.length()
        && Character.isLetter(message.charAt(index - 1))
        && Character.isLetter(message.charAt(index + 1));
  }
}

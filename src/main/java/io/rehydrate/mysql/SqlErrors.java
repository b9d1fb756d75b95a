package io.rehydrate.mysql;

import io.rehydrate.error.PrintableText;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What of a server's message may be told. A message repeats row values ({@code Duplicate entry
 * 'jane@x.org' for key 'users.email'}): the SQLSTATE, the code and the names of objects stay, every
 * other quoted text goes, and so does what looks like a value without quotes. Everything that logs
 * or reports an {@link SQLException} asks here.
 */
public final class SqlErrors {
  /** Names follow these words; whatever else stands between quotes may be a value. */
  private static final String NAMED =
      "(?i:table|column|columns|key|database|schema|constraint|index|view|trigger|function|procedure"
          + "|field|field list|user|role|host|variable|engine|collation|character set|partition"
          + "|tablespace|plugin|event|sequence|name|alias|option|can't drop|bigger than):?\\s+";

  private static final String NAME = "'[^'\"\\p{Cntrl}]{1,130}'";

  /** A dump program repeats its own statement, and then what the server said. */
  private static final Pattern STATEMENT =
      Pattern.compile("(?<program>[\\w-]+: Couldn't execute )'[^']*': (?<error>.*)");

  private static final Pattern NAMES =
      Pattern.compile("(?<!\\w)" + NAMED + NAME + "(?:@" + NAME + ")?");

  /** How a server continues behind a value, which may hold quotes and all else itself. */
  private static final Pattern BEHIND =
      Pattern.compile(
          "(?: for (?:key|column) (?:'[\\p{L}\\p{N}_$.@%#-]{1,130}'"
              + "|`[^`]{1,64}`(?:\\.`[^`]{1,64}`){0,2}))?(?: at row \\d{1,20})?\\.?$");

  /** What a client program says of an error of the server. */
  private static final Pattern OF_CLIENT =
      Pattern.compile(
          "(?<head>(?:[\\w-]+: )?(?:Got error|ERROR|Error)[ :]*(?<code>\\d{4,5})(?: \\((?<state>\\w{5})\\))?"
              + "(?: at line \\d+)?(?: in file: '[^']*')?:?) .*");

  /** A quoted name, which is let through here. */
  private static final Pattern QUOTED = Pattern.compile("'[^']*'|`[^`]*`");

  /** What is a value without quotes, and a message's words for it. */
  private static final Pattern UNQUOTED =
      Pattern.compile(
          "(?<kept>no partition for value|Longitude|Latitude) \\S+"
              + "|\\b0[xX][0-9A-Fa-f]+\\b"
              + "|\\b(?=[A-Fa-f]*\\d)[0-9A-Fa-f]{16,}\\b");

  private static final Pattern MAIL = Pattern.compile("[^\\s'\"<>(),;:=]+@[^\\s'\"<>(),;:=]+");

  /** Not a part of a name, not between quotes or backticks. */
  private static final Pattern NUMBER =
      Pattern.compile("(?<![\\w.`'\"$-])[-+]?\\d[\\d.,:/-]*(?![\\w`'\"])");

  /** A number behind one of these counts something, or is the server's own. */
  private static final Pattern COUNTED =
      Pattern.compile(
          "(?i)(?:\\b(?:errno|error|code|line|row|position|argument|arguments|expected|got|than|least"
              + "|most|maximum|minimum|length|size|version|thread|connection|conn|rc|status|SQLSTATE)"
              + "[\\s:=#]*|[(<>=]\\s*)$");

  /** As is one before these. */
  private static final Pattern COUNTING =
      Pattern.compile(
          "(?i)^\\s*(?:bytes?|characters?|columns?|rows?|seconds?|s\\b|ms\\b|keys?|tables?|%).*");

  private static final int SYNTAX_ERROR = 1064;

  /** Warning, not found and exception of SIGNAL, whose text somebody wrote. */
  private static final Set<Integer> SIGNALS = Set.of(1642, 1643, 1644);

  /** Servers have no numbers as high as this for what they say in a session. */
  private static final int NOT_OF_SERVERS = 15_000;

  private static final String SIGNALLED =
      "raised by a SIGNAL of the database; its text may hold values and is not shown";

  private static final int LONGEST = 4000;

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
      if (at instanceof SQLException sql && !isOfPool(sql)) {
        return describe(sql);
      }
      names.add(at.getClass().getSimpleName());
    }
    return String.join(", by ", names);
  }

  /** A pool says that it had no session; why it had none stands behind that. */
  private static boolean isOfPool(SQLException error) {
    return error instanceof SQLTransientConnectionException
        && error.getCause() instanceof SQLException;
  }

  private static String safe(SQLException error) {
    String message = error.getMessage() == null ? "" : error.getMessage();
    if (error.getErrorCode() == SYNTAX_ERROR) {
      return "You have an error in your SQL syntax";
    }
    if (isSignal(error.getErrorCode(), error.getSQLState())) {
      return SIGNALLED;
    }
    String first = message.lines().findFirst().orElse("");
    boolean mayGoOn = first.indexOf('\'') >= 0 || first.indexOf('"') >= 0;
    return redact(mayGoOn ? message.lines().collect(Collectors.joining(" ")) : first);
  }

  private static boolean isSignal(int code, String state) {
    return SIGNALS.contains(code)
        || code >= NOT_OF_SERVERS
        || (state != null && state.startsWith("45"));
  }

  /**
   * A server's or a client program's message, one line of it, without the values in it. Servers do
   * not escape the quotes of a value, so all goes from the first one on, but for the name of a key
   * or a column at the end.
   */
  public static String redact(String message) {
    String line = PrintableText.line(message.substring(0, Math.min(LONGEST, message.length())));
    Matcher statement = STATEMENT.matcher(line);
    if (statement.matches()) {
      return statement.group("program") + "'…': " + redact(statement.group("error"));
    }
    Matcher client = OF_CLIENT.matcher(line);
    if (client.matches()
        && isSignal(Integer.parseInt(client.group("code")), client.group("state"))) {
      return client.group("head") + " " + SIGNALLED;
    }
    int start = firstValue(line);
    if (start < 0) {
      return withoutBareValues(line);
    }
    Matcher behind = BEHIND.matcher(line);
    int rest = behind.find(start) ? behind.start() : line.length();
    return withoutBareValues(line.substring(0, start)) + "'…'" + line.substring(rest);
  }

  private static String withoutBareValues(String text) {
    StringBuilder clean = new StringBuilder();
    Matcher quoted = QUOTED.matcher(text);
    int at = 0;
    while (quoted.find()) {
      clean.append(withoutBare(text.substring(at, quoted.start()))).append(quoted.group());
      at = quoted.end();
    }
    return clean.append(withoutBare(text.substring(at))).toString();
  }

  private static String withoutBare(String text) {
    String bare =
        UNQUOTED
            .matcher(text)
            .replaceAll(found -> found.group(1) == null ? "…" : found.group(1) + " …");
    return withoutNumbers(withoutMail(bare));
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

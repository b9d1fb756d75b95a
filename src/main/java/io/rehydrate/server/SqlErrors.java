package io.rehydrate.server;

import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What of a server's message may be told. A message repeats row values ({@code Duplicate entry
 * 'jane@x.org' for key 'users.email'}): the SQLSTATE, the code and the names of objects stay, every
 * other quoted text goes. Everything that logs or tells of an {@link SQLException} asks here.
 */
public final class SqlErrors {
  /** Names follow these words; whatever else stands between quotes may be a value. */
  private static final Pattern QUOTED =
      Pattern.compile(
          "(?<word>(?:table|column|key|database|schema|constraint|index|view|trigger|function|procedure|field|field list|user|variable|engine|collation|character set)\\s+)?"
              + "(?<quoted>'(?:[^'\\\\]|\\\\.|'')*'?|\"(?:[^\"\\\\]|\\\\.)*\"?)",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern NAME = Pattern.compile("'[\\w$.@%-]{1,130}'");
  private static final int SYNTAX_ERROR = 1064;

  private SqlErrors() {}

  /** {@code SQLSTATE 23000, error 1062: Duplicate entry '…' for key 'users.email'}. */
  public static String describe(SQLException error) {
    String state = error.getSQLState() == null ? "-----" : error.getSQLState();
    return "SQLSTATE " + state + ", error " + error.getErrorCode() + ": " + safe(error);
  }

  /**
   * The nearest SQL failure in a chain of causes, described; else the name of the failure's class.
   */
  public static String describeAny(Throwable error) {
    for (Throwable at = error; at != null; at = at.getCause()) {
      if (at instanceof SQLException sql) {
        return describe(sql);
      }
    }
    return error.getClass().getSimpleName();
  }

  private static String safe(SQLException error) {
    String message = error.getMessage() == null ? "" : error.getMessage();
    if (error.getErrorCode() == SYNTAX_ERROR) {
      return "You have an error in your SQL syntax";
    }
    return redact(message.lines().findFirst().orElse(""));
  }

  /** A server's or a client program's message without the values in it. */
  public static String redact(String message) {
    Matcher matcher = QUOTED.matcher(message);
    return matcher.replaceAll(
        found -> {
          String quoted = found.group(2);
          boolean named = found.group(1) != null && NAME.matcher(quoted).matches();
          String word = found.group(1) == null ? "" : found.group(1);
          return Matcher.quoteReplacement(named ? found.group() : word + "'…'");
        });
  }
}

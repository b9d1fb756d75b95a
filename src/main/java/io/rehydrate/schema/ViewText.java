package io.rehydrate.schema;

import io.rehydrate.mysql.Sql;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Finds, in a text as the server shows it, with every name between backticks, where a table, a
 * function or a sequence is named together with its schema. A view that is shown from within its
 * own schema has such names for functions on MySQL, for sequences on MariaDB, and for everything
 * where it is broken or its definer is gone.
 */
public final class ViewText {
  /** Behind these words, and any parentheses, stands a table. */
  private static final Set<String> BEFORE_TABLES =
      Set.of("from", "join", "straight_join", "view", "for");

  /** Within these {@code from} is followed by a value. */
  private static final Set<String> WITH_FROM = Set.of("trim", "extract", "substring", "substr");

  /** These take a sequence. */
  private static final Set<String> OF_SEQUENCES = Set.of("nextval", "lastval", "setval");

  private final String text;
  private final UnaryOperator<String> rename;
  private final StringBuilder result = new StringBuilder();
  private final Set<TableName> found = new LinkedHashSet<>();
  private final Deque<String> open = new ArrayDeque<>();
  private int at;
  private String wordBefore = "";

  private ViewText(String text, UnaryOperator<String> rename) {
    this.text = text;
    this.rename = rename;
  }

  /** The text without this schema's name: it works in any schema. */
  public static String within(String text, String schema) {
    return new ViewText(text, name -> name.equals(schema) ? "" : name).read().result.toString();
  }

  /**
   * The text with other names of schemas.
   *
   * @param schemas by the names that they have in the text
   */
  public static String renamed(String text, Map<String, String> schemas) {
    return new ViewText(text, name -> schemas.getOrDefault(name, name)).read().result.toString();
  }

  /** What the text names together with its schema. */
  public static Set<TableName> qualified(String text) {
    return new ViewText(text, UnaryOperator.identity()).read().found;
  }

  private ViewText read() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '`') {
        name();
      } else if (c == '\'' || c == '"') {
        copy(quoteEnd(c));
        wordBefore = "";
      } else if (Character.isLetter(c) || c == '_') {
        int end = at;
        while (end < text.length() && Character.isJavaIdentifierPart(text.charAt(end))) {
          end++;
        }
        wordBefore = text.substring(at, end).toLowerCase(Locale.ROOT);
        copy(end);
      } else {
        symbol(c);
        copy(at + 1);
      }
    }
    return this;
  }

  /** In {@code from ((`a` join `b`) join `c`)} what is before parentheses counts behind them. */
  private void symbol(char c) {
    if (c == '(') {
      open.push(wordBefore);
    } else if (c == ')') {
      open.poll();
      wordBefore = "";
    } else if (!Character.isWhitespace(c)) {
      wordBefore = "";
    }
  }

  private void copy(int end) {
    result.append(text, at, end);
    at = end;
  }

  private int quoteEnd(char quote) {
    for (int i = at + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == quote) {
        return i + 1;
      }
    }
    return text.length();
  }

  private int nameEnd(int from) {
    for (int i = from + 1; i < text.length(); i++) {
      if (text.charAt(i) == '`') {
        if (i + 1 < text.length() && text.charAt(i + 1) == '`') {
          i++;
        } else {
          return i + 1;
        }
      }
    }
    return text.length();
  }

  /** At a backtick: one name, or several with dots between them. */
  private void name() {
    int firstEnd = nameEnd(at);
    int secondEnd = followed(firstEnd) ? nameEnd(firstEnd + 1) : firstEnd;
    int thirdEnd = secondEnd > firstEnd && followed(secondEnd) ? nameEnd(secondEnd + 1) : secondEnd;
    if (secondEnd > firstEnd && (thirdEnd > secondEnd || isObject(secondEnd))) {
      String schema = unquoted(at, firstEnd);
      found.add(new TableName(schema, unquoted(firstEnd + 1, secondEnd)));
      String renamed = rename.apply(schema);
      if (!renamed.isEmpty()) {
        result.append(Sql.name(renamed)).append('.');
      }
      at = firstEnd + 1;
    }
    copy(thirdEnd);
    wordBefore = "";
  }

  private boolean followed(int end) {
    return text.startsWith(".`", end);
  }

  /**
   * Of two names the first is a table's or an alias, unless they stand where an object is meant.
   */
  private boolean isObject(int end) {
    boolean value = WITH_FROM.contains(String.valueOf(open.peek()));
    return (BEFORE_TABLES.contains(wordBefore) && !value)
        || text.startsWith("(", end)
        || OF_SEQUENCES.contains(wordBefore);
  }

  private String unquoted(int from, int end) {
    return text.substring(from + 1, end - 1).replace("``", "`");
  }
}

package io.rehydrate.schema;

import io.rehydrate.mysql.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds, in the text of a routine, trigger or event as its author wrote it, where a schema is
 * named. Strings and comments are left as they are, also where a string holds SQL.
 */
public final class RoutineText {
  private static final Pattern WORD = Pattern.compile("[\\w$\\x{80}-\\x{FFFF}]+");
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_]\\w*");

  /** The opening of an executable comment is no comment: what follows it is SQL. */
  private static final Pattern IGNORED =
      Pattern.compile(
          "\\s+|#[^\\n]*|--(?:\\s[^\\n]*|$)|/\\*M?!\\d*|/\\*(?:[^*]|\\*(?!/))*+(?:\\*/|$)",
          Pattern.UNICODE_CHARACTER_CLASS);

  /** What stands behind these is a table or a routine, and no column. */
  private static final Set<String> BEFORE_OBJECTS =
      Set.of("from", "join", "straight_join", "into", "update", "table", "call", "on");

  private final String text;
  private final boolean ansiQuotes;
  private final boolean backslashEscapes;

  private RoutineText(String text, String sqlMode) {
    this.text = text;
    List<String> modes = List.of(sqlMode.split(","));
    this.ansiQuotes = modes.contains("ANSI_QUOTES");
    this.backslashEscapes = !modes.contains("NO_BACKSLASH_ESCAPES");
  }

  /**
   * @param name without its quotes; of other characters the empty text
   * @param symbol of a name 0
   */
  private record Token(int start, int end, String name, char symbol) {
    boolean isName() {
      return symbol == 0;
    }
  }

  /**
   * The text with other names of schemas. Of {@code a.b} the first is a schema, unless the text has
   * a table, an alias or a variable with the same name: then only where a table or a routine must
   * stand.
   *
   * @param sqlMode under which it was written
   * @param schemas new names, by the names in the text
   */
  public static String renamed(String text, String sqlMode, Map<String, String> schemas) {
    RoutineText parsed = new RoutineText(text, sqlMode);
    List<Token> tokens = parsed.tokens();
    StringBuilder result = new StringBuilder(text.length());
    int copied = 0;
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      String renamed = schemas.getOrDefault(token.name(), "");
      if (!renamed.isEmpty() && isSchema(tokens, i)) {
        boolean plain =
            WORD.matcher(text).region(token.start(), token.end()).matches()
                && PLAIN.matcher(renamed).matches();
        result.append(text, copied, token.start()).append(plain ? renamed : Sql.name(renamed));
        copied = token.end();
      }
    }
    return result.append(text, copied, text.length()).toString();
  }

  private static boolean isSchema(List<Token> tokens, int i) {
    if (!isSymbol(tokens, i + 1, '.')
        || !isName(tokens, i + 2)
        || isSymbol(tokens, i - 1, '.')
        || isSymbol(tokens, i - 1, '@')) {
      return false;
    }
    boolean threeParts = isSymbol(tokens, i + 3, '.');
    return threeParts
        || isSymbol(tokens, i + 3, '(')
        || (isName(tokens, i - 1)
            && BEFORE_OBJECTS.contains(tokens.get(i - 1).name().toLowerCase(Locale.ROOT))
            && !isBehindOn(tokens, i))
        || !isOtherwiseUsed(tokens, tokens.get(i).name());
  }

  /** {@code ON} is followed by the table of a trigger, and by the condition of a join. */
  private static boolean isBehindOn(List<Token> tokens, int i) {
    return tokens.get(i - 1).name().equalsIgnoreCase("on")
        && tokens.subList(0, i).stream().anyMatch(token -> token.name().equalsIgnoreCase("join"));
  }

  /** Whether something else than a schema has this name: a table, an alias, a variable. */
  private static boolean isOtherwiseUsed(List<Token> tokens, String name) {
    for (int i = 0; i < tokens.size(); i++) {
      if (tokens.get(i).name().equalsIgnoreCase(name)
          && tokens.get(i).isName()
          && !isSymbol(tokens, i + 1, '.')
          && !isSymbol(tokens, i - 1, '@')
          && !isSymbol(tokens, i + 1, '@')) {
        return true;
      }
    }
    return false;
  }

  private static boolean isSymbol(List<Token> tokens, int i, char symbol) {
    return i >= 0 && i < tokens.size() && tokens.get(i).symbol() == symbol;
  }

  private static boolean isName(List<Token> tokens, int i) {
    return i >= 0 && i < tokens.size() && tokens.get(i).isName();
  }

  private List<Token> tokens() {
    List<Token> tokens = new ArrayList<>();
    Matcher ignored = IGNORED.matcher(text);
    Matcher word = WORD.matcher(text);
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      int start = at;
      if (ignored.region(at, text.length()).lookingAt()) {
        at = ignored.end();
      } else if (c == '`' || (c == '"' && ansiQuotes)) {
        at = quoteEnd(start, false);
        String quote = String.valueOf(c);
        String name = text.substring(start + 1, Math.max(start + 1, at - 1));
        tokens.add(new Token(start, at, name.replace(quote + quote, quote), (char) 0));
      } else if (c == '\'' || c == '"') {
        at = quoteEnd(start, backslashEscapes);
        tokens.add(new Token(start, at, "", c));
      } else if (word.region(at, text.length()).lookingAt()) {
        at = word.end();
        tokens.add(new Token(start, at, word.group(), (char) 0));
      } else {
        at++;
        tokens.add(new Token(start, at, "", c));
      }
    }
    return tokens;
  }

  /** Two quotes in a row are one character of the text, or two texts in a row: both end later. */
  private int quoteEnd(int start, boolean escapes) {
    char quote = text.charAt(start);
    int at = start + 1;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '\\' && escapes) {
        at += 2;
      } else if (c != quote) {
        at++;
      } else if (at + 1 < text.length() && text.charAt(at + 1) == quote) {
        at += 2;
      } else {
        return at + 1;
      }
    }
    return text.length();
  }
}

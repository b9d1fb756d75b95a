package io.rehydrate.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A word, a quoted name, a quoted text or a single other character of a piece of SQL.
 *
 * @param text of a name without its backticks, of a text nothing
 * @param start its first character's place
 */
record SqlToken(Kind kind, String text, int start) {
  enum Kind {
    WORD,
    NAME,
    TEXT,
    OTHER
  }

  /** The pieces of SQL whose quotes are closed and that holds no comment. */
  static List<SqlToken> of(String sql) {
    List<SqlToken> tokens = new ArrayList<>();
    int at = 0;
    while (at < sql.length()) {
      char c = sql.charAt(at);
      int end = at + 1;
      if (c == '\'' || c == '"' || c == '`') {
        end = SqlText.endOfQuoted(sql, at) + 1;
        tokens.add(
            c == '`'
                ? new SqlToken(Kind.NAME, sql.substring(at + 1, end - 1).replace("``", "`"), at)
                : new SqlToken(Kind.TEXT, "", at));
      } else if (isOfWord(c)) {
        while (end < sql.length() && isOfWord(sql.charAt(end))) {
          end++;
        }
        tokens.add(new SqlToken(Kind.WORD, sql.substring(at, end), at));
      } else if (!Character.isWhitespace(c)) {
        tokens.add(new SqlToken(Kind.OTHER, String.valueOf(c), at));
      }
      at = end;
    }
    return tokens;
  }

  private static boolean isOfWord(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '$' || c >= 0x80;
  }

  /** Whether it may name something. */
  boolean isName() {
    return kind == Kind.NAME || (kind == Kind.WORD && !text.chars().allMatch(Character::isDigit));
  }

  /** Whether it is this character, outside of quotes. */
  boolean is(char c) {
    return kind == Kind.OTHER && text.charAt(0) == c;
  }

  /** In capitals; empty for what is no word outside of quotes. */
  String keyword() {
    return kind == Kind.WORD ? text.toUpperCase(Locale.ROOT) : "";
  }
}

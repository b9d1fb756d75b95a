package io.rehydrate.scan;

import java.util.Locale;
import java.util.Set;

/** Addresses of mailboxes, outside the domains that nobody can own. */
final class Mails {
  private static final int LONGEST_DOMAIN = 253;
  private static final Set<String> RESERVED = Set.of("example", "test", "invalid", "localhost");

  /** {@code logo@2x.png} is a file. */
  private static final Set<String> FILES =
      Set.of("png", "jpg", "jpeg", "gif", "webp", "svg", "avif", "css", "js", "json", "html");

  private Mails() {}

  /**
   * @param at where the sign stands
   */
  static boolean isAround(Text text, int at) {
    if (!isLocal(text.at(at - 1)) && !text.isWord(at - 1)) {
      return false;
    }
    int end = at + 1;
    int dot = -1;
    while (end - at <= LONGEST_DOMAIN && isDomain(text, end)) {
      if (text.at(end) == '.') {
        if (!text.isWord(end - 1) || !text.isWord(end + 1)) {
          break;
        }
        dot = end;
      }
      end++;
    }
    while (end > at && text.at(end - 1) == '-') {
      end--;
    }
    boolean cut = text.isEnd(end) && text.unfinished;
    return dot > 0
        && !cut
        && hasTopLevel(text, dot + 1, end)
        && !isReserved(text, at + 1, dot, end)
        && !isFile(text, at, dot, end)
        && !isRepository(text, at, end);
  }

  private static boolean isLocal(int c) {
    return c == '_' || c == '+' || c == '-' || c == '\'' || c == '%' || c == '.' || c == '"';
  }

  private static boolean isDomain(Text text, int index) {
    int c = text.at(index);
    return text.isWord(index) || c == '.' || c == '-';
  }

  private static boolean hasTopLevel(Text text, int from, int end) {
    if (end - from < 2 || text.isDigit(from)) {
      return false;
    }
    if (text.startsWith(from, "xn--")) {
      return true;
    }
    for (int i = from; i < end; i++) {
      if (!text.isLetter(i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isReserved(Text text, int from, int dot, int end) {
    String last = lower(text, dot + 1, end);
    if (RESERVED.contains(last)) {
      return true;
    }
    int second = dot - 1;
    while (second >= from && text.at(second) != '.') {
      second--;
    }
    boolean owned = !last.equals("com") && !last.equals("net") && !last.equals("org");
    return !owned && lower(text, second + 1, dot).equals("example");
  }

  private static boolean isFile(Text text, int at, int dot, int end) {
    return dot == at + 3
        && text.isDigit(at + 1)
        && text.at(at + 2) == 'x'
        && FILES.contains(lower(text, dot + 1, end));
  }

  /** {@code git@github.com:owner/name} */
  private static boolean isRepository(Text text, int at, int end) {
    return text.startsWith(at - 3, "git") && !text.isInsideWord(at - 4) && text.at(end) == ':';
  }

  private static String lower(Text text, int from, int end) {
    StringBuilder word = new StringBuilder();
    for (int i = from; i < end; i++) {
      word.append((char) text.at(i));
    }
    return word.toString().toLowerCase(Locale.ROOT);
  }
}

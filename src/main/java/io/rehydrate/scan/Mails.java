package io.rehydrate.scan;

import java.util.Locale;
import java.util.Set;

/**
 * Addresses of mailboxes, outside the domains that nobody can own. Among random characters there is
 * one now and then, so a sure one is longer, has a known end, and stands by itself.
 */
final class Mails {
  private static final int LONGEST_LOCAL = 64;
  private static final int LONGEST_DOMAIN = 253;
  private static final int FEWEST_SURE = 12;
  private static final int FEWEST_OF_LABEL = 3;
  private static final Set<String> RESERVED = Set.of("example", "test", "invalid", "localhost");

  /** {@code logo@2x.png} is a file. */
  private static final Set<String> FILES =
      Set.of("png", "jpg", "jpeg", "gif", "webp", "svg", "avif", "css", "js", "json", "html");

  private Mails() {}

  /**
   * The form of what is around a sign; 0 for what is no address.
   *
   * @param at where the sign stands
   */
  static long around(Text text, int at) {
    int end = domainEnd(text, at);
    int dot = lastDot(text, at, end);
    boolean local = isLocalMark(text.at(at - 1)) || text.isWord(at - 1);
    boolean cut = text.isEnd(end) && text.unfinished;
    if (!local || dot < 0 || !hasTopLevel(text, dot + 1, end)) {
      return isBetween(text, at) ? Form.AT_OTHER.bit() : 0;
    }
    if (cut || isReserved(text, at + 1, dot, end)) {
      return 0;
    }
    if (isFile(text, at, dot, end) || isRepository(text, at, end)) {
      return 0;
    }
    return isSure(text, at, dot, end) ? Form.EMAIL_SURE.bit() : Form.EMAIL.bit();
  }

  /** As random characters have it; a mention of somebody begins with the sign. */
  private static boolean isBetween(Text text, int at) {
    return text.at(at - 1) > ' ' && text.at(at + 1) > ' ';
  }

  private static int domainEnd(Text text, int at) {
    int end = at + 1;
    while (end - at <= LONGEST_DOMAIN && isDomain(text, end)) {
      boolean dangling =
          text.at(end) == '.' && (!text.isWord(end - 1) || end == at + 1 || !text.isWord(end + 1));
      if (dangling) {
        break;
      }
      end++;
    }
    while (end > at + 1 && text.at(end - 1) == '-') {
      end--;
    }
    return end;
  }

  private static int lastDot(Text text, int at, int end) {
    for (int i = end - 1; i > at; i--) {
      if (text.at(i) == '.') {
        return i;
      }
    }
    return -1;
  }

  private static boolean isLocalMark(int c) {
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

  /** Where the part before the last dot begins. */
  private static int labelStart(Text text, int at, int dot) {
    int start = dot;
    while (start - 1 > at && text.at(start - 1) != '.') {
      start--;
    }
    return start;
  }

  private static boolean isReserved(Text text, int from, int dot, int end) {
    String last = lower(text, dot + 1, end);
    if (RESERVED.contains(last)) {
      return true;
    }
    int second = labelStart(text, from - 1, dot);
    boolean owned = !last.equals("com") && !last.equals("net") && !last.equals("org");
    return !owned && lower(text, second, dot).equals("example");
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

  private static boolean isSure(Text text, int at, int dot, int end) {
    int start = at;
    while (at - start < LONGEST_LOCAL && isLocal(text, start - 1)) {
      start--;
    }
    boolean byItself = isBorder(text.at(start - 1)) && isBorder(text.at(end));
    return byItself
        && text.isWord(start)
        && at - start >= 2
        && isName(text, at, dot)
        && end - start >= FEWEST_SURE
        && isWritten(text, start, at)
        && isWritten(text, at + 1, end)
        && TopLevels.isCommon(lower(text, dot + 1, end));
  }

  private static boolean isLocal(Text text, int index) {
    int c = text.at(index);
    return text.isWord(index) || c == '_' || c == '+' || c == '-' || c == '.';
  }

  private static boolean isBorder(int c) {
    return c <= ' ' || "\"'<>()[]{},;:|=/\\&!?.*`".indexOf(c) >= 0;
  }

  /** {@code acme} of {@code acme.org} and of {@code acme.co.uk} */
  private static boolean isName(Text text, int at, int dot) {
    int end = dot;
    int from = labelStart(text, at, end);
    boolean register = end - from == 2 && from - 1 > at;
    if (register) {
      end = from - 1;
      from = labelStart(text, at, end);
    }
    for (int i = from; i < end; i++) {
      if (text.isDigit(i)) {
        return false;
      }
    }
    return end - from >= FEWEST_OF_LABEL;
  }

  /** As people write it: each word in small letters, in capital ones, or with one in front. */
  private static boolean isWritten(Text text, int from, int end) {
    int capitals = 0;
    int small = 0;
    for (int i = from; i < end; i++) {
      boolean upper = text.isUpper(i);
      boolean letter = text.isLetter(i);
      if ((upper && small > 0) || (letter && !upper && capitals > 1)) {
        return false;
      }
      boolean wordGoesOn = letter || text.isDigit(i);
      capitals = wordGoesOn ? capitals + (upper ? 1 : 0) : 0;
      small = wordGoesOn ? small + (letter && !upper ? 1 : 0) : 0;
    }
    return true;
  }

  private static String lower(Text text, int from, int end) {
    StringBuilder word = new StringBuilder();
    for (int i = from; i < end; i++) {
      word.append((char) text.at(i));
    }
    return word.toString().toLowerCase(Locale.ROOT);
  }
}

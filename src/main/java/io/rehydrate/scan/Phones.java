package io.rehydrate.scan;

import io.rehydrate.plan.NameMeaning;

/** Telephone numbers that show that they are: {@code +49 30 1234567}, {@code (212) 555-1234}. */
final class Phones {
  static final int FEWEST_DIGITS = 7;
  static final int MOST_DIGITS = 15;

  private static final int FEWEST_ABROAD = 8;
  private static final int MOST_MARKS = 8;
  private static final int NAMED = Context.bit(NameMeaning.PHONE);

  private final Context context;
  private final int[] digits = new int[MOST_DIGITS + 1];

  Phones(Context context) {
    this.context = context;
  }

  static boolean isNamed(int meanings) {
    return (meanings & NAMED) != 0;
  }

  /** A number and its country's code behind a plus. */
  long plusAt(Text text, int start, int named) {
    if (text.at(start + 1) < '1' || text.at(start + 1) > '9') {
      return 0;
    }
    boolean any = false;
    boolean possible = false;
    boolean apart = false;
    int count = 0;
    int marks = 0;
    int at = start + 1;
    while (count < MOST_DIGITS && text.isDigit(at)) {
      int from = at;
      while (text.isDigit(at) && count < MOST_DIGITS) {
        digits[count++] = text.at(at++) - '0';
      }
      int next = afterMarks(text, at);
      // groups of three are an amount's
      apart |= marks > 0 && at - from != 3;
      boolean ends = !text.isInsideWord(at) && !(text.isEnd(at) && text.unfinished);
      if (ends && count >= FEWEST_ABROAD) {
        any = true;
        possible |= isPossible(count);
      }
      if (next < 0 || marks++ == MOST_MARKS) {
        break;
      }
      at = next;
    }
    if (!any || isFiction(count)) {
      return 0;
    }
    if (isNamed(named | context.before(text, start))) {
      return Form.PHONE_SURE.bit();
    }
    if (isDecimal(text, start + 1)) {
      return 0;
    }
    if (!possible) {
      return Form.PLUS_OTHER.bit();
    }
    return apart ? Form.PHONE_SURE.bit() : Form.PHONE_PLUS.bit();
  }

  /**
   * The first digit behind the marks there; -1 where it does not continue. {@code (0)} is a mark.
   */
  private static int afterMarks(Text text, int end) {
    int at = end;
    while (isMark(text.at(at)) && at - end < 4) {
      at += text.startsWith(at, "(0)") ? 3 : 1;
    }
    return at > end && text.isDigit(at) ? at : -1;
  }

  static boolean isMark(int c) {
    return c == ' ' || c == '-' || c == '.' || c == '(' || c == ')' || c == '/';
  }

  /** {@code +45.678901}: a coordinate, a difference. */
  private static boolean isDecimal(Text text, int start) {
    int at = start;
    while (text.isDigit(at)) {
      at++;
    }
    if ((text.at(at) != '.' && text.at(at) != ',') || !text.isDigit(at + 1)) {
      return false;
    }
    at++;
    while (text.isDigit(at)) {
      at++;
    }
    return !(text.at(at) == '.' && text.isDigit(at + 1));
  }

  private boolean isPossible(int count) {
    return Countries.hasNumber(100 * digits[0] + 10 * digits[1] + digits[2], count)
        && (digits[0] != 1 || count != 11 || isNorthAmerican(digits[1], digits[2], digits[4]));
  }

  private static boolean isNorthAmerican(int area, int second, int exchange) {
    return area >= 2 && exchange >= 2 && second != 9;
  }

  /** {@code +1 212 555 0123} and the like: 555-0100 to 555-0199 are kept for stories. */
  private boolean isFiction(int count) {
    return count == 11
        && digits[0] == 1
        && digits[4] == 5
        && digits[5] == 5
        && digits[6] == 5
        && digits[7] == 0
        && digits[8] == 1;
  }

  /** {@code (212) 555-1234}, {@code (0171) 1234567} */
  long inParentheses(Text text, int start) {
    int close = start + 1;
    while (text.isDigit(close)) {
      close++;
    }
    int area = close - start - 1;
    if (area < 2 || area > 6 || text.at(close) != ')') {
      return 0;
    }
    int next = close + 1;
    while (next < close + 3 && isMark(text.at(next)) && text.at(next) != '(') {
      next++;
    }
    if (area == 3 && isNorthAmericanLine(text, start, next)) {
      return Form.PHONE_SURE.bit();
    }
    return text.at(start + 1) == '0' && isLocalNumber(text, next, area)
        ? Form.PHONE_NATIONAL.bit()
        : 0;
  }

  private static boolean isNorthAmericanLine(Text text, int start, int exchange) {
    int mark = text.at(exchange + 3);
    return areDigits(text, exchange, 3)
        && (mark == '-' || mark == ' ' || mark == '.')
        && areDigits(text, exchange + 4, 4)
        && !text.isInsideWord(exchange + 8)
        && text.at(start + 1) >= '2'
        && text.at(exchange) >= '2'
        && !isFiction(text, exchange);
  }

  private static boolean isLocalNumber(Text text, int start, int area) {
    int count = area;
    int at = start;
    while (text.isDigit(at) || (isMark(text.at(at)) && text.isDigit(at + 1))) {
      count += text.isDigit(at) ? 1 : 0;
      at++;
    }
    boolean whole = !text.isInsideWord(at) && !(text.isEnd(at) && text.unfinished);
    return whole && at > start && count >= FEWEST_ABROAD && count <= MOST_DIGITS;
  }

  static boolean areDigits(Text text, int start, int count) {
    for (int i = start; i < start + count; i++) {
      if (!text.isDigit(i)) {
        return false;
      }
    }
    return true;
  }

  /** {@code 212-555-1234}: the rules for areas and exchanges, which random digits break. */
  static long northAmerican(Text text, int area, int exchange) {
    if (isFiction(text, exchange)) {
      return 0;
    }
    boolean sound =
        text.at(area) >= '2'
            && text.at(area + 1) != '9'
            && !text.startsWith(area + 1, "11")
            && text.at(exchange) >= '2'
            && !text.startsWith(exchange + 1, "11");
    return sound ? Form.PHONE_NORTH_AMERICAN.bit() : Form.NORTH_AMERICAN_OTHER.bit();
  }

  static boolean isFiction(Text text, int exchange) {
    boolean together = text.isDigit(exchange + 3);
    return text.startsWith(exchange, "555") && text.startsWith(exchange + (together ? 3 : 4), "01");
  }

  /**
   * Whether a whole text could be a number in a column that is named for them: digits and marks,
   * and nothing else.
   */
  static boolean isNumber(Text text) {
    int digits = 0;
    for (int i = 0; i < text.length; i++) {
      if (text.isDigit(i)) {
        digits++;
      } else if (!isMark(text.at(i)) && text.at(i) != '+') {
        return false;
      }
    }
    return digits >= FEWEST_DIGITS && digits <= MOST_DIGITS && !text.unfinished && !text.continued;
  }
}

package io.rehydrate.scan;

/** Telephone numbers that show that they are: {@code +49 30 1234567}, {@code (212) 555-1234}. */
final class Phones {
  private static final int FEWEST_DIGITS = 8;
  private static final int MOST_DIGITS = 15;
  private static final int MOST_MARKS = 8;

  private Phones() {}

  /**
   * @param start of a plus or a parenthesis
   */
  static boolean isAt(Text text, int start) {
    return text.at(start) == '+' ? isInternational(text, start) : isInParentheses(text, start);
  }

  private static boolean isInternational(Text text, int start) {
    int first = text.at(start + 1);
    if (first < '1' || first > '9') {
      return false;
    }
    int digits = 0;
    int marks = 0;
    int at = start + 1;
    int end = at;
    while (marks <= MOST_MARKS && digits <= MOST_DIGITS) {
      if (text.isDigit(at)) {
        digits++;
        end = at + 1;
      } else if (isMark(text.at(at))) {
        marks++;
      } else {
        break;
      }
      at++;
    }
    boolean whole = !text.isInsideWord(end) && !(text.isEnd(end) && text.unfinished);
    return whole && digits >= FEWEST_DIGITS && digits <= MOST_DIGITS && !isFiction(text, start);
  }

  private static boolean isMark(int c) {
    return c == ' ' || c == '-' || c == '.' || c == '(' || c == ')' || c == '/';
  }

  /** {@code +1 555 0123} and the like: 555-0100 to 555-0199 are kept for stories. */
  private static boolean isFiction(Text text, int start) {
    int[] digits = new int[11];
    int count = 0;
    for (int at = start; count < digits.length && !text.isEnd(at); at++) {
      if (text.isDigit(at)) {
        digits[count++] = text.at(at) - '0';
      }
    }
    return count == 11
        && digits[0] == 1
        && digits[4] == 5
        && digits[5] == 5
        && digits[6] == 5
        && digits[7] == 0
        && digits[8] == 1;
  }

  private static boolean isInParentheses(Text text, int start) {
    if (!isDigits(text, start + 1, 3) || text.at(start + 4) != ')') {
      return false;
    }
    int exchange = start + (text.at(start + 5) == ' ' ? 6 : 5);
    int mark = text.at(exchange + 3);
    return isDigits(text, exchange, 3)
        && (mark == '-' || mark == ' ' || mark == '.')
        && isDigits(text, exchange + 4, 4)
        && !text.isInsideWord(exchange + 8)
        && isNorthAmerican(text, start + 1, exchange, exchange + 4);
  }

  private static boolean isDigits(Text text, int start, int count) {
    for (int i = start; i < start + count; i++) {
      if (!text.isDigit(i)) {
        return false;
      }
    }
    return true;
  }

  /** Neither area nor exchange begins with 0 or 1. */
  static boolean isNorthAmerican(Text text, int area, int exchange, int line) {
    boolean fiction = text.startsWith(exchange, "555") && text.startsWith(line, "01");
    return text.at(area) >= '2' && text.at(exchange) >= '2' && !fiction;
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
    return digits >= 7 && digits <= MOST_DIGITS && !text.unfinished && !text.continued;
  }
}

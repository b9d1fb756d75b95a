package io.rehydrate.scan;

/** Numbers of payment cards: their first digits say whose, the last one proves the others. */
final class Cards {
  static final int FEWEST_DIGITS = 14;
  static final int MOST_DIGITS = 16;

  private Cards() {}

  /**
   * @param groups how many digits stand together, with one mark between them
   */
  static boolean isAt(Text text, int start, int[] groups, int count) {
    int[] digits = new int[MOST_DIGITS];
    int length = 0;
    int at = start;
    for (int g = 0; g < count; g++) {
      for (int i = 0; i < groups[g]; i++) {
        digits[length++] = text.at(at++) - '0';
      }
      at++;
    }
    int prefix = digits[0] * 1000 + digits[1] * 100 + digits[2] * 10 + digits[3];
    return isIssued(prefix, length) && hasCheckDigit(digits, length);
  }

  private static boolean isIssued(int prefix, int length) {
    int two = prefix / 100;
    return switch (length) {
      case 14 -> two == 36 || two == 38 || (prefix >= 3000 && prefix <= 3059);
      case 15 -> two == 34 || two == 37;
      default ->
          two / 10 == 4
              || (two >= 51 && two <= 55)
              || (prefix >= 2221 && prefix <= 2720)
              || (prefix >= 3528 && prefix <= 3589)
              || prefix == 6011
              || (prefix >= 6440 && prefix <= 6599)
              || two == 62;
    };
  }

  /** Luhn's sum. */
  private static boolean hasCheckDigit(int[] digits, int length) {
    int sum = 0;
    for (int i = 0; i < length; i++) {
      int digit = digits[length - 1 - i];
      int weighed = i % 2 == 0 ? digit : 2 * digit;
      sum += weighed > 9 ? weighed - 9 : weighed;
    }
    return sum % 10 == 0;
  }
}

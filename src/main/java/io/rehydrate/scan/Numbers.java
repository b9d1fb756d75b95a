package io.rehydrate.scan;

/**
 * What begins with a digit: numbers of cards, phones, social security, addresses of the network.
 */
final class Numbers {
  private static final int MOST_GROUPS = 6;
  private static final int LONGEST = 40;

  private Numbers() {}

  /**
   * @param start the first digit of a word
   */
  static int find(Text text, int start) {
    int before = text.at(start - 1);
    int found = Addresses.isVersion4At(text, start) ? Kind.IP.bit() : 0;
    if (before == '.' || before == '-' || before == '/' || before == '+' || before == '%') {
      return found;
    }
    int[] groups = new int[MOST_GROUPS];
    int count = 0;
    int at = start;
    int separator = 0;
    while (true) {
      int from = at;
      while (text.isDigit(at)) {
        at++;
      }
      groups[count++] = at - from;
      int next = text.at(at);
      boolean goesOn =
          (next == ' ' || next == '-' || next == '.')
              && (separator == 0 || next == separator)
              && text.isDigit(at + 1);
      if (!goesOn || count == MOST_GROUPS || at - start > LONGEST) {
        break;
      }
      separator = next;
      at++;
    }
    boolean cut = text.isEnd(at) && text.unfinished;
    return cut || isGoingOn(text, at)
        ? found
        : found | grouped(text, start, groups, count, separator);
  }

  /** A letter, or a mark and then a letter or digit. */
  private static boolean isGoingOn(Text text, int end) {
    int next = text.at(end);
    boolean mark = next == '-' || next == '.' || next == '@';
    return text.isInsideWord(end) || (mark && text.isInsideWord(end + 1));
  }

  private static int grouped(Text text, int start, int[] groups, int count, int separator) {
    if (count == 1) {
      return bare(text, start, groups[0]);
    }
    if (separator == '-' && is(groups, count, 3, 2, 4)) {
      return isSocialSecurity(text, start) ? Kind.SSN.bit() : 0;
    }
    if (is(groups, count, 3, 3, 4)) {
      return Phones.isNorthAmerican(text, start, start + 4, start + 8) ? Kind.PHONE.bit() : 0;
    }
    if (separator != ' ' && is(groups, count, 1, 3, 3, 4) && text.at(start) == '1') {
      return Phones.isNorthAmerican(text, start + 2, start + 6, start + 10) ? Kind.PHONE.bit() : 0;
    }
    return separator != '.' && isCard(text, start, groups, count) ? Kind.CARD.bit() : 0;
  }

  /** Its date may follow. */
  private static boolean isCard(Text text, int start, int[] groups, int count) {
    int first = count > 4 && is(groups, 4, 4, 4, 4, 4) ? 4 : count;
    boolean form =
        is(groups, first, 4, 4, 4, 4) || is(groups, count, 4, 6, 5) || is(groups, count, 4, 6, 4);
    return form && Cards.isAt(text, start, groups, first);
  }

  private static int bare(Text text, int start, int digits) {
    if (digits < Cards.FEWEST_DIGITS || digits > Cards.MOST_DIGITS) {
      return 0;
    }
    boolean sound = Cards.isAt(text, start, new int[] {digits}, 1);
    return Patterns.BARE_CARD_OR_NOT | (sound ? Patterns.BARE_CARD : 0);
  }

  private static boolean is(int[] groups, int count, int... lengths) {
    if (count != lengths.length) {
      return false;
    }
    for (int i = 0; i < count; i++) {
      if (groups[i] != lengths[i]) {
        return false;
      }
    }
    return true;
  }

  private static boolean isSocialSecurity(Text text, int start) {
    boolean area = !text.startsWith(start, "000") && !text.startsWith(start, "666");
    return area && !text.startsWith(start + 4, "00") && !text.startsWith(start + 7, "0000");
  }
}

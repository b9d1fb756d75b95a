package io.rehydrate.scan;

import io.rehydrate.plan.NameMeaning;

/**
 * What begins with a digit: numbers of cards, phones, social security, addresses of the network.
 * For one thread.
 */
final class Numbers {
  private static final int MOST_GROUPS = 8;
  private static final int LONGEST = 40;
  private static final int FEWEST_NATIONAL = 9;
  private static final int MOST_NATIONAL = 12;
  private static final int LONGEST_AREA = 5;
  private static final int SOCIAL_SECURITY = 9;
  private static final int NORTH_AMERICAN = 10;
  private static final int SOCIAL = Context.bit(NameMeaning.SOCIAL);
  private static final int ACCOUNT = Context.bit(NameMeaning.ACCOUNT);

  private final Context context;
  private final Addresses addresses;

  /** Of each group its first digit, how many it has, and the mark behind it. */
  private final int[] starts = new int[MOST_GROUPS];

  private final int[] groups = new int[MOST_GROUPS];
  private final int[] marks = new int[MOST_GROUPS];
  private int count;
  private int end;
  private int firstEnd;

  Numbers(Context context) {
    this.context = context;
    this.addresses = new Addresses(context);
  }

  /**
   * Bits of {@link Form}.
   *
   * @param start the first digit of a word
   * @param named bits of what the column's name means
   */
  long find(Text text, int start, int named) {
    int before = text.at(start - 1);
    int next = text.at(firstEnd(text, start));
    long found = next == '.' ? addresses.version4At(text, start, named) : 0;
    if (before == '.' || before == '-' || before == '/' || before == '+' || before == '%') {
      return found;
    }
    if (firstEnd - start < Phones.FEWEST_DIGITS && !isMark(next)) {
      return found;
    }
    read(text, start);
    boolean cut = text.isEnd(end) && text.unfinished;
    if (cut || isGoingOn(text, end)) {
      return found;
    }
    int digits = digits(count);
    if (digits < Phones.FEWEST_DIGITS) {
      return found;
    }
    int said = named | (count > 1 || start > 0 ? context.before(text, start) : 0);
    return found | (count == 1 ? bare(text, start, groups[0], said) : grouped(text, said, digits));
  }

  private int firstEnd(Text text, int start) {
    int at = start + 1;
    while (text.isDigit(at)) {
      at++;
    }
    firstEnd = at;
    return at;
  }

  /** The end of the digits at which the last search began. */
  int firstEnd() {
    return firstEnd;
  }

  private static boolean isMark(int c) {
    return c == ' ' || c == '-' || c == '.' || c == '/' || c == '\\';
  }

  /** Digits with the same mark between them; the first mark may be another one, or wider. */
  private void read(Text text, int start) {
    count = 0;
    int at = start;
    while (true) {
      starts[count] = at;
      while (text.isDigit(at)) {
        at++;
      }
      groups[count] = at - starts[count];
      int next = nextGroup(text, at);
      marks[count] = next < 0 ? 0 : mark(text, at);
      count++;
      boolean other = count > 2 && marks[count - 1] != marks[count - 2];
      if (next < 0 || other || count == MOST_GROUPS || next - start > LONGEST) {
        end = at;
        return;
      }
      at = next;
    }
  }

  /** The first digit behind a mark, or -1: {@code 030/1}, {@code 030 / 1}, {@code 030\/1}. */
  private static int nextGroup(Text text, int at) {
    int mark = text.at(at);
    if (isMark(mark) && mark != '\\') {
      if (text.isDigit(at + 1)) {
        return at + 1;
      }
      boolean wide =
          mark == ' '
              && (text.at(at + 1) == '/' || text.at(at + 1) == '-')
              && text.at(at + 2) == ' '
              && text.isDigit(at + 3);
      return wide ? at + 3 : -1;
    }
    return mark == '\\' && text.at(at + 1) == '/' && text.isDigit(at + 2) ? at + 2 : -1;
  }

  private static int mark(Text text, int at) {
    boolean wide = !text.isDigit(at + 1);
    return wide ? text.at(at + 1) : text.at(at);
  }

  private int digits(int ofGroups) {
    int digits = 0;
    for (int i = 0; i < ofGroups; i++) {
      digits += groups[i];
    }
    return digits;
  }

  /** A letter, or a mark and then a letter or digit. */
  private static boolean isGoingOn(Text text, int end) {
    int next = text.at(end);
    boolean mark = next == '-' || next == '.' || next == '@';
    return text.isInsideWord(end) || (mark && text.isInsideWord(end + 1));
  }

  private long grouped(Text text, int said, int digits) {
    if (is(3, 3, 4) && Phones.isFiction(text, starts[1])) {
      return 0;
    }
    if (Phones.isNamed(said) && digits <= Phones.MOST_DIGITS) {
      return Form.PHONE_SURE.bit();
    }
    int mark = marks[0];
    boolean same = count == 2 || marks[1] == mark;
    if (same && mark == '-' && is(3, 2, 4)) {
      return socialSecurity(text, said);
    }
    if (same && is(3, 3, 4) && mark != '/') {
      return Phones.northAmerican(text, starts[0], starts[1]) | (mark == ' ' ? national(text) : 0);
    }
    if (marks[1] != ' ' && is(1, 3, 3, 4) && text.at(starts[0]) == '1') {
      return Phones.northAmerican(text, starts[1], starts[2]);
    }
    long card = mark == '.' || mark == '/' ? 0 : card(text, said);
    return card != 0 ? card : national(text);
  }

  private boolean is(int... lengths) {
    if (count != lengths.length) {
      return false;
    }
    return begins(lengths);
  }

  private boolean begins(int... lengths) {
    for (int i = 0; i < lengths.length; i++) {
      if (i >= count || groups[i] != lengths[i]) {
        return false;
      }
    }
    return true;
  }

  private long socialSecurity(Text text, int said) {
    if ((said & SOCIAL) != 0) {
      return Form.SSN_SURE.bit();
    }
    return isSocialSecurity(text) ? Form.SSN.bit() : Form.SSN_OTHER.bit();
  }

  /** Numbers from 900 on are tax payers', whose middle part is in some ranges. */
  private boolean isSocialSecurity(Text text) {
    int start = starts[0];
    int middle = 10 * (text.at(starts[1]) - '0') + text.at(starts[1] + 1) - '0';
    boolean taxPayer =
        (middle >= 50 && middle <= 65) || (middle >= 70 && middle != 89 && middle != 93);
    return !text.startsWith(start, "000")
        && !text.startsWith(start, "666")
        && (text.at(start) != '9' || taxPayer)
        && middle != 0
        && !text.startsWith(starts[2], "0000");
  }

  /** Its date may follow. */
  private long card(Text text, int said) {
    boolean four = begins(4, 4, 4, 4);
    boolean form = (four && count != 5) || (four && groups[4] != 4) || is(4, 6, 5) || is(4, 6, 4);
    if (!form) {
      return 0;
    }
    boolean sound = Cards.isAt(text, starts[0], groups, four ? 4 : count);
    if (sound && (said & ACCOUNT) != 0) {
      return Form.CARD_SURE.bit();
    }
    return sound ? Form.CARD_GROUPED.bit() : Form.GROUPED_OTHER.bit();
  }

  /** As in most countries: a zero, an area, a number. */
  private long national(Text text) {
    boolean inner = text.at(starts[0] - 1) == ' ' && text.isDigit(starts[0] - 2);
    boolean path = text.at(end) == '/' && text.isInsideWord(end + 1);
    if (path || (inner && marks[0] == ' ')) {
      return 0;
    }
    if (text.startsWith(starts[0], "00")) {
      return doubleZero(text, digits(count));
    }
    boolean area = groups[0] >= 2 && groups[0] <= LONGEST_AREA;
    boolean dotted = marks[0] == '.' && !is(2, 2, 2, 2, 2);
    if (!area || dotted || isPostcode() || areThousands(text)) {
      return 0;
    }
    for (int i = 2; i <= count; i++) {
      int digits = digits(i);
      if (digits >= FEWEST_NATIONAL && digits <= MOST_NATIONAL) {
        return text.at(starts[0]) == '0' ? Form.PHONE_NATIONAL.bit() : Form.NATIONAL_OTHER.bit();
      }
    }
    return 0;
  }

  /** {@code 02138-1234} */
  private boolean isPostcode() {
    return is(5, 4) && marks[0] == '-';
  }

  /** {@code 12 345 678} is an amount. */
  private boolean areThousands(Text text) {
    for (int i = 1; i < count; i++) {
      if (groups[i] != 3) {
        return false;
      }
    }
    return text.at(starts[0]) != '0';
  }

  private static long doubleZero(Text text, int first, int digits) {
    int three = 0;
    int at = first;
    for (int i = 0; i < 3; at++) {
      if (text.isDigit(at)) {
        three = 10 * three + text.at(at) - '0';
        i++;
      } else if (!Phones.isMark(text.at(at))) {
        return Form.DOUBLE_ZERO_OTHER.bit();
      }
    }
    return three >= 100 && Countries.hasNumber(three, digits - 2)
        ? Form.PHONE_DOUBLE_ZERO.bit()
        : Form.DOUBLE_ZERO_OTHER.bit();
  }

  private long doubleZero(Text text, int digits) {
    return doubleZero(text, starts[0] + 2, digits);
  }

  private static long bare(Text text, int start, int digits, int said) {
    boolean fiction = digits == NORTH_AMERICAN && Phones.isFiction(text, start + 3);
    if (!fiction && Phones.isNamed(said) && digits <= Phones.MOST_DIGITS) {
      return Form.PHONE_SURE.bit();
    }
    if (digits == SOCIAL_SECURITY && (said & SOCIAL) != 0) {
      return Form.SSN_SURE.bit();
    }
    long found = 0;
    if (digits >= FEWEST_NATIONAL + 1 && text.startsWith(start, "00")) {
      found = doubleZero(text, start + 2, digits);
    }
    if (digits < Cards.FEWEST_DIGITS || digits > Cards.MOST_DIGITS) {
      return found;
    }
    boolean sound = Cards.isAt(text, start, new int[] {digits}, 1);
    if (sound && (said & ACCOUNT) != 0) {
      return found | Form.CARD_SURE.bit();
    }
    return found | (sound ? Form.CARD_BARE.bit() : Form.BARE_OTHER.bit());
  }
}

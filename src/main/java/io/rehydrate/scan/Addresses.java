package io.rehydrate.scan;

import io.rehydrate.plan.NameMeaning;

/**
 * Addresses of the network that may be a person's: not those for documentation, private nets, one's
 * own machine or link, broadcasts.
 */
final class Addresses {
  private static final int GROUPS = 8;
  private static final int LONGEST_PART = 5;

  /** Most addresses have a number as large; versions rarely do. */
  private static final int LARGE = 100;

  private static final int NAMED = Context.bit(NameMeaning.NETWORK) | Context.bit(NameMeaning.HOST);

  private final Context context;
  private final int[] octets = new int[4];

  Addresses(Context context) {
    this.context = context;
  }

  /**
   * @param start the first digit of a word
   * @param named bits of what the column's name means
   */
  long version4At(Text text, int start, int named) {
    int before = text.at(start - 1);
    boolean product = before == '/' && text.at(start - 2) != '/';
    if (before == '.' || before == '-' || product) {
      return 0;
    }
    int end = parts(text, start);
    if (end < 0 || text.isInsideWord(end) || (text.isEnd(end) && text.unfinished)) {
      return 0;
    }
    int next = text.at(end);
    boolean more = (next == '.' || next == '-') && text.isInsideWord(end + 1);
    if (more || !areOctets(text, start)) {
      return Form.IP_OTHER.bit();
    }
    return isKept(octets) ? 0 : form(text, start, end, named);
  }

  /** Four numbers with dots between; the end, or -1. */
  private int parts(Text text, int start) {
    int at = start;
    for (int i = 0; i < octets.length; i++) {
      int from = at;
      int value = 0;
      while (text.isDigit(at) && at - from < LONGEST_PART) {
        value = 10 * value + text.at(at++) - '0';
      }
      if (at == from || (i < 3 && text.at(at++) != '.')) {
        return -1;
      }
      octets[i] = value;
    }
    return at;
  }

  private boolean areOctets(Text text, int start) {
    int at = start;
    for (int octet : octets) {
      boolean leadingZero = text.at(at) == '0' && text.isDigit(at + 1);
      if (octet > 255 || leadingZero) {
        return false;
      }
      while (text.isDigit(at)) {
        at++;
      }
      at++;
    }
    return true;
  }

  private long form(Text text, int start, int end, int named) {
    int said = named | context.before(text, start);
    if ((said & Context.bit(NameMeaning.VERSION)) != 0) {
      return Form.IP_OTHER.bit();
    }
    boolean url = text.at(start - 1) == '@' || text.startsWith(start - 2, "//");
    boolean port = text.at(end) == ':' && text.isDigit(end + 1) && text.isDigit(end + 2);
    if (url || port || (said & NAMED) != 0) {
      return Form.IP_SURE.bit();
    }
    boolean large = false;
    for (int octet : octets) {
      large |= octet >= LARGE;
    }
    return large ? Form.IP_LARGE.bit() : Form.IP_SMALL.bit();
  }

  /** Ranges that no person is reached by, as IANA keeps them. */
  private static boolean isKept(int[] o) {
    int net = o[0] << 16 | o[1] << 8 | o[2];
    boolean own = o[0] == 0 || o[0] == 127 || o[0] >= 224;
    boolean privately =
        o[0] == 10
            || (o[0] == 172 && o[1] >= 16 && o[1] < 32)
            || (o[0] == 192 && o[1] == 168)
            || (o[0] == 100 && o[1] >= 64 && o[1] < 128)
            || (o[0] == 169 && o[1] == 254);
    boolean documented = net == 0xc00000 || net == 0xc00002 || net == 0xc63364 || net == 0xcb0071;
    boolean measuring = o[0] == 198 && (o[1] == 18 || o[1] == 19);
    return own || privately || documented || measuring;
  }

  /**
   * Whether a public address begins at the first digit of a group. All of them begin with 2 or 3;
   * those of links, private nets and one's own machine do not.
   */
  static boolean isVersion6At(Text text, int start) {
    int first = text.at(start);
    if ((first != '2' && first != '3') || text.at(start + 4) != ':') {
      return false;
    }
    boolean within = text.at(start - 1) == ':' && text.isHex(start - 2);
    if (within || !isGroupOfFour(text, start)) {
      return false;
    }
    int groups = 0;
    int gaps = 0;
    int at = start;
    while (groups <= GROUPS) {
      int from = at;
      while (text.isHex(at) && at - from < 5) {
        at++;
      }
      if (at - from > 4) {
        return false;
      }
      groups += at > from ? 1 : 0;
      if (text.startsWith(at, "::")) {
        gaps++;
        at += 2;
      } else if (at > from && text.at(at) == ':' && text.isHex(at + 1)) {
        at++;
      } else {
        break;
      }
    }
    boolean whole =
        !text.isInsideWord(at) && text.at(at) != ':' && !(text.isEnd(at) && text.unfinished);
    boolean form = gaps == 1 ? groups >= 2 && groups <= 7 : gaps == 0 && groups == GROUPS;
    return whole && form && !isDocumentation(text, start);
  }

  private static boolean isGroupOfFour(Text text, int start) {
    return text.isHex(start + 1) && text.isHex(start + 2) && text.isHex(start + 3);
  }

  private static boolean isDocumentation(Text text, int start) {
    return text.startsWith(start, "2001:db8:")
        || text.startsWith(start, "2001:DB8:")
        || text.startsWith(start, "2001:0db8:")
        || text.startsWith(start, "2001:0DB8:")
        || text.startsWith(start, "3fff:");
  }
}

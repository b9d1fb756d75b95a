package io.rehydrate.scan;

/** Addresses of the network, outside the ranges kept for documentation and one's own machine. */
final class Addresses {
  private static final int GROUPS = 8;

  private Addresses() {}

  static boolean isVersion4At(Text text, int start) {
    int before = text.at(start - 1);
    boolean product = before == '/' && text.at(start - 2) != '/';
    if (before == '.' || before == '-' || product) {
      return false;
    }
    int[] octets = new int[4];
    int at = start;
    for (int i = 0; i < 4; i++) {
      int from = at;
      int value = 0;
      while (text.isDigit(at) && at - from < 4) {
        value = 10 * value + text.at(at++) - '0';
      }
      boolean leadingZero = at - from > 1 && text.at(from) == '0';
      if (at == from || value > 255 || leadingZero || (i < 3 && text.at(at++) != '.')) {
        return false;
      }
      octets[i] = value;
    }
    boolean goesOn = text.at(at) == '.' && text.isInsideWord(at + 1);
    boolean cut = text.isEnd(at) && text.unfinished;
    return !text.isInsideWord(at) && !goesOn && !cut && !isKept(octets);
  }

  private static boolean isKept(int[] o) {
    int net = o[0] << 16 | o[1] << 8 | o[2];
    return o[0] == 127
        || net == 0xc00002
        || net == 0xc63364
        || net == 0xcb0071
        || (net | o[3]) == 0
        || (net == 0xffffff && o[3] == 255);
  }

  /** At the first digit of a group, or at the two colons that an address begins with. */
  static boolean isVersion6At(Text text, int start) {
    boolean within = text.at(start - 1) == ':' && text.isHex(start - 2);
    if (within || (text.at(start) != ':' && !leadsToColon(text, start))) {
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
    boolean form = gaps == 1 ? isShort(text, start, groups) : gaps == 0 && groups == GROUPS;
    return whole && form && !isDocumentation(text, start);
  }

  private static boolean leadsToColon(Text text, int start) {
    int at = start;
    while (text.isHex(at) && at - start < 5) {
      at++;
    }
    return at > start && text.at(at) == ':' && (text.at(at + 1) == ':' || text.isHex(at + 1));
  }

  /** Names of programs have two colons as well: {@code add::b}. */
  private static boolean isShort(Text text, int start, int groups) {
    boolean firstIsLong = text.isHex(start + 3) && text.at(start + 4) == ':';
    boolean hasDigit = text.isDigit(start) || text.isDigit(start + 1) || text.isDigit(start + 2);
    return groups <= 7 && (groups >= 3 || (groups == 2 && firstIsLong && hasDigit));
  }

  private static boolean isDocumentation(Text text, int start) {
    return text.startsWith(start, "2001:db8:")
        || text.startsWith(start, "2001:DB8:")
        || text.startsWith(start, "2001:0db8:")
        || text.startsWith(start, "2001:0DB8:");
  }
}

package io.rehydrate.scan;

/**
 * Finds what looks like a person's in a text, in one pass over its bytes. Where a form alone proves
 * too little, check digits do, or the count over a column: see {@link ColumnTally}.
 */
final class Patterns {
  /** Sixteen digits in a row with sound check digits; and such digits, sound or not. */
  static final int BARE_CARD = 1 << 20;

  static final int BARE_CARD_OR_NOT = 1 << 21;

  private Patterns() {}

  /** Bits of {@link Kind} and of the two above. */
  static int find(Text text, int wanted) {
    int found = 0;
    int length = text.length;
    byte[] bytes = text.bytes;
    boolean inside = text.continued;
    for (int i = 0; i < length; i++) {
      int b = bytes[i];
      if (b >= 'a' && b <= 'z') {
        if (!inside && (wanted & SECRET_OR_IP) != 0) {
          found |= token(text, i, wanted);
        }
        inside = true;
      } else if (b >= '0' && b <= '9') {
        if (!inside) {
          found |= Numbers.find(text, i) | token(text, i, wanted);
          i = lastOfWord(text, i);
        }
        inside = true;
      } else if (b < 0 || b == '_') {
        inside = true;
      } else if (b >= 'A' && b <= 'Z') {
        if (!inside) {
          found |= Ibans.isAt(text, i) ? Kind.IBAN.bit() : 0;
          found |= token(text, i, wanted);
        }
        inside = true;
      } else {
        if (b == '@') {
          found |= Mails.isAround(text, i) ? Kind.EMAIL.bit() : 0;
        } else if (b == '+' || b == '(') {
          found |= !inside && Phones.isAt(text, i) ? Kind.PHONE.bit() : 0;
        } else if (b == ':' || b == '$' || b == '-') {
          found |= inside ? 0 : token(text, i, wanted);
        }
        inside = false;
      }
    }
    return found & (wanted | BARE_CARD | BARE_CARD_OR_NOT);
  }

  private static final int SECRET_OR_IP = Kind.SECRET.bit() | Kind.IP.bit();

  private static int token(Text text, int start, int wanted) {
    int found = 0;
    if ((wanted & Kind.SECRET.bit()) != 0 && Secrets.isAt(text, start)) {
      found |= Kind.SECRET.bit();
    }
    if ((wanted & Kind.IP.bit()) != 0 && Addresses.isVersion6At(text, start)) {
      found |= Kind.IP.bit();
    }
    return found;
  }

  private static int lastOfWord(Text text, int start) {
    int i = start;
    while (text.isDigit(i + 1)) {
      i++;
    }
    return i;
  }
}

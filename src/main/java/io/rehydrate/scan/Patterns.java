package io.rehydrate.scan;

/**
 * Finds what looks like a person's in a text, in one pass over its bytes; what is written in base
 * 64, in hex or with escapes is read again behind them. Where a form alone proves too little, check
 * digits do, or the count over a column: see {@link Verdict}. For one thread.
 */
final class Patterns {
  private final Context context = new Context();
  private final Numbers numbers = new Numbers(context);
  private final Phones phones = new Phones(context);
  private final TokenRuns runs = new TokenRuns(context);
  private final Escapes escapes = new Escapes();
  private int named;
  private boolean escaped;
  private boolean ofAddress;

  /**
   * Bits of {@link Form}.
   *
   * @param meanings bits of what the column's name means, see {@link Context}
   */
  long find(Text text, int meanings) {
    named = meanings;
    escaped = false;
    ofAddress = false;
    long found = look(text, true);
    if (escaped || ofAddress) {
      found |= look(escapes.undone(text, ofAddress), false);
    }
    return found;
  }

  private long look(Text text, boolean decode) {
    long found = 0;
    int length = text.length;
    byte[] bytes = text.bytes;
    boolean inside = text.continued;
    int run = 0;
    for (int i = 0; i < length; i++) {
      int b = bytes[i];
      if (b >= 'a' && b <= 'z') {
        if (!inside) {
          found |= Secrets.at(text, i);
        }
        inside = true;
      } else if (b >= '0' && b <= '9') {
        if (!inside) {
          found |= numbers.find(text, i, named);
          found |= Addresses.isVersion6At(text, i) ? Form.IP_SURE.bit() : 0;
          i = numbers.firstEnd() - 1;
        }
        inside = true;
      } else if (b >= 'A' && b <= 'Z') {
        if (!inside) {
          found |= Ibans.at(text, i) | Secrets.at(text, i);
        }
        inside = true;
      } else if (b == '_') {
        inside = true;
      } else {
        if (b != '-' && b != '+' && b != '/') {
          if (i - run >= TokenRuns.FEWEST) {
            found |= run(text, run, i, decode);
          }
          run = i + 1;
        }
        found |= b < 0 ? 0 : mark(text, i, b, inside);
        inside = b < 0;
      }
    }
    if (length - run >= TokenRuns.FEWEST) {
      found |= run(text, run, length, decode);
    }
    return found;
  }

  private long mark(Text text, int i, int b, boolean inside) {
    switch (b) {
      case '@' -> {
        long mail = Mails.around(text, i);
        boolean login = Secrets.isLoginBefore(text, i);
        return mail | (login ? Form.SECRET_SURE.bit() : 0);
      }
      case '+' -> {
        ofAddress |= text.isDigit(i - 1) && text.isDigit(i + 1);
        return inside || text.at(i - 1) == '+' ? 0 : phones.plusAt(text, i, named);
      }
      case '(' -> {
        return inside ? 0 : phones.inParentheses(text, i);
      }
      case '$', '-', '*', '{' -> {
        return inside ? 0 : Secrets.at(text, i);
      }
      case '~' -> {
        return Secrets.isOfAzureAt(text, i) ? Form.SECRET_SURE.bit() : 0;
      }
      case '%' -> {
        ofAddress |= Escapes.isAt(text, i);
        return 0;
      }
      case '&', '\\' -> {
        escaped |= Escapes.isAt(text, i);
        return 0;
      }
      default -> {
        return 0;
      }
    }
  }

  private long run(Text text, int from, int end, boolean decode) {
    if (decode && runs.decode(text, from, end)) {
      return look(runs.decoded(), false);
    }
    return runs.key(text, from, end);
  }
}

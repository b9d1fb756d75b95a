package io.rehydrate.scan;

import io.rehydrate.plan.NameMeaning;

/**
 * Long runs of the characters that base 64 has: a text may be written in them, or they are a key.
 */
final class TokenRuns {
  static final int FEWEST = 12;

  private static final int FEWEST_HEX = 14;
  private static final int FEWEST_OF_TOKEN = 20;
  private static final int AWS = 40;
  private static final int AZURE = 86;
  private static final int LOOKED_AT = 128;
  private static final int MOST_TRIES = 4;
  private static final int NAMED = Context.bit(NameMeaning.SECRET);

  private final Context context;
  private final Text decoded = new Text(1 << 16);
  private boolean hex;
  private boolean mixed;
  private boolean marked;
  private boolean url;

  TokenRuns(Context context) {
    this.context = context;
  }

  /** The text that was written in the last run that held one. */
  Text decoded() {
    return decoded;
  }

  /** Whether a text is written there. */
  boolean decode(Text text, int from, int end) {
    int start = from;
    if (text.at(from) == '0' && text.at(from + 1) == 'x') {
      start += 2;
    } else if (text.at(from) == 'x' && text.at(from - 1) == '\\') {
      start += 1;
    }
    boolean even = end - start >= FEWEST_HEX && (end - start) % 2 == 0;
    return decodedBehindMarks(text, from, end)
        || (even && Base64Text.decodeHex(text, start, end, decoded));
  }

  /** A part of a path, or of an address, may be such a text; and a piece may begin anywhere. */
  private boolean decodedBehindMarks(Text text, int from, int end) {
    boolean cut = from == 0 && text.continued;
    int start = from;
    for (int tries = 0; tries < MOST_TRIES && end - start >= FEWEST; tries++) {
      if (Base64Text.decode(text, start, end, decoded)) {
        return true;
      }
      start = cut ? start + 1 : behindMark(text, start, end);
    }
    return false;
  }

  private static int behindMark(Text text, int from, int end) {
    int at = from;
    while (at < end && text.isWord(at)) {
      at++;
    }
    return at + 1;
  }

  /** What kinds of characters there are, and whether they change as often as chance has it. */
  private void look(Text text, int from, int end) {
    int last = Math.min(end, from + LOOKED_AT);
    hex = true;
    marked = false;
    url = false;
    int kinds = 0;
    int changes = 0;
    int before = 0;
    for (int at = from; at < last; at++) {
      int c = text.at(at);
      hex &= text.isHex(at);
      marked |= c == '+' || c == '/';
      url |= c == '-' || c == '_';
      int kind = text.isDigit(at) ? 1 : text.isUpper(at) ? 2 : text.isWord(at) ? 4 : 8;
      kinds |= kind;
      changes += kind == before ? 0 : 1;
      before = kind;
    }
    mixed = (kinds & 7) == 7 && 3 * changes >= last - from;
  }

  /** Bits of {@link Form} for a run that is no text. */
  long key(Text text, int from, int end) {
    int length = end - from;
    if (length < FEWEST_OF_TOKEN) {
      return 0;
    }
    look(text, from, end);
    if (hex || !mixed) {
      return 0;
    }
    boolean filled = text.at(end) == '=' && text.at(end + 1) == '=' && text.at(end + 2) != '=';
    boolean key =
        marked && !url && ((length == AWS && text.at(end) != '=') || (length == AZURE && filled));
    if (!key) {
      return marked && length == AWS ? 0 : Form.TOKEN_OTHER.bit();
    }
    return (context.before(text, from) & NAMED) != 0
        ? Form.SECRET_SURE.bit()
        : Form.KEY_BY_LENGTH.bit();
  }
}

package io.rehydrate.scan;

/** Reports texts in binary columns from pictures, hashes and packed data. */
final class Utf8 {
  private Utf8() {}

  /** Whether the bytes are UTF-8 without control characters; a piece may cut one at its ends. */
  static boolean isText(Text text) {
    int at = 0;
    while (at < 3 && text.continued && isFollowing(text.at(at))) {
      at++;
    }
    while (at < text.length) {
      int b = text.at(at);
      int following = following(b);
      if (following < 0) {
        return false;
      }
      for (int i = 1; i <= following; i++) {
        if (text.isEnd(at + i)) {
          return text.unfinished;
        }
        if (!isFollowing(text.at(at + i))) {
          return false;
        }
      }
      at += 1 + following;
    }
    return true;
  }

  /** How many bytes of one character follow the one there; -1: no whole character begins there. */
  static int followingAt(Text text, int at) {
    int following = following(text.at(at));
    for (int i = 1; i <= following; i++) {
      if (text.isEnd(at + i) || !isFollowing(text.at(at + i))) {
        return -1;
      }
    }
    return following;
  }

  private static boolean isFollowing(int b) {
    return (b & 0xc0) == 0x80;
  }

  /** How many bytes follow this first one; -1: no text begins so. */
  private static int following(int b) {
    if (b < 0x80) {
      boolean control = (b < ' ' && b != '\n' && b != '\r' && b != '\t') || b == 0x7f;
      return control ? -1 : 0;
    }
    if (b < 0xc2 || b > 0xf4) {
      return -1;
    }
    return b < 0xe0 ? 1 : b < 0xf0 ? 2 : 3;
  }
}

package io.rehydrate.scan;

/** A piece of a value in UTF-8, and what kinds of characters are in it. */
final class Text {
  private static final byte[] CLASS = new byte[256];
  private static final int DIGIT = 1;
  private static final int UPPER = 2;
  private static final int LOWER = 4;
  private static final int HEX = 8;
  private static final int BEYOND_ASCII = 16;
  private static final int WORD = 4;

  static {
    for (int c = 0; c < 256; c++) {
      int kind = c >= 0x80 ? BEYOND_ASCII : 0;
      kind |= c >= '0' && c <= '9' ? DIGIT | HEX : 0;
      kind |= c >= 'A' && c <= 'Z' ? UPPER : 0;
      kind |= c >= 'a' && c <= 'z' ? LOWER : 0;
      kind |= (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f') ? HEX : 0;
      CLASS[c] = (byte) kind;
    }
  }

  final byte[] bytes;
  int length;

  /** Whether the value began before this piece, and whether it continues behind it. */
  boolean continued;

  boolean unfinished;

  Text(int room) {
    this.bytes = new byte[room];
  }

  /** The byte there; 0 on both sides of the text. */
  int at(int index) {
    return index >= 0 && index < length ? bytes[index] & 0xff : 0;
  }

  boolean isDigit(int index) {
    return (CLASS[at(index)] & DIGIT) != 0;
  }

  boolean isUpper(int index) {
    return (CLASS[at(index)] & UPPER) != 0;
  }

  boolean isHex(int index) {
    return (CLASS[at(index)] & HEX) != 0;
  }

  boolean isLetter(int index) {
    return (CLASS[at(index)] & (UPPER | LOWER | BEYOND_ASCII)) != 0;
  }

  boolean isWord(int index) {
    return CLASS[at(index)] != 0;
  }

  /** Letters and digits of other alphabets too, and the underscore. */
  boolean isInsideWord(int index) {
    int c = at(index);
    return CLASS[c] != 0 || c == '_';
  }

  boolean isEnd(int index) {
    return index >= length;
  }

  boolean startsWith(int index, String ascii) {
    for (int i = 0; i < ascii.length(); i++) {
      if (at(index + i) != ascii.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Nothing but digits. */
  boolean isWhole() {
    for (int i = 0; i < length; i++) {
      if (!isDigit(i)) {
        return false;
      }
    }
    return true;
  }

  /** Four letters or more together. */
  boolean hasWord() {
    int letters = 0;
    for (int i = 0; i < length && letters < WORD; i++) {
      boolean following = (bytes[i] & 0xc0) == 0x80;
      if (!following) {
        letters = isLetter(i) ? letters + 1 : 0;
      }
    }
    return letters >= WORD;
  }
}

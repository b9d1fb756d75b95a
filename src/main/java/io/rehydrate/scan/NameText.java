package io.rehydrate.scan;

import io.rehydrate.mask.NameKind;
import java.nio.charset.StandardCharsets;

/** The plain form of a name: lower case, one space between two words, its kind's letter before. */
final class NameText {
  private final byte[] bytes;
  private int length;

  NameText(int room) {
    this.bytes = new byte[3 * room];
  }

  NameText begin(NameKind kind) {
    bytes[0] = (byte) kind.letter();
    length = 1;
    return this;
  }

  NameText space() {
    bytes[length++] = ' ';
    return this;
  }

  NameText word(Text text, int start, int end) {
    int from = length;
    boolean ascii = true;
    for (int i = start; i < end; i++) {
      int b = text.at(i);
      ascii &= b < 0x80;
      bytes[length++] = (byte) (b >= 'A' && b <= 'Z' ? b + 'a' - 'A' : b);
    }
    if (!ascii) {
      beyondAscii(from);
    }
    return this;
  }

  /** The whole text; commas and full stops are spaces. */
  void all(Text text) {
    int from = length;
    boolean space = true;
    boolean ascii = true;
    for (int i = 0; i < text.length; i++) {
      int b = text.at(i);
      ascii &= b < 0x80;
      boolean gap = b == ' ' || b == ',' || b == '.';
      if (!gap) {
        bytes[length++] = (byte) (b >= 'A' && b <= 'Z' ? b + 'a' - 'A' : b);
      } else if (!space) {
        space();
      }
      space = gap;
    }
    if (space && length > from) {
      length--;
    }
    if (!ascii) {
      beyondAscii(from);
    }
  }

  /** Letter by letter, as servers do it: no letter becomes two. */
  private void beyondAscii(int from) {
    byte[] lower =
        new String(bytes, from, length - from, StandardCharsets.UTF_8)
            .codePoints()
            .map(Character::toLowerCase)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString()
            .getBytes(StandardCharsets.UTF_8);
    length = from + Math.min(lower.length, bytes.length - from);
    System.arraycopy(lower, 0, bytes, from, length - from);
  }

  boolean hasSpace() {
    for (int i = 0; i < length; i++) {
      if (bytes[i] == ' ') {
        return true;
      }
    }
    return false;
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }
}

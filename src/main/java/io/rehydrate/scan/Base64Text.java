package io.rehydrate.scan;

import java.util.Arrays;

/** Texts that are written in base 64, of either alphabet, or in hexadecimal digits. */
final class Base64Text {
  private static final byte[] VALUE = new byte[256];
  private static final int LONGEST_LOGIN = 200;

  static {
    Arrays.fill(VALUE, (byte) -1);
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (int i = 0; i < alphabet.length(); i++) {
      VALUE[alphabet.charAt(i)] = (byte) i;
    }
    VALUE['-'] = VALUE['+'];
    VALUE['_'] = VALUE['/'];
  }

  private Base64Text() {}

  /**
   * Whether the characters there, without what fills them up, are a text.
   *
   * @param out takes it, as far as it has room
   */
  static boolean decode(Text text, int from, int end, Text out) {
    out.length = 0;
    int bits = 0;
    int count = 0;
    for (int at = from; at < end && out.length < out.bytes.length; at++) {
      int value = VALUE[text.at(at)];
      if (value < 0) {
        return false;
      }
      bits = (bits << 6) | value;
      count += 6;
      if (count >= 8) {
        count -= 8;
        int b = (bits >> count) & 0xff;
        if (isControl(b)) {
          return false;
        }
        out.bytes[out.length++] = (byte) b;
      }
    }
    return isText(out);
  }

  /** Likewise for hexadecimal digits, two of them a byte. */
  static boolean decodeHex(Text text, int from, int end, Text out) {
    out.length = 0;
    for (int at = from; at + 1 < end && out.length < out.bytes.length; at += 2) {
      int b = (Character.digit(text.at(at), 16) << 4) | Character.digit(text.at(at + 1), 16);
      if (b < 0 || isControl(b)) {
        return false;
      }
      out.bytes[out.length++] = (byte) b;
    }
    return isText(out);
  }

  private static boolean isControl(int b) {
    return (b < ' ' && b != '\n' && b != '\r' && b != '\t') || b == 0x7f;
  }

  private static boolean isText(Text out) {
    out.continued = false;
    // what is cut off is a part of a character at most
    out.unfinished = true;
    boolean text = out.length > 0 && Utf8.isText(out);
    out.unfinished = false;
    return text;
  }

  /** Whether a name and a password are written there, with a colon between them. */
  static boolean isLogin(Text text, int from, int end) {
    Text out = new Text(LONGEST_LOGIN);
    int last = end;
    while (last > from && text.at(last - 1) == '=') {
      last--;
    }
    if (!decode(text, from, Math.min(last, from + LONGEST_LOGIN), out)) {
      return false;
    }
    for (int i = 1; i < out.length; i++) {
      if (out.at(i) == ':') {
        return true;
      }
    }
    return false;
  }
}

package io.rehydrate.scan;

import java.nio.charset.StandardCharsets;

/**
 * The text in a binary value: UTF-8 or UTF-16 as it is, and what can be read between the bytes of
 * packed data. Pictures and compressed data have none.
 */
final class BinaryText {
  private static final int LOOKED_AT = 4096;
  private static final int FEWEST = 4;

  private enum Form {
    BYTES,
    UTF16_LE,
    UTF16_BE
  }

  private Text out = new Text(0);
  private Form form = Form.BYTES;

  /** A piece of a value; the result is good until the next. */
  Text of(Text bytes) {
    if (!bytes.continued) {
      form = form(bytes);
    }
    if (form == Form.BYTES && Utf8.isText(bytes)) {
      return bytes;
    }
    if (out.bytes.length < 2 * bytes.length) {
      out = new Text(2 * bytes.length);
    }
    out.length = 0;
    out.continued = bytes.continued;
    out.unfinished = bytes.unfinished;
    if (form != Form.BYTES) {
      utf16(bytes);
    } else if (isHalfText(bytes)) {
      between(bytes);
    }
    return out;
  }

  /** By the mark at its beginning, or by the zeros next to the letters of most languages. */
  private static Form form(Text bytes) {
    int first = bytes.at(0) << 8 | bytes.at(1);
    if (first == 0xfffe || first == 0xfeff) {
      return first == 0xfffe ? Form.UTF16_LE : Form.UTF16_BE;
    }
    int end = Math.min(bytes.length, LOOKED_AT) & ~1;
    int little = 0;
    int big = 0;
    for (int i = 0; i < end; i += 2) {
      little += isPrintable(bytes.at(i)) && bytes.at(i + 1) == 0 ? 1 : 0;
      big += bytes.at(i) == 0 && isPrintable(bytes.at(i + 1)) ? 1 : 0;
    }
    int most = end * 3 / 10;
    if (end < FEWEST || (little < most && big < most)) {
      return Form.BYTES;
    }
    return little >= big ? Form.UTF16_LE : Form.UTF16_BE;
  }

  private void utf16(Text bytes) {
    byte[] utf8 =
        new String(
                bytes.bytes,
                0,
                bytes.length & ~1,
                form == Form.UTF16_LE ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE)
            .replace('\0', ' ')
            .replace("\ufeff", "")
            .getBytes(StandardCharsets.UTF_8);
    out.length = Math.min(utf8.length, out.bytes.length);
    System.arraycopy(utf8, 0, out.bytes, 0, out.length);
  }

  /** Three eighths of random bytes are printable; zeros that fill up a column do not count. */
  private static boolean isHalfText(Text bytes) {
    int printable = 0;
    int zeros = 0;
    for (int i = 0; i < bytes.length; i++) {
      printable += isPrintable(bytes.at(i)) ? 1 : 0;
      zeros += bytes.at(i) == 0 ? 1 : 0;
    }
    return printable >= FEWEST && 2 * printable >= bytes.length - zeros;
  }

  private static boolean isPrintable(int b) {
    return (b >= ' ' && b < 0x7f) || b == '\n' || b == '\r' || b == '\t';
  }

  /** All that is no text becomes a space. */
  private void between(Text bytes) {
    int at = 0;
    while (at < bytes.length) {
      int following = Utf8.followingAt(bytes, at);
      for (int i = 0; i <= Math.max(0, following); i++) {
        out.bytes[out.length++] = following < 0 ? (byte) ' ' : bytes.bytes[at + i];
      }
      at += 1 + Math.max(0, following);
    }
  }
}

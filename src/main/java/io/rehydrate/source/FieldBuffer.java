package io.rehydrate.source;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Fields and rows in the form in which LOAD DATA reads them, until they are taken. */
final class FieldBuffer {
  private static final byte[] NULL = "\\N".getBytes(StandardCharsets.US_ASCII);

  /** By byte: the letter behind the backslash, or 0 where the byte goes as it is. */
  private static final byte[] ESCAPES = new byte[256];

  static {
    ESCAPES[0] = '0';
    ESCAPES['\t'] = 't';
    ESCAPES['\n'] = 'n';
    ESCAPES['\\'] = '\\';
  }

  /** What is kept of it after a large value. */
  private static final int USUAL = 160 * 1024;

  private byte[] buffer = new byte[USUAL];
  private int start;
  private int end;

  boolean isEmpty() {
    return start == end;
  }

  int size() {
    return end - start;
  }

  /** Forgets what was taken. */
  void clear() {
    start = 0;
    end = 0;
    if (buffer.length > 4 * USUAL) {
      buffer = new byte[USUAL];
    }
  }

  int take() {
    return buffer[start++] & 0xff;
  }

  /**
   * @return how many bytes were taken
   */
  int take(byte[] target, int offset, int length) {
    int taken = Math.min(length, end - start);
    System.arraycopy(buffer, start, target, offset, taken);
    start += taken;
    return taken;
  }

  void endField() {
    reserve(1);
    buffer[end++] = '\t';
  }

  /** In place of the last field's end. */
  void endRow() {
    buffer[end - 1] = '\n';
  }

  /**
   * A field's value, or the next part of it.
   *
   * @param value null for NULL
   * @param escaped whether it may hold bytes that mean something
   */
  void append(byte[] value, boolean escaped) {
    if (value == null) {
      appendPlain(NULL);
    } else if (escaped) {
      appendEscaped(value);
    } else {
      appendPlain(value);
    }
  }

  private void appendPlain(byte[] value) {
    reserve(value.length);
    System.arraycopy(value, 0, buffer, end, value.length);
    end += value.length;
  }

  private void appendEscaped(byte[] value) {
    reserve(2L * value.length);
    byte[] to = buffer;
    int at = end;
    for (byte b : value) {
      byte escape = ESCAPES[b & 0xff];
      if (escape != 0) {
        to[at++] = '\\';
        to[at++] = escape;
      } else {
        to[at++] = b;
      }
    }
    end = at;
  }

  private void reserve(long more) {
    long needed = end + more;
    if (needed > buffer.length) {
      buffer =
          Arrays.copyOf(
              buffer, Math.toIntExact(Math.min(needed + needed / 4, Integer.MAX_VALUE - 16)));
    }
  }
}

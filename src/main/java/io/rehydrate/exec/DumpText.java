package io.rehydrate.exec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Copies what a dump program writes. MariaDB's first line, which switches its client's sandbox on,
 * is left out: a MySQL client stops at it.
 */
final class DumpText {
  private static final String SANDBOX = "/*M!999999\\- enable the sandbox mode";
  private static final int LONGEST_FIRST_LINE = 512;
  private static final int TAIL = 256;

  private final byte[] tail = new byte[TAIL];
  private long copied;

  /** Copies all of it with a buffer of fixed size. */
  void copy(InputStream in, OutputStream out) throws IOException {
    byte[] first = firstLine(in);
    if (!new String(first, StandardCharsets.UTF_8).startsWith(SANDBOX)) {
      write(out, first, first.length);
    }
    byte[] buffer = new byte[1 << 16];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      write(out, buffer, n);
    }
  }

  private static byte[] firstLine(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0; b = in.read()) {
      line.write(b);
      if (b == '\n' || line.size() >= LONGEST_FIRST_LINE) {
        break;
      }
    }
    return line.toByteArray();
  }

  private void write(OutputStream out, byte[] bytes, int length) throws IOException {
    out.write(bytes, 0, length);
    for (int i = Math.max(0, length - TAIL); i < length; i++) {
      tail[(int) ((copied + i) % TAIL)] = bytes[i];
    }
    copied += length;
  }

  /** Whether one of the last lines is this one: a dump that was cut has no such line. */
  boolean endsWithLine(String start) {
    int length = (int) Math.min(copied, TAIL);
    byte[] last = new byte[length];
    for (int i = 0; i < length; i++) {
      last[i] = tail[(int) ((copied - length + i) % TAIL)];
    }
    return new String(last, StandardCharsets.UTF_8).contains("\n" + start);
  }
}

package io.rehydrate.exec;

import io.rehydrate.mysql.LoadingSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Copies what a dump program writes. MariaDB's first line, which switches its client's sandbox on,
 * is left out: a MySQL client stops at it. The {@code sql_mode} of the head is made that of every
 * session that loads: under the dump program's own a date like 2024-02-31 arrives as 0000-00-00.
 */
final class DumpText {
  private static final String SANDBOX = "/*M!999999\\- enable the sandbox mode";
  private static final String THEIR_MODE = ", SQL_MODE='NO_AUTO_VALUE_ON_ZERO' */;";
  private static final String OUR_MODE = ", SQL_MODE='" + LoadingSettings.SQL_MODE + "' */;";
  private static final int LONGEST_HEAD_LINE = 4096;
  private static final int MOST_HEAD_LINES = 64;
  private static final int TAIL = 256;

  private final byte[] tail = new byte[TAIL];
  private long copied;

  /** Copies all of it with a buffer of fixed size. */
  void copy(InputStream in, OutputStream out) throws IOException {
    head(in, out);
    byte[] buffer = new byte[1 << 16];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      write(out, buffer, n);
    }
  }

  /** Comments and settings, up to the first line that is neither. */
  private void head(InputStream in, OutputStream out) throws IOException {
    for (int i = 0; i < MOST_HEAD_LINES; i++) {
      byte[] bytes = line(in);
      String line = new String(bytes, StandardCharsets.ISO_8859_1);
      if (i > 0 || !line.startsWith(SANDBOX)) {
        byte[] ours =
            line.startsWith("/*!40101 SET @OLD_SQL_MODE=") && line.strip().endsWith(THEIR_MODE)
                ? line.replace(THEIR_MODE, OUR_MODE).getBytes(StandardCharsets.ISO_8859_1)
                : bytes;
        write(out, ours, ours.length);
      }
      boolean head = line.isBlank() || line.startsWith("--") || line.startsWith("/*");
      if (line.isEmpty() || !head) {
        return;
      }
    }
  }

  private static byte[] line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0; b = in.read()) {
      line.write(b);
      if (b == '\n' || line.size() >= LONGEST_HEAD_LINE) {
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
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = tail[(int) ((copied - length + i) % TAIL)];
    }
    return new String(bytes, StandardCharsets.UTF_8).contains("\n" + start);
  }
}

package io.rehydrate.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * The rows of a streaming result as LOAD DATA reads them, made while they are read: at most one
 * buffer and one row are in memory.
 */
final class RowStream extends InputStream {
  private static final int ENOUGH = 128 * 1024;
  private static final byte[] NULL = "\\N".getBytes(StandardCharsets.US_ASCII);

  /** By byte: the letter behind the backslash, or 0 where the byte goes as it is. */
  private static final byte[] ESCAPES = new byte[256];

  static {
    ESCAPES[0] = '0';
    ESCAPES['\t'] = 't';
    ESCAPES['\n'] = 'n';
    ESCAPES['\\'] = '\\';
  }

  private final ResultSet rows;
  private final LongConsumer counted;
  private final boolean[] escaped;
  private final boolean[] enumeration;
  private byte[] buffer = new byte[ENOUGH + ENOUGH / 4];
  private int start;
  private int end;
  private long count;
  private long enumZeros;
  private SQLException failure;

  /**
   * @param counted takes the number of rows of each buffer that was filled
   */
  RowStream(ResultSet rows, List<ColumnTransport> columns, LongConsumer counted) {
    this.rows = rows;
    this.counted = counted;
    this.escaped = new boolean[columns.size()];
    this.enumeration = new boolean[columns.size()];
    for (int i = 0; i < columns.size(); i++) {
      escaped[i] = columns.get(i).escaped();
      enumeration[i] = columns.get(i).enumeration();
    }
  }

  /** How many rows were sent. */
  long count() {
    return count;
  }

  /** How many ENUMs hold their error value: the server warns of each, rightly and in vain. */
  long enumZeros() {
    return enumZeros;
  }

  /** Why the source stopped giving rows, where it did. */
  Optional<SQLException> failure() {
    return Optional.ofNullable(failure);
  }

  @Override
  public int read() throws IOException {
    return start < end || fill() ? buffer[start++] & 0xff : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (start == end && !fill()) {
      return -1;
    }
    int size = Math.min(length, end - start);
    System.arraycopy(buffer, start, target, offset, size);
    start += size;
    return size;
  }

  private boolean fill() throws IOException {
    start = 0;
    end = 0;
    long before = count;
    try {
      while (end < ENOUGH && rows.next()) {
        appendRow();
        count++;
      }
    } catch (SQLException e) {
      failure = e;
      throw new IOException("the source gives no more rows", e);
    }
    counted.accept(count - before);
    return end > 0;
  }

  private void appendRow() throws SQLException {
    for (int i = 0; i < escaped.length; i++) {
      byte[] value = rows.getBytes(i + 1);
      if (value == null) {
        appendPlain(NULL);
      } else if (escaped[i]) {
        appendEscaped(value);
      } else {
        appendPlain(value);
        if (enumeration[i] && value.length == 1 && value[0] == '0') {
          enumZeros++;
        }
      }
      buffer[end++] = '\t';
    }
    buffer[end - 1] = '\n';
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

  /** Room for a field and what ends it. */
  private void reserve(long more) {
    long needed = end + more + 1;
    if (needed > buffer.length) {
      buffer =
          Arrays.copyOf(
              buffer, Math.toIntExact(Math.min(needed + needed / 2, Integer.MAX_VALUE - 16)));
    }
  }
}

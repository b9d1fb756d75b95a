package io.rehydrate.source;

import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Rows as LOAD DATA reads them, made while they are read. */
abstract class LoadedRows extends InputStream {
  private static final int ENOUGH = 128 * 1024;

  private final List<ColumnTransport> columns;
  private final FieldBuffer buffer = new FieldBuffer();
  private long count;
  private long enumZeros;
  private SQLException failure;
  private final SourceLoad counted;

  /**
   * @param counted takes the rows and bytes of each buffer that was filled
   */
  LoadedRows(List<ColumnTransport> columns, SourceLoad counted) {
    this.columns = columns;
    this.counted = counted;
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
    return !buffer.isEmpty() || fill() ? buffer.take() : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    return !buffer.isEmpty() || fill() ? buffer.take(target, offset, length) : -1;
  }

  private boolean fill() throws IOException {
    buffer.clear();
    long before = count;
    try {
      boolean more = true;
      while (more && buffer.size() < ENOUGH) {
        more = append();
      }
    } catch (SQLException e) {
      failure = e;
      throw new IOException("the source gives no more rows", e);
    }
    counted.add(count - before, buffer.size());
    return !buffer.isEmpty();
  }

  /**
   * Appends a row, or a part of one.
   *
   * @return whether there may be more
   */
  abstract boolean append() throws SQLException;

  /** The whole value of a field. */
  final void field(int index, byte[] value) {
    part(index, value);
    buffer.endField();
    boolean zero = value != null && value.length == 1 && value[0] == '0';
    enumZeros += zero && columns.get(index).enumeration() ? 1 : 0;
  }

  /** A part of a field's value. */
  final void part(int index, byte[] value) {
    buffer.append(value, columns.get(index).escaped());
  }

  final void endField() {
    buffer.endField();
  }

  final void endRow() {
    buffer.endRow();
    count++;
  }
}

package io.rehydrate.run;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/** Counts the bytes that are read. */
public final class CountedStream extends FilterInputStream {
  private final LongConsumer counted;

  public CountedStream(InputStream in, LongConsumer counted) {
    super(in);
    this.counted = counted;
  }

  @Override
  public int read() throws IOException {
    int one = super.read();
    if (one >= 0) {
      counted.accept(1);
    }
    return one;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = super.read(bytes, offset, length);
    if (read > 0) {
      counted.accept(read);
    }
    return read;
  }
}

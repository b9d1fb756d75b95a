package io.rehydrate.source;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/** What was read from the source: rows, and the bytes of their values. Any thread may count. */
final class SourceLoad {
  private final AtomicLong rows = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final LongConsumer progress;

  /**
   * @param progress takes the numbers of rows as well
   */
  SourceLoad(LongConsumer progress) {
    this.progress = progress;
  }

  void add(long moreRows, long moreBytes) {
    rows.addAndGet(moreRows);
    bytes.addAndGet(moreBytes);
    progress.accept(moreRows);
  }

  long rows() {
    return rows.get();
  }

  long bytes() {
    return bytes.get();
  }
}

package io.rehydrate.scan;

import java.util.Arrays;

/** A set of numbers that are spread evenly; of too many, the smallest stay. */
final class LongSample {
  static final int MOST = 1 << 20;

  private long[] values = new long[1 << 10];
  private int size;
  private long limit = Long.MAX_VALUE;
  private boolean sorted = true;

  void add(long value) {
    if (value > limit) {
      return;
    }
    if (size == values.length) {
      makeRoom();
    }
    values[size++] = value;
    sorted = false;
  }

  private void makeRoom() {
    seal();
    if (size > MOST) {
      size = MOST / 2;
      limit = values[size - 1];
    } else if (size > values.length / 2) {
      values = Arrays.copyOf(values, 2 * values.length);
    }
  }

  /** Sorts, and drops what is there twice. */
  void seal() {
    if (sorted) {
      return;
    }
    Arrays.sort(values, 0, size);
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (kept == 0 || values[kept - 1] != values[i]) {
        values[kept++] = values[i];
      }
    }
    size = kept;
    sorted = true;
  }

  int size() {
    return size;
  }

  boolean contains(long value) {
    return value <= limit && Arrays.binarySearch(values, 0, size, value) >= 0;
  }
}

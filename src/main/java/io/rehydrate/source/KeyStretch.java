package io.rehydrate.source;

import io.rehydrate.mysql.Sql;
import io.rehydrate.schema.Column;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Keys that begin with an integer. Where they lie close together, the whole stretch is read, and
 * the server passes over other beginnings; where not, they are looked up.
 */
final class KeyStretch implements KeyBatch {
  private static final int MOST_KEYS = 8_000;
  private static final int MOST_BEGINNINGS = 4_000;

  /** Passing over so many rows in their order costs less than looking one up. */
  private static final int ROWS_FOR_ONE = 6;

  private static final int MOST_LOOKED_UP = 500;

  private final List<Column> key;
  private final List<byte[][]> keys = new ArrayList<>();
  private final List<String> beginnings = new ArrayList<>();

  KeyStretch(List<Column> key) {
    this.key = key;
  }

  @Override
  public boolean add(byte[][] values) {
    String first = new String(values[0], StandardCharsets.US_ASCII);
    boolean isNew = beginnings.isEmpty() || !beginnings.get(beginnings.size() - 1).equals(first);
    if (keys.size() >= MOST_KEYS || (isNew && isFull(first))) {
      return false;
    }
    if (isNew) {
      beginnings.add(first);
    }
    keys.add(values);
    return true;
  }

  private boolean isFull(String next) {
    int size = beginnings.size();
    return size == MOST_BEGINNINGS || (size >= MOST_LOOKED_UP && !isDense(next, size + 1));
  }

  private boolean isDense(String last, int count) {
    long span = number(last) - number(beginnings.get(0)) + 1;
    return span > 0 && span <= (long) ROWS_FOR_ONE * count;
  }

  /** One of BIGINT UNSIGNED beyond its signed range wraps around. */
  private static long number(String text) {
    return text.startsWith("-") ? Long.parseLong(text) : Long.parseUnsignedLong(text);
  }

  @Override
  public boolean isEmpty() {
    return keys.isEmpty();
  }

  @Override
  public RowQuery question() {
    String column = Sql.name(key.get(0).name());
    String list = String.join(", ", beginnings);
    String first = beginnings.get(0);
    String last = beginnings.get(beginnings.size() - 1);
    String lookedUp = column + " IN (" + list + ")";
    String condition = lookedUp;
    if (beginnings.size() > 1 && isDense(last, beginnings.size())) {
      boolean whole = number(last) - number(first) + 1 == beginnings.size();
      condition =
          column
              + " BETWEEN "
              + first
              + " AND "
              + last
              // not the column itself: its index serves the range
              + (whole ? "" : " AND " + column + " + 0 IN (" + list + ")");
    }
    String asked = condition;
    return key.size() == 1
        ? RowQuery.keys(condition, keys.size())
        : RowQuery.only(condition, () -> exact(asked), keys);
  }

  private String exact(String condition) {
    List<String> terms = new ArrayList<>();
    KeyList list = new KeyList(key);
    for (byte[][] each : keys) {
      if (!list.add(each)) {
        terms.add(list.question().condition());
        list = new KeyList(key);
        list.add(each);
      }
    }
    terms.add(list.question().condition());
    return condition + " AND (" + String.join(" OR ", terms) + ")";
  }
}

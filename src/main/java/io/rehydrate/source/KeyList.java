package io.rehydrate.source;

import io.rehydrate.mysql.Sql;
import io.rehydrate.schema.Column;
import java.util.ArrayList;
import java.util.List;

/** Keys with the same beginning share one term. */
final class KeyList implements KeyBatch {
  /** Servers plan a list of some hundred values as ranges, and a longer one in other ways. */
  private static final int MOST = 500;

  /** A server may take no statement of more than 1 MB. */
  private static final long MOST_CHARACTERS = 500_000;

  private final List<Column> key;
  private final List<String> terms = new ArrayList<>();
  private final List<String> lasts = new ArrayList<>();
  private String beginning = "";
  private int count;
  private long length;

  KeyList(List<Column> key) {
    this.key = key;
  }

  @Override
  public boolean add(byte[][] values) {
    if (count == MOST || length > MOST_CHARACTERS) {
      return false;
    }
    List<String> equal = new ArrayList<>();
    for (int i = 0; i < key.size() - 1; i++) {
      equal.add(Sql.name(key.get(i).name()) + " = " + KeyLiteral.of(key.get(i), values[i]));
    }
    String next = String.join(" AND ", equal);
    if (!next.equals(beginning)) {
      endTerm();
    }
    beginning = next;
    String last = KeyLiteral.of(key.get(key.size() - 1), values[key.size() - 1]);
    lasts.add(last);
    length += next.length() + last.length();
    count++;
    return true;
  }

  private void endTerm() {
    if (!lasts.isEmpty()) {
      String last = Sql.name(key.get(key.size() - 1).name());
      String in = last + " IN (" + String.join(", ", lasts) + ")";
      terms.add(beginning.isEmpty() ? in : "(" + beginning + " AND " + in + ")");
      lasts.clear();
    }
  }

  @Override
  public boolean isEmpty() {
    return count == 0;
  }

  @Override
  public RowQuery question() {
    endTerm();
    String exact = String.join(" OR ", terms);
    return RowQuery.keys(exact, count);
  }
}

package io.rehydrate.source;

import io.rehydrate.schema.Table;
import io.rehydrate.schema.TableName;
import java.sql.Connection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What is still to be copied, the largest first, so that the workers end at about one time. */
final class CopyQueue {
  private final PriorityQueue<Part> waiting =
      new PriorityQueue<>(Comparator.comparingLong(Part::bytes).reversed());
  private final Map<Table, Progress> progress = new ConcurrentHashMap<>();
  private final Set<Table> again = new HashSet<>();

  /** One table, or one range of its keys. */
  record Part(Table table, KeyRange range, long bytes) {}

  private record Progress(AtomicInteger left, AtomicLong rows) {}

  /**
   * @param most parts; 1 where no two workers may share a table
   */
  synchronized void add(Connection source, Table table, int most) {
    List<KeyRange> ranges = most > 1 ? KeyRange.of(source, table, most) : List.of(KeyRange.ALL);
    ranges.forEach(r -> waiting.add(new Part(table, r, table.bytes() / ranges.size())));
    progress.put(table, new Progress(new AtomicInteger(ranges.size()), new AtomicLong()));
  }

  synchronized Optional<Part> next() {
    return Optional.ofNullable(waiting.poll());
  }

  /**
   * Begins a table again, as one part that is not in the queue.
   *
   * @return empty where somebody else did so already
   */
  synchronized Optional<Part> again(Table table) {
    if (!again.add(table)) {
      return Optional.empty();
    }
    waiting.removeIf(part -> part.table().equals(table));
    progress.put(table, new Progress(new AtomicInteger(1), new AtomicLong()));
    return Optional.of(new Part(table, KeyRange.ALL, table.bytes()));
  }

  /**
   * @return the table's rows if this was its last part
   */
  Optional<Long> done(Part part, long rows) {
    Progress at = progress.get(part.table());
    long sum = at.rows().addAndGet(rows);
    return at.left().decrementAndGet() == 0 ? Optional.of(sum) : Optional.empty();
  }

  /** How many rows went over, by table. */
  Map<TableName, Long> rows() {
    Map<TableName, Long> rows = new TreeMap<>();
    progress.forEach((table, done) -> rows.put(table.name(), done.rows().get()));
    return rows;
  }
}

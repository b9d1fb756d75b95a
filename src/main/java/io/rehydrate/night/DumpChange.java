package io.rehydrate.night;

import io.rehydrate.dump.Manifest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToLongFunction;

/**
 * How a dump differs from the good ones before it: tables that are gone or hidden, a table's rows,
 * bytes. Each is compared with the median of the last seven. A dump that differed like that itself
 * was released by somebody who had looked, so what came before it counts no more.
 *
 * @param earlier good dumps, the newest first
 * @param most share by which one may differ, 0 to 1
 */
record DumpChange(Manifest dump, List<Manifest> earlier, double most) {
  private static final int COMPARED = 7;
  private static final long FEW_ROWS = 1000;

  /** Reports and headers alone make small dumps differ. */
  private static final long FEW_BYTES = 64 * 1024;

  private static final int MOST_TOLD = 10;

  /** In words, one for each measure that differs too much. */
  List<String> found() {
    if (earlier.isEmpty()) {
      return List.of();
    }
    List<String> found = new ArrayList<>();
    for (String schema : dump.schemas().keySet()) {
      compare("tables of " + schema, m -> tables(m, schema).size(), 0, true).forEach(found::add);
      rows(schema, found);
    }
    compare("bytes", Manifest::bytes, FEW_BYTES, false).forEach(found::add);
    int untold = found.size() - MOST_TOLD;
    List<String> told = new ArrayList<>(found.subList(0, Math.min(MOST_TOLD, found.size())));
    if (untold > 0) {
      told.add("and " + untold + " more");
    }
    return told;
  }

  private void rows(String schema, List<String> found) {
    Set<String> names = new TreeSet<>(tables(dump, schema).keySet());
    names.addAll(tables(earlier.get(0), schema).keySet());
    for (String table : names) {
      if (tables(earlier.get(0), schema).containsKey(table)) {
        compare(
                "rows of " + schema + "." + table,
                m -> tables(m, schema).containsKey(table) ? tables(m, schema).get(table).rows() : 0,
                FEW_ROWS,
                false)
            .forEach(found::add);
      }
    }
  }

  private static Map<String, Manifest.TableEntry> tables(Manifest manifest, String schema) {
    Manifest.SchemaEntry entry = manifest.schemas().get(schema);
    return entry == null ? Map.of() : entry.tables();
  }

  private List<String> compare(
      String what, ToLongFunction<Manifest> measure, long few, boolean fewerOnly) {
    long[] before = earlier.stream().mapToLong(measure).toArray();
    long median = median(before, 0, baseline(before, few));
    long now = measure.applyAsLong(dump);
    return differs(now, median, few) && !(fewerOnly && now > median)
        ? List.of(
            String.format(Locale.ROOT, "%,d %s, where the last dumps have %,d", now, what, median))
        : List.of();
  }

  /** How many of the values count: up to the newest that differed from those before it. */
  private int baseline(long[] values, long few) {
    int last = Math.min(COMPARED, values.length);
    for (int i = 0; i + 1 < values.length && i < last; i++) {
      int end = Math.min(i + 1 + COMPARED, values.length);
      if (differs(values[i], median(values, i + 1, end), few)) {
        return i + 1;
      }
    }
    return last;
  }

  private boolean differs(long value, long median, long few) {
    return Math.max(value, median) > few && Math.abs(value - median) > most * median;
  }

  private static long median(long[] values, int from, int to) {
    long[] sorted = Arrays.copyOfRange(values, from, to);
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}

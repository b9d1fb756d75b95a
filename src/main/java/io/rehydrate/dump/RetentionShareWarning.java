package io.rehydrate.dump;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** How much of the source a dump kept. */
public final class RetentionShareWarning {
  private static final int SHOWN = 5;
  private static final long FEW_ROWS = 1_000;

  private RetentionShareWarning() {}

  private record Kept(String table, long rows) {}

  /**
   * Says so where a dump kept more of the rows than was meant; names the largest tables.
   *
   * @param most 0 to 1
   */
  public static Optional<String> warning(Manifest manifest, double most) {
    List<Kept> tables = new ArrayList<>();
    long before = 0;
    for (var schema : manifest.schemas().entrySet()) {
      for (var table : schema.getValue().tables().entrySet()) {
        before += table.getValue().rowsBefore();
        tables.add(new Kept(schema.getKey() + "." + table.getKey(), table.getValue().rows()));
      }
    }
    double share = before == 0 ? 0 : (double) manifest.rows() / before;
    if (share <= most || before < FEW_ROWS) {
      return Optional.empty();
    }
    String largest =
        tables.stream()
            .sorted(Comparator.comparingLong(Kept::rows).reversed())
            .limit(SHOWN)
            .map(kept -> String.format(Locale.ROOT, "%s %,d", kept.table(), kept.rows()))
            .collect(Collectors.joining(", "));
    return Optional.of(
        String.format(
            Locale.ROOT,
            "%.0f %% of the source's rows stayed, more than plan.max-kept (%.0f %%); the largest"
                + " tables: %s",
            100 * share,
            100 * most,
            largest));
  }
}

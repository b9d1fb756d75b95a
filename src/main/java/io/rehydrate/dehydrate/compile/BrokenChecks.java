package io.rehydrate.dehydrate.compile;

import io.rehydrate.error.Counted;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * CHECKs that rows do not satisfy any more, by the masks or by references that became NULL.
 *
 * @param rows how many, by table and constraint
 * @param putAside whether the dump declares them as not enforced, since no server would take the
 *     rows otherwise
 */
public record BrokenChecks(Map<String, Long> rows, boolean putAside) {

  /** All are satisfied. */
  public static BrokenChecks none() {
    return new BrokenChecks(Map.of(), false);
  }

  public boolean any() {
    return !rows.isEmpty();
  }

  /** Table, constraint and count of each. */
  public String words() {
    return rows.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(check -> Counted.of(check.getValue(), "row") + " of " + check.getKey())
        .collect(Collectors.joining(", "));
  }

  /** What a developer has to know of them. */
  public String sentence() {
    return "Masked rows violate CHECKs of their tables: "
        + words()
        + (putAside
            ? ". The dump declares these tables' CHECKs as NOT ENFORCED."
            : ". A developer's changes to such a row are refused until it satisfies them.");
  }
}

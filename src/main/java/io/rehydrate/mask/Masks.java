package io.rehydrate.mask;

import io.rehydrate.plan.MaskCheck;
import io.rehydrate.plan.MaskSpec;
import io.rehydrate.schema.Column;
import io.rehydrate.schema.Table;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;

/** The catalogue of masks: what may are in a plan, where it fits, and its SQL. */
public final class Masks {
  private static final TreeMap<String, Mask> CATALOGUE =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("set-null", new SetNull()),
              Map.entry("set-empty", new SetEmpty()),
              Map.entry("value", new Constant()),
              Map.entry("hash", new Hash()),
              Map.entry("email", new Email()),
              Map.entry("first-name", new OneWord("first-name", WordList.FIRST_NAMES)),
              Map.entry("last-name", new OneWord("last-name", WordList.LAST_NAMES)),
              Map.entry(
                  "full-name",
                  new TwoWords("full-name", WordList.FIRST_NAMES, WordList.LAST_NAMES)),
              Map.entry("company", new TwoWords("company", WordList.LAST_NAMES, WordList.TRADES)),
              Map.entry("phone", new Phone()),
              Map.entry("digits", new Digits()),
              Map.entry("street", new Street()),
              Map.entry("city", new OneWord("city", WordList.CITIES)),
              Map.entry("postcode", new Postcode()),
              Map.entry("ip", new Ip()),
              Map.entry("url", new Url()),
              Map.entry("uuid", new Uuid()),
              Map.entry("redact", new Redact()),
              Map.entry("date-shift", new DateShift()),
              Map.entry("number-noise", new NumberNoise()),
              Map.entry("point-shift", new PointShift()),
              Map.entry("json", new JsonMask()),
              Map.entry("sql", new SqlText())));

  /** One night in a million may find two values that became one; more is refused. */
  private static final int SPARE_BITS = 20;

  private static final long FEW_ROWS = 1_000;
  private static final int FURTHEST_MISSPELLING = 3;

  private Masks() {}

  /** The masks' names, in the order of the alphabet. */
  public static SortedSet<String> names() {
    return Collections.unmodifiableSortedSet(CATALOGUE.navigableKeySet());
  }

  /** Why a mask can't be used on a column, in a sentence that names both; empty where it can. */
  public static Optional<String> problem(MaskSpec spec, Table table, Column column) {
    Mask mask = CATALOGUE.get(spec.name());
    if (mask == null) {
      return Optional.of(unknown(spec.name()));
    }
    MaskedColumn masked = MaskedColumn.of(table, column, spec.argument(), "t");
    if (column.generated()) {
      return Optional.of(
          masked.misfit(spec.name(), "its values are generated; mask the columns they come from"));
    }
    if (mask.takesArgument() == spec.argument().isBlank()) {
      return Optional.of(
          mask.takesArgument()
              ? "the mask '"
                  + spec.name()
                  + "' on "
                  + masked.name()
                  + " needs an argument, like {"
                  + spec.name()
                  + ": ...}"
              : "the mask '" + spec.name() + "' on " + masked.name() + " takes no argument");
    }
    return mask.problem(masked).or(() -> collisions(spec.name(), mask, masked));
  }

  private static String unknown(String name) {
    List<String> near = new ArrayList<>(CATALOGUE.navigableKeySet());
    near.sort((a, b) -> Integer.compare(distance(name, a), distance(name, b)));
    String guess =
        distance(name, near.get(0)) <= FURTHEST_MISSPELLING
            ? "; did you mean '" + near.get(0) + "'?"
            : "";
    return "there is no mask '" + name + "'" + guess + " There are: " + String.join(", ", names());
  }

  /** Two values under a unique index that become one would fail the copy hours later. */
  private static Optional<String> collisions(String name, Mask mask, MaskedColumn masked) {
    double rows = Math.max(masked.table().estimatedRows(), FEW_ROWS);
    double needed = 2 * Math.log(rows) / Math.log(2) - 1 + SPARE_BITS;
    int bits = mask.distinctBits(masked);
    return UniqueUse.of(masked.table(), masked.column()).stream()
        .filter(use -> use.bits(bits, mask.charactersAlike()) < needed)
        .findFirst()
        .map(
            use ->
                masked.misfit(
                    name,
                    "its unique index '"
                        + use.index().name()
                        + "' needs results that stay apart; use email, hash or uuid, in a wider column"
                        + (use.prefix().isPresent() ? " and without a prefix" : "")));
  }

  /**
   * The SQL of a mask that has no {@link #problem}.
   *
   * @param row the alias that the copied table has in the statement
   */
  public static MaskExpression expression(MaskSpec spec, Table table, Column column, String row) {
    return expression(spec, MaskedColumn.of(table, column, spec.argument(), row));
  }

  /** The catalogue as a plan is checked by it. */
  public static MaskCheck check() {
    return new MaskCheck() {
      @Override
      public Optional<String> problem(MaskSpec mask, Table table, Column column) {
        return Masks.problem(mask, table, column);
      }

      @Override
      public boolean agree(
          MaskSpec mask,
          Table table,
          Column column,
          MaskSpec other,
          Table otherTable,
          Column otherColumn) {
        return Masks.agree(mask, table, column, other, otherTable, otherColumn);
      }
    };
  }

  /** Whether two columns that were equal are so after their masks: the two ends of a relation. */
  static boolean agree(
      MaskSpec spec,
      Table table,
      Column column,
      MaskSpec other,
      Table otherTable,
      Column otherColumn) {
    String value = "x";
    return expression(spec, new MaskedColumn(table, column, spec.argument(), "t", value))
        .equals(
            expression(
                other, new MaskedColumn(otherTable, otherColumn, other.argument(), "t", value)));
  }

  static MaskExpression expression(MaskSpec spec, MaskedColumn column) {
    Mask mask = CATALOGUE.get(spec.name());
    if (mask == null) {
      throw new IllegalArgumentException(unknown(spec.name()));
    }
    return mask.expression(column);
  }

  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}

package io.rehydrate.scan;

import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.plan.RowRule;
import io.rehydrate.schema.Table;
import io.rehydrate.support.TableBuilder;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One column of a dump, value by value, without the statements around. */
final class ScannedColumn {
  private final Table table;
  private final ColumnTally tally;
  private final Patterns patterns = new Patterns();
  private final BinaryText binary = new BinaryText();
  private final Text text = new Text(1 << 16);

  ScannedColumn(String name, String type) {
    TableBuilder builder = TableBuilder.aTableWithId("t").nullable(name, type);
    this.table = builder.build();
    ResolvedPlan plan =
        new ResolvedPlan(
            TableBuilder.aCatalog(builder),
            Map.of(
                table.name(),
                new ResolvedPlan.Rule(table, RowRule.KEEP, Optional.empty(), Map.of())),
            List.of(),
            "",
            "");
    this.tally = new ColumnTally(ColumnRule.of(plan, table, table.column(name).orElseThrow()));
  }

  /** A column of which the name says nothing. */
  static ScannedColumn ofTexts() {
    return new ScannedColumn("v", "text");
  }

  ScannedColumn add(String value) {
    return add(value.getBytes(StandardCharsets.UTF_8), false);
  }

  /**
   * @param raw as the dump program writes binary columns
   */
  ScannedColumn add(byte[] value, boolean raw) {
    System.arraycopy(value, 0, text.bytes, 0, value.length);
    text.length = value.length;
    tally.add(raw ? binary.of(text) : text, !tally.rule().isNumber(), patterns);
    return this;
  }

  /** Adds all values of another column. */
  ScannedColumn merge(ScannedColumn other) {
    tally.add(other.tally);
    return this;
  }

  /** What holds the dump, with the number of values. */
  Map<Kind, Long> held() {
    return found(true);
  }

  /** What is seen and told, and does not hold it. */
  Map<Kind, Long> passedOver() {
    return found(false);
  }

  private Map<Kind, Long> found(boolean held) {
    Map<Kind, Long> found = new EnumMap<>(Kind.class);
    tally.findings(table.name()).stream()
        .filter(finding -> finding.held() == held)
        .forEach(finding -> found.put(finding.kind(), finding.values()));
    return found;
  }
}

package io.rehydrate.scan;

import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.schema.Table;
import io.rehydrate.schema.TableName;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Looks for what is a person's in the files of a dump, several at a time, and counts by table,
 * column and kind. No value is kept.
 */
public final class DumpScan {
  private final ResolvedPlan plan;
  private final KnownNames names;
  private final Map<TableName, Map<String, ColumnTally>> tallies = new TreeMap<>();
  private final Map<TableName, List<ColumnRule>> rules = new HashMap<>();
  private final Map<TableName, Long> rows = new TreeMap<>();

  /**
   * @param names that no column may hold unless its mask made them
   */
  public DumpScan(ResolvedPlan plan, KnownNames names) {
    this.plan = plan;
    this.names = names;
    names.seal();
  }

  /**
   * Reads the rows of one file.
   *
   * @param sql as mysqldump wrote it, not compressed
   * @throws IOException where it can't be read, or is not understood to the last byte
   */
  public void read(TableName table, InputStream sql) throws IOException {
    Table declared = plan.rule(table).table();
    FileScan file = new FileScan(declared, rules(declared), names.scan());
    new InsertReader(sql, file).read();
    add(table, file);
  }

  private synchronized List<ColumnRule> rules(Table table) {
    return rules.computeIfAbsent(
        table.name(),
        name -> table.columns().stream().map(c -> ColumnRule.of(plan, table, c)).toList());
  }

  private synchronized void add(TableName table, FileScan file) {
    rows.merge(table, file.rows(), Long::sum);
    Map<String, ColumnTally> sums = tallies.computeIfAbsent(table, t -> new LinkedHashMap<>());
    file.tallies()
        .forEach(
            (column, tally) ->
                sums.computeIfAbsent(column, c -> new ColumnTally(tally.rule())).add(tally));
  }

  /** How many rows of a table were looked at. */
  public synchronized long rows(TableName table) {
    return rows.getOrDefault(table, 0L);
  }

  /** What holds the dump, in the order of tables and columns. */
  public List<Finding> findings() {
    return all().stream().filter(Finding::held).toList();
  }

  /** All that was found. */
  public synchronized ScanResult result() {
    List<Finding> all = all();
    return new ScanResult(
        rows.values().stream().mapToLong(Long::longValue).sum(),
        tallies.values().stream()
            .flatMap(columns -> columns.values().stream())
            .filter(column -> column.rule().kinds() != 0)
            .count(),
        all.stream().filter(Finding::held).toList(),
        all.stream().filter(finding -> !finding.held()).toList(),
        wordsKept());
  }

  private synchronized List<Finding> all() {
    List<Finding> findings = new ArrayList<>();
    tallies.forEach(
        (table, columns) -> columns.values().forEach(c -> findings.addAll(c.findings(table))));
    return findings;
  }

  /** By column: in how many values a mask that keeps letters kept a word of four or more. */
  private Map<String, Long> wordsKept() {
    Map<String, Long> kept = new LinkedHashMap<>();
    tallies.forEach(
        (table, columns) ->
            columns
                .values()
                .forEach(
                    c -> {
                      if (c.words() > 0) {
                        kept.put(table + "." + c.rule().column(), c.words());
                      }
                    }));
    return kept;
  }
}

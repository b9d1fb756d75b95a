package io.rehydrate.plan;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code plan.yaml} as written: names are not matched against a schema yet.
 *
 * @param core by table, {@code table} or {@code schema.table}
 * @param tables by name or pattern, in the order written
 * @param exempt what the read-back may find, by {@code table.column}: kinds like {@code phone}
 * @param text of the file
 * @param sha256 of the text in UTF-8, hex
 * @param lines where each part is in the file
 */
public record Plan(
    Unlisted unlisted,
    Map<String, Core> core,
    List<WrittenRelation> relations,
    Map<String, TableEntry> tables,
    Columns columns,
    Map<String, Set<String>> exempt,
    String text,
    String sha256,
    PlanLines lines) {
  public Plan {
    core = Collections.unmodifiableMap(new LinkedHashMap<>(core));
    relations = List.copyOf(relations);
    tables = Collections.unmodifiableMap(new LinkedHashMap<>(tables));
    exempt = Collections.unmodifiableMap(new LinkedHashMap<>(exempt));
  }

  /**
   * The same plan, which refuses nothing that it does not name: for questions about rows alone.
   * What has a relation keeps its rule; a table that nothing names is taken as empty.
   */
  public Plan lenient() {
    UnlistedTables left =
        unlisted.tables() == UnlistedTables.KEEP ? UnlistedTables.KEEP : UnlistedTables.TRUNCATE;
    return new Plan(
        new Unlisted(left, UnlistedColumns.KEEP),
        core,
        relations,
        tables,
        columns,
        exempt,
        text,
        sha256,
        lines);
  }

  /** What happens to what the plan does not name. */
  public record Unlisted(UnlistedTables tables, UnlistedColumns columns) {}

  /** {@code unlisted.tables} */
  public enum UnlistedTables {
    FAIL,
    KEEP,
    TRUNCATE
  }

  /** {@code unlisted.columns} */
  public enum UnlistedColumns {
    FAIL,
    KEEP
  }

  /**
   * Where the copy starts.
   *
   * @param where SQL condition that holds for every core row
   * @param also SQL condition of rows added to the window
   */
  public record Core(
      Optional<String> newestBy,
      Optional<Window> window,
      long atLeast,
      Optional<String> where,
      Optional<String> also) {}

  /**
   * {@code a.x -> b.y when cond}
   *
   * @param from the table, {@code table} or {@code schema.table}; names with odd characters between
   *     backticks
   * @param dangling {@link Dangling#UNDECIDED} where nothing is written
   */
  public record WrittenRelation(
      String text,
      String from,
      List<String> fromColumns,
      String to,
      List<String> toColumns,
      Optional<String> when,
      Dangling dangling) {}

  /**
   * @param rows empty where the entry gives masks only
   * @param via the columns whose references are followed; empty: all into core and follow tables
   */
  public record TableEntry(
      Optional<RowRule> rows, Set<String> via, Map<String, MaskSpec> masks, Set<String> safe) {}

  /** Rules for columns of every table, by name or pattern. */
  public record Columns(Map<String, MaskSpec> masks, Set<String> safe) {}
}

package io.rehydrate.dehydrate.compile;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.mask.Masks;
import io.rehydrate.mask.NamePrints;
import io.rehydrate.plan.FirstPass;
import io.rehydrate.plan.KeptRows;
import io.rehydrate.plan.Reference;
import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.plan.RowRule;
import io.rehydrate.schema.TableName;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A plan's dehydration as stages of statements, one after the other, each in the light of what the
 * one before it did. Holds statements and counts, never rows.
 */
public final class Dehydration {
  private final ResolvedPlan plan;
  private final ReferenceGraph ties;
  private final KeyTableStatements keys;
  private final Closure closure;
  private final FollowingRows following;
  private final Rewrite rewrite;
  private final Deque<Stage> before = new ArrayDeque<>();
  private final Deque<Stage> after = new ArrayDeque<>();
  private final Map<TableName, Long> written = new ConcurrentHashMap<>();
  private final RowOriginCounter tally;
  private final Checks checks;
  private Optional<Stage> ahead = Optional.empty();

  /**
   * @param helperSchema on the scratch, for key tables and tables in the making
   */
  public Dehydration(ResolvedPlan plan, String helperSchema, ZonedDateTime asOf) {
    this(plan, helperSchema, asOf, KeyTablePlacement.none(), FirstPass.none());
  }

  /**
   * @param memory of the scratch, for key tables
   * @param firstPass of which tables rows are still to follow from the source
   */
  public Dehydration(
      ResolvedPlan plan,
      String helperSchema,
      ZonedDateTime asOf,
      KeyTablePlacement memory,
      FirstPass firstPass) {
    this.plan = plan;
    this.ties = new ReferenceGraph(plan);
    this.keys = new KeyTableStatements(plan, ties, helperSchema, asOf, memory);
    this.closure = new Closure(ties, keys);
    this.tally = new RowOriginCounter(plan);
    this.checks = new Checks(plan);
    NewTables tables = new NewTables(plan, helperSchema);
    this.following =
        new FollowingRows(new SecondPass(plan, ties, keys, helperSchema), tables, firstPass);
    this.rewrite = new Rewrite(plan, ties, keys, helperSchema, tables, following);
    before.add(ConstraintStages.number(keys));
    before.add(ConstraintStages.keyTables(keys));
    after.add(following.making());
    after.add(following.loading());
    after.add(rewrite.stage());
    after.add(ConstraintStages.restore(plan));
  }

  /** Where each table's rows are chosen, kept or left out. */
  public ResolvedPlan plan() {
    return plan;
  }

  /** Those of the tables that are rewritten. */
  public Checks checks() {
    return checks;
  }

  /** Whether there is another stage; asked when all of the last one is done. */
  public boolean hasNext() {
    while (ahead.isEmpty()) {
      Optional<Stage> candidate = candidate();
      if (candidate.isEmpty()) {
        return false;
      }
      ahead = candidate.filter(stage -> !stage.tasks().isEmpty());
    }
    return true;
  }

  private Optional<Stage> candidate() {
    if (!before.isEmpty()) {
      return Optional.of(before.removeFirst());
    }
    return closure.next().or(() -> Optional.ofNullable(after.pollFirst()));
  }

  /**
   * The next stage.
   *
   * @throws StageFailedException {@code core.empty}, once rows were chosen, and none of some core
   *     table
   */
  public Stage next() {
    if (!hasNext()) {
      throw new java.util.NoSuchElementException("no stage is left");
    }
    closure.coreWithoutRows().ifPresent(Dehydration::refuse);
    Stage next = ahead.orElseThrow();
    ahead = Optional.empty();
    return next;
  }

  private static void refuse(TableName core) {
    throw new StageFailedException(
        ErrorCode.CORE_EMPTY,
        "No row of the core table "
            + core
            + " is chosen, so nothing that depends on it would be kept",
        "Look at its 'window', 'where' and 'at-least' in the plan, and at the run's as-of time");
  }

  /**
   * Records what a statement did.
   *
   * @param statement one of the task's
   * @param rows how many the server reports
   * @param again whether an earlier attempt may have done some of it
   */
  public void done(Task task, ScratchStatement statement, long rows, boolean again) {
    if (!statement.countsRows()) {
      return;
    }
    tally.heard(task, statement, rows);
    if (statement.effect() == ScratchStatement.Effect.REWRITTEN_ROWS) {
      written.put(task.subject().orElseThrow().table(), rows);
    } else if (!task.isRewrite()) {
      if (again) {
        closure.doneAgain(task, rows);
      } else {
        closure.done(task, rows);
      }
    }
  }

  /** The rows that follow from the source in the stage of which {@link Stage#isLoad} holds. */
  public List<KeptRows> keptRows() {
    return following.rows();
  }

  /** How many copies of the table of keys a statement takes at most that loads these rows. */
  public int keyTables() {
    return following.keyTables();
  }

  /**
   * @param rows that each table has got from the source
   */
  public void loaded(Map<TableName, Long> rows) {
    written.putAll(rows);
  }

  /** By which way each table's rows came. */
  public Map<TableName, List<RowOrigin>> reasons() {
    return tally.reasons();
  }

  /** Rows that a rewritten table has now; empty for one that stayed as it was. */
  public Optional<Long> rowsWritten(TableName table) {
    return plan.rule(table).rows() == RowRule.TRUNCATE
        ? Optional.of(0L)
        : Optional.ofNullable(written.get(table));
  }

  /** Queries that count the rows that were chosen of each core table. */
  public List<String> coreChosen() {
    return keys.all().stream()
        .filter(key -> ties.rule(key.table().name()) == RowRule.CORE)
        .map(key -> "SELECT COUNT(*) FROM " + key.name() + " WHERE _g = 0")
        .toList();
  }

  /** Queries that count those of them that had to go, since a reference of theirs can't hold. */
  public List<String> coreLost() {
    return coreChosen().stream().map(query -> query + " AND _d = 1").toList();
  }

  /**
   * Queries that count the references of {@code keep} rows to rows that went, where the plan does
   * not say what becomes of them.
   */
  public Map<String, Reference> undecided() {
    Map<String, Reference> queries = new LinkedHashMap<>();
    DeadRowStatements losses = new DeadRowStatements(keys);
    ties.evaluated().stream()
        .filter(Edge::undecided)
        .forEach(tie -> queries.put(losses.undecided(tie), tie.reference()));
    return queries;
  }

  /**
   * The statements of a night in their order, for reading: growth and checks stand once, where a
   * night repeats them until nothing changes.
   */
  public List<Stage> script() {
    List<Stage> stages = new ArrayList<>(before);
    stages.add(closure.chosen());
    stages.add(closure.eachGrowthOnce());
    stages.add(closure.eachCheckOnce());
    stages.add(closure.eachThinningOnce());
    stages.addAll(after);
    return stages.stream().filter(stage -> !stage.tasks().isEmpty()).toList();
  }

  /** What the masks of this plan need to know in every session. */
  public Set<String> purposes() {
    Set<String> purposes = new TreeSet<>();
    for (ResolvedPlan.Rule rule : plan.tables().values()) {
      if (rule.rows() != RowRule.TRUNCATE) {
        rule.masks()
            .forEach(
                (column, mask) ->
                    purposes.addAll(
                        Masks.expression(
                                mask, rule.table(), rule.table().column(column).orElseThrow(), "t")
                            .purposes()));
      }
    }
    if (!rewrite.namePrints().isEmpty()) {
      purposes.add(NamePrints.PURPOSE);
    }
    return purposes;
  }

  /**
   * Tables of the helper schema in which the fingerprints of masked names lie once all is written;
   * every column but {@code id} holds some.
   */
  public List<TableName> namePrints() {
    return List.copyOf(rewrite.namePrints());
  }
}

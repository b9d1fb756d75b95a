package io.rehydrate.dehydrate;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.mask.Masks;
import io.rehydrate.mask.NamePrints;
import io.rehydrate.plan.Reference;
import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.plan.RowRule;
import io.rehydrate.run.Progress;
import io.rehydrate.schema.TableName;
import io.rehydrate.source.FirstPass;
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
import javax.sql.DataSource;

/**
 * One run's dehydration: gives the stages one after the other, each in the light of what the one
 * before it did. Holds statements and counts, never rows.
 */
public final class Dehydration {
  private final ResolvedPlan plan;
  private final ReferenceGraph ties;
  private final KeyTableStatements keys;
  private final Closure closure;
  private final Rewrite rewrite;
  private final Deque<Stage> before = new ArrayDeque<>();
  private final Deque<Stage> after = new ArrayDeque<>();
  private final Map<TableName, Long> written = new ConcurrentHashMap<>();
  private final StageTimes times = new StageTimes();
  private final StageProgress progress;
  private volatile String stage = "";
  private final RowOriginCounter tally;
  private final Checks checks;
  private final Map<ScratchStatement, TransientFailure> interruptions = new ConcurrentHashMap<>();
  private Optional<Stage> ahead = Optional.empty();
  private ScratchSessions sessions;
  private RowCounts counts;
  private KeptRowLoader loader;

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
  Dehydration(
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
    this.progress = new StageProgress(plan);
    this.rewrite = new Rewrite(plan, ties, keys, helperSchema, firstPass);
    before.add(ConstraintStages.number(keys));
    before.add(ConstraintStages.keyTables(keys));
    after.add(rewrite.making());
    after.add(rewrite.loading());
    after.add(rewrite.stage());
    after.add(ConstraintStages.restore(plan));
  }

  Dehydration on(ScratchSessions opened, Stage clear) {
    sessions = opened;
    before.addFirst(clear);
    return this;
  }

  void loadingBy(KeptRowLoader from) {
    loader = from;
  }

  void counting(RowCounts begun) {
    counts = begun;
  }

  /** What was counted before anything was written again, by query. */
  Map<String, Long> before() {
    return counts.all();
  }

  ResolvedPlan plan() {
    return plan;
  }

  Checks checks() {
    return checks;
  }

  StageProgress progress() {
    return progress;
  }

  /** The name of the stage that was given last. */
  String stage() {
    return stage;
  }

  ScratchSessions sessions() {
    return sessions;
  }

  /** Where the statements run. */
  public DataSource dataSource() {
    return sessions.dataSource();
  }

  /** Whether there is another stage; asked when all of the last one is done. */
  public boolean hasNext() {
    while (ahead.isEmpty()) {
      Optional<Stage> candidate = candidate();
      if (candidate.isEmpty()) {
        times.end();
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
    times.begin(next.name());
    stage = next.name();
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
   */
  public void done(Task task, ScratchStatement statement, long rows) {
    TransientFailure before = interruptions.remove(statement);
    if (!statement.countsRows()) {
      return;
    }
    tally.heard(task, statement, rows);
    if (statement.effect() == ScratchStatement.Effect.REWRITTEN_ROWS) {
      written.put(task.subject().orElseThrow().table(), rows);
    } else if (!task.isRewrite()) {
      if (before != null) {
        closure.doneAgain(task, rows);
      } else {
        closure.done(task, rows);
      }
    }
  }

  /** Has the rows follow that stay. */
  void load(Progress counted) {
    written.putAll(loader.load(rewrite.keptRows(), purposes(), counted));
  }

  /** How this statement's last attempt ended; empty: there was none. */
  Optional<TransientFailure> interruption(ScratchStatement statement) {
    return Optional.ofNullable(interruptions.get(statement));
  }

  /**
   * Notes that a statement did not come to its end; a lost connection outweighs all else.
   *
   * @return whether that is news of it
   */
  boolean interrupted(ScratchStatement statement, TransientFailure how) {
    TransientFailure before = interruptions.get(statement);
    interruptions.merge(statement, how, (old, now) -> old == TransientFailure.LOST ? old : now);
    return before != how;
  }

  Map<TableName, List<RowOrigin>> reasons() {
    return tally.reasons();
  }

  Map<String, Double> stageSeconds() {
    return times.seconds();
  }

  /** Rows that a rewritten table has now; empty for one that stayed as it was. */
  Optional<Long> rowsWritten(TableName table) {
    return plan.rule(table).rows() == RowRule.TRUNCATE
        ? Optional.of(0L)
        : Optional.ofNullable(written.get(table));
  }

  /**
   * The key table of a core table, which knows how many rows were chosen and how many of them went.
   */
  List<KeyTable> coreKeys() {
    return keys.all().stream()
        .filter(key -> ties.rule(key.table().name()) == RowRule.CORE)
        .toList();
  }

  /**
   * Queries that count the references of {@code keep} rows to rows that went, where the plan does
   * not say what becomes of them.
   */
  Map<String, Reference> undecided() {
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
  Set<String> purposes() {
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

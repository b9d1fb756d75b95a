package io.rehydrate.dehydrate;

import io.rehydrate.dehydrate.compile.Checks;
import io.rehydrate.dehydrate.compile.Dehydration;
import io.rehydrate.dehydrate.compile.ScratchStatement;
import io.rehydrate.dehydrate.compile.Stage;
import io.rehydrate.dehydrate.compile.Task;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.run.Progress;
import io.rehydrate.schema.TableName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

/** A dehydration that runs on a scratch: its stages, its sessions, and how far it is. */
public final class DehydrationRun {
  private final Dehydration compiled;
  private final ScratchSessions sessions;
  private final StageTimes times = new StageTimes();
  private final StageProgress progress;
  private final Map<ScratchStatement, TransientFailure> interruptions = new ConcurrentHashMap<>();
  private final Optional<KeptRowLoader> loader;
  private Optional<Stage> first;
  private volatile String stage = "";
  private RowCounts counts;

  /**
   * @param first comes before those of the compiler
   * @param loader of rows that follow from the source; empty where none do
   */
  DehydrationRun(
      Dehydration compiled, Stage first, ScratchSessions sessions, Optional<KeptRowLoader> loader) {
    this.compiled = compiled;
    this.first = Optional.of(first).filter(clear -> !clear.tasks().isEmpty());
    this.sessions = sessions;
    this.loader = loader;
    this.progress = new StageProgress(compiled.plan());
  }

  Dehydration compiled() {
    return compiled;
  }

  ResolvedPlan plan() {
    return compiled.plan();
  }

  Checks checks() {
    return compiled.checks();
  }

  ScratchSessions sessions() {
    return sessions;
  }

  /** Where the statements run. */
  public DataSource dataSource() {
    return sessions.dataSource();
  }

  void counting(RowCounts begun) {
    counts = begun;
  }

  /** What was counted before anything was written again, by query. */
  Map<String, Long> before() {
    return counts.all();
  }

  StageProgress progress() {
    return progress;
  }

  /** The name of the stage that was given last. */
  String stage() {
    return stage;
  }

  Map<String, Double> stageSeconds() {
    return times.seconds();
  }

  /** Whether there is another stage; asked when all of the last one is done. */
  public boolean hasNext() {
    boolean more = first.isPresent() || compiled.hasNext();
    if (!more) {
      times.end();
    }
    return more;
  }

  /**
   * The next stage.
   *
   * @throws StageFailedException {@code core.empty}
   */
  Stage next() {
    Stage next = first.orElseGet(compiled::next);
    first = Optional.empty();
    times.begin(next.name());
    stage = next.name();
    return next;
  }

  /** Has the rows follow that stay. */
  void load(Progress counted) {
    compiled.loaded(loader.orElseThrow().load(compiled.keptRows(), compiled.keyTables(), counted));
  }

  /** Records what a statement did. */
  void done(Task task, ScratchStatement statement, long rows) {
    compiled.done(task, statement, rows, interruptions.remove(statement) != null);
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

  /** As {@link Dehydration#namePrints()}. */
  public List<TableName> namePrints() {
    return compiled.namePrints();
  }
}

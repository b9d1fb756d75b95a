package io.rehydrate.dehydrate;

import io.rehydrate.dehydrate.compile.BrokenChecks;
import io.rehydrate.dehydrate.compile.Dehydration;
import io.rehydrate.dehydrate.compile.KeyTablePlacement;
import io.rehydrate.dehydrate.compile.Orphans;
import io.rehydrate.dehydrate.compile.Stage;
import io.rehydrate.dump.Manifest;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.RehydrateException;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.mask.MaskKey;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.mysql.SqlErrors;
import io.rehydrate.plan.Reference;
import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.plan.RowRule;
import io.rehydrate.run.ActiveRun;
import io.rehydrate.run.ResourceBook;
import io.rehydrate.schema.Schema;
import io.rehydrate.schema.TableName;
import io.rehydrate.settings.Settings;
import io.rehydrate.source.Scratch;
import io.rehydrate.source.ScratchMemory;
import io.rehydrate.source.ScratchSchema;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;
import java.util.stream.Stream;

/** Begins a dehydration on a scratch, gives its stages, and proves the result. */
public final class Dehydrator {
  private final Settings settings;
  private final ScratchSchema scratchSchema;
  private final ResourceBook book;
  private final ExecutorService workers;

  public Dehydrator(
      Settings settings, ScratchSchema scratchSchema, ResourceBook book, ExecutorService workers) {
    this.settings = settings;
    this.scratchSchema = scratchSchema;
    this.book = book;
    this.workers = workers;
  }

  /** The helper schema's name, from the run's id. */
  public static String helperSchema(io.rehydrate.run.RunId run) {
    return "rehydrate_" + run.value().replace('-', '_');
  }

  /**
   * Opens the run's sessions on the scratch and makes the helper schema.
   *
   * @throws StageFailedException {@code dehydrate.failed}
   */
  public DehydrationRun begin(ActiveRun run, Scratch scratch, ResolvedPlan plan) {
    String helper = helperSchema(run.id());
    ZonedDateTime asOf = run.run().asOf().orElse(Instant.EPOCH).atZone(settings.nightly().zone());
    try (Connection session = scratch.open()) {
      scratchSchema.make(session, helper, run.id(), book);
      ServerEpoch incarnation = ServerEpoch.of(session, helper);
      scratch.requireInMemory(session);
      Dehydration dehydration =
          new Dehydration(
              plan, helper, asOf, placement(incarnation, scratch, asOf), scratch.firstPass());
      Stage clear = ClearStage.of(session, plan);
      ScratchSessions.Preparation preparation = prepared(plan, dehydration, helper, asOf);
      try (Connection first = scratch.open()) {
        preparation.prepare(first); // what fails here fails within a pool only after its time-out
      }
      ScratchSessions sessions =
          new ScratchSessions(
              scratch.login(), incarnation, settings.tools().dumpWorkers(), preparation);
      run.onCancel(sessions::close);
      Optional<KeptRowLoader> loader =
          scratch
              .moment()
              .map(moment -> new KeptRowLoader(moment, preparation, helper, asOf.getOffset()));
      return new DehydrationRun(dehydration, clear, sessions, loader);
    } catch (SQLException e) {
      throw failed("preparing the scratch", e);
    }
  }

  private KeyTablePlacement placement(ServerEpoch incarnation, Scratch scratch, ZonedDateTime asOf)
      throws SQLException {
    if (!incarnation.hasMemory()) {
      return KeyTablePlacement.none();
    }
    List<String> schemas = scratch.catalog().schemas().stream().map(Schema::name).toList();
    try (Connection session = scratch.open()) {
      ScratchSessions.settle(session, asOf);
      long bytes =
          ScratchMemory.left(
              session, settings.scratch().flatMap(Settings.Scratch::memory), schemas);
      return new KeyTablePlacement(bytes, scratch.rows());
    }
  }

  private ScratchSessions.Preparation prepared(
      ResolvedPlan plan, Dehydration dehydration, String helper, ZonedDateTime asOf) {
    String schema = plan.catalog().schemas().get(0).name();
    if (!plan.masksAnything()) {
      return session -> {
        ScratchSessions.settle(session, asOf);
        Sessions.use(session, schema);
      };
    }
    MaskKey key = MaskKey.read(settings.maskKeyFile().orElseThrow());
    return session -> {
      ScratchSessions.settle(session, asOf);
      Sessions.use(session, schema);
      MaskSession.prepare(session, helper, key, dehydration.purposes());
    };
  }

  /** Begins to count rows and orphans while the scratch still is what the source was. */
  public void count(Scratch scratch, DehydrationRun dehydration) {
    dehydration.counting(
        counts(dehydration, table -> Optional.ofNullable(scratch.rows().get(table))));
  }

  /** The next stage; its tasks may run in parallel. */
  public Stage next(ActiveRun run, DehydrationRun dehydration) {
    run.requireNotCancelled();
    Stage stage = dehydration.next();
    dehydration.progress().begin(run.progress(), stage);
    run.log()
        .info(
            "stage "
                + stage.name()
                + ": "
                + stage.tasks().size()
                + (stage.tasks().size() == 1 ? " task" : " tasks"));
    if (stage.isRewrite()) {
      dehydration.before();
    }
    if (stage.isLoad()) {
      dehydration.load(run.progress());
    }
    return stage;
  }

  /**
   * Counts what is left and proves that no reference leads nowhere, save those that the plan leaves
   * as they are.
   *
   * @throws StageFailedException {@code dehydrate.orphans}: a mask of the plan changed what refers,
   *     or a defect; told with the relation
   */
  public DehydrationResult finish(Scratch scratch, DehydrationRun dehydration) {
    Map<String, Long> before = dehydration.before();
    Map<TableName, Long> rowsBefore =
        rows(dehydration.plan(), table -> Optional.ofNullable(scratch.rows().get(table)), before);
    Map<String, Long> after = counts(dehydration, dehydration.compiled()::rowsWritten).all();
    Map<TableName, Long> rows =
        rows(dehydration.plan(), dehydration.compiled()::rowsWritten, after);
    Map<Reference, Long> undecided = undecided(dehydration);
    Orphans orphans = new Orphans(dehydration.plan());
    List<Manifest.RelationEntry> relations = new ArrayList<>();
    for (Reference reference : orphans.counted()) {
      String query = orphans.query(reference);
      long left = after.get(query);
      long were = before.getOrDefault(query, 0L);
      if (left - undecided.getOrDefault(reference, 0L) > orphans.mostLeft(reference, were)) {
        throw new StageFailedException(
            ErrorCode.DEHYDRATE_ORPHANS,
            left + " references of " + reference.text() + " lead nowhere after the dehydration",
            orphans.remedy(reference));
      }
      relations.add(new Manifest.RelationEntry(reference.text(), were, left));
    }
    BrokenChecks checks =
        dehydration
            .checks()
            .broken(begin(dehydration, dehydration.checks().queries().keySet()).all());
    long[] core = coreLoss(dehydration);
    dehydration.sessions().close();
    return new DehydrationResult(
        rowsBefore,
        rows,
        relations,
        texts(undecided),
        checks,
        core[0],
        core[1],
        dehydration.compiled().reasons(),
        dehydration.stageSeconds());
  }

  /**
   * How many references of {@code keep} rows lead to rows that went, by reference, where any do.
   */
  private Map<Reference, Long> undecided(DehydrationRun dehydration) {
    Map<String, Reference> queries = new LinkedHashMap<>(dehydration.compiled().undecided());
    Map<String, Long> counted = begin(dehydration, queries.keySet()).all();
    Map<Reference, Long> undecided = new LinkedHashMap<>();
    queries.forEach(
        (query, reference) -> {
          if (counted.get(query) > 0) {
            undecided.merge(reference, counted.get(query), Long::sum);
          }
        });
    return undecided;
  }

  private static Map<String, Long> texts(Map<Reference, Long> counts) {
    Map<String, Long> texts = new LinkedHashMap<>();
    counts.forEach((reference, count) -> texts.merge(reference.text(), count, Long::sum));
    return texts;
  }

  /** How many rows of core tables were chosen, and how many of those went again. */
  private long[] coreLoss(DehydrationRun dehydration) {
    List<String> chosen = dehydration.compiled().coreChosen();
    List<String> lost = dehydration.compiled().coreLost();
    Map<String, Long> counted =
        begin(dehydration, Stream.concat(chosen.stream(), lost.stream()).toList()).all();
    return new long[] {sum(counted, chosen), sum(counted, lost)};
  }

  private static long sum(Map<String, Long> counted, List<String> queries) {
    return queries.stream().mapToLong(counted::get).sum();
  }

  private RowCounts counts(DehydrationRun dehydration, Function<TableName, Optional<Long>> known) {
    Orphans orphans = new Orphans(dehydration.plan());
    List<String> queries = new ArrayList<>();
    dehydration
        .plan()
        .tables()
        .forEach(
            (name, rule) -> {
              if (rule.rows() != RowRule.TRUNCATE && known.apply(name).isEmpty()) {
                queries.add(rowCount(name));
              }
            });
    orphans.counted().forEach(reference -> queries.add(orphans.query(reference)));
    return begin(dehydration, queries);
  }

  private RowCounts begin(DehydrationRun dehydration, Collection<String> queries) {
    return RowCounts.begin(
        dehydration.sessions(), queries, workers, settings.tools().dumpWorkers());
  }

  private static String rowCount(TableName name) {
    return "SELECT COUNT(*) FROM " + name.quoted();
  }

  /** Tables that were not copied with their rows count by the server's estimate. */
  private static Map<TableName, Long> rows(
      ResolvedPlan plan, Function<TableName, Optional<Long>> known, Map<String, Long> counted) {
    Map<TableName, Long> rows = new TreeMap<>();
    plan.tables()
        .forEach(
            (name, rule) ->
                rows.put(
                    name,
                    known
                        .apply(name)
                        .orElseGet(
                            () ->
                                rule.rows() == RowRule.TRUNCATE
                                    ? rule.table().estimatedRows()
                                    : counted.get(rowCount(name)))));
    return rows;
  }

  private static RehydrateException failed(String doing, Throwable cause) {
    return new StageFailedException(
        ErrorCode.DEHYDRATE_FAILED,
        "Failed at " + doing + ": " + SqlErrors.describeAny(cause),
        "The run's log has the stage; nothing is published",
        cause);
  }
}

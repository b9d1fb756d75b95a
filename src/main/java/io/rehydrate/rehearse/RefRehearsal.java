package io.rehydrate.rehearse;

import io.rehydrate.dump.Manifest;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.MigrationFailedException;
import io.rehydrate.error.RehydrateException;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.migrate.Migrated;
import io.rehydrate.migrate.MigrationPlace;
import io.rehydrate.migrate.Ref;
import io.rehydrate.mysql.ServerTrouble;
import io.rehydrate.refresh.TrialMigration;
import io.rehydrate.run.ActiveRun;
import io.rehydrate.settings.Settings;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The migrations of one ref in a dump that is loaded. */
final class RefRehearsal {
  private final Settings settings;
  private final ActiveRun run;
  private final RehearsalWork work;
  private final Ref ref;
  private final Clock clock;
  private boolean changed;

  RefRehearsal(Settings settings, ActiveRun run, RehearsalWork work, Ref ref, Clock clock) {
    this.settings = settings;
    this.run = run;
    this.work = work;
    this.ref = ref;
    this.clock = clock;
  }

  /** Whether another ref needs another load. */
  boolean isSchemaChanged() {
    return changed;
  }

  /**
   * @throws RehydrateException where they could not be run to an end of their own
   */
  Rehearsal run() {
    Duration limit = settings.deadlines().migration();
    Duration left = work.left(clock);
    boolean isLimited = left.compareTo(limit) < 0;
    TrialMigration migration =
        new TrialMigration(work.loaded().orElseThrow(), isLimited ? left : limit);
    String schema = work.schemas().names().values().iterator().next();
    try (TableWatch tables = new TableWatch(work.scratch().sessions(), schema);
        LockWatch locks = new LockWatch(work.scratch().sessions(), schema)) {
      StatementLog log = new StatementLog(work.files(), encoding(), tables, locks);
      try {
        migration.prepare();
        changed = true;
        Migrated migrated = migration.run(run, work.files(), settings.flyway(), log);
        changed = log.count() > 0;
        return result(log, migrated.applied(), Optional.empty(), migration.rows());
      } catch (MigrationFailedException e) {
        run.requireNotCancelled();
        ServerTrouble.of("the scratch at " + work.scratch().login().url().address(), "", e)
            .ifPresent(
                trouble -> {
                  throw trouble;
                });
        if (!changed || (isLimited && e.errorCode() == ErrorCode.MIGRATIONS_DEADLINE)) {
          throw unfit(e);
        }
        work.fails(e);
        log.close();
        return result(log, List.of(), Optional.of(e), Map.of());
      }
    }
  }

  /** Nothing is known of the migrations: the account could not be given the dump's objects. */
  private static StageFailedException unfit(MigrationFailedException e) {
    return e.errorCode() == ErrorCode.MIGRATIONS_DEADLINE
        ? new StageFailedException(
            ErrorCode.REHEARSAL_LIMIT,
            "The time for rehearsals was over while the migrations ran",
            "Raise migrations.rehearse-limit, or choose fewer refs",
            e)
        : new StageFailedException(ErrorCode.REHEARSAL_LOAD, e.getMessage(), e.hint(), e);
  }

  private Charset encoding() {
    return Optional.ofNullable(settings.flyway().get("flyway.encoding"))
        .map(Charset::forName)
        .orElse(StandardCharsets.UTF_8);
  }

  private Rehearsal result(
      StatementLog log,
      List<String> applied,
      Optional<MigrationFailedException> failure,
      Map<String, Long> rows) {
    Optional<MigrationPlace> place = failure.flatMap(MigrationPlace::of);
    List<RehearsedStatement> statements =
        log.statements().stream()
            .map(s -> s.failed() && place.isPresent() ? s.at(place.get().line()) : s)
            .toList();
    Optional<RehearsedStatement> last =
        statements.stream().filter(RehearsedStatement::failed).findFirst();
    List<Rehearsal.TableRows> tables =
        failure.isPresent() ? List.of() : tables(work.dump().manifest(), rows);
    return new Rehearsal(
        work.dump().id().value(),
        ref.name(),
        Rehearsals.kind(ref),
        ref.sha().value(),
        ref.author(),
        failure.isPresent() ? Rehearsal.State.FAILED : Rehearsal.State.OK,
        failure.map(
            e ->
                problem(
                    e,
                    place.map(MigrationPlace::file).or(() -> last.map(RehearsedStatement::file)),
                    place
                        .map(MigrationPlace::line)
                        .or(() -> last.flatMap(RehearsedStatement::line)))),
        run.id().value(),
        clock.instant(),
        log.seconds(),
        work.takeLoadSeconds(),
        applied,
        log.count(),
        statements,
        tables,
        tables.stream().filter(RefRehearsal::lost).map(Rehearsal.TableRows::table).toList(),
        ProductionEstimate.of(statements, work.dump().manifest()));
  }

  private static boolean lost(Rehearsal.TableRows table) {
    return table.before().orElse(0L) > table.after().orElse(0L);
  }

  private static List<Rehearsal.TableRows> tables(Manifest manifest, Map<String, Long> after) {
    Map<String, Long> before = new TreeMap<>();
    manifest
        .schemas()
        .forEach(
            (schema, entry) ->
                entry.tables().forEach((table, t) -> before.put(schema + "." + table, t.rows())));
    Map<String, Rehearsal.TableRows> tables = new TreeMap<>();
    before.forEach(
        (name, rows) ->
            tables.put(
                name,
                new Rehearsal.TableRows(
                    name, Optional.of(rows), Optional.ofNullable(after.get(name)))));
    after.forEach(
        (name, rows) ->
            tables.putIfAbsent(
                name, new Rehearsal.TableRows(name, Optional.empty(), Optional.of(rows))));
    return new ArrayList<>(tables.values());
  }

  private static Rehearsal.Problem problem(
      RehydrateException e, Optional<String> file, Optional<Integer> line) {
    return new Rehearsal.Problem(e.code(), e.getMessage(), e.hint(), file, line);
  }

  /** Of a ref of which nothing is known. */
  static Rehearsal notRun(
      ActiveRun run, RehearsalWork work, Ref ref, RehydrateException why, Clock clock) {
    return new Rehearsal(
        work.dump().id().value(),
        ref.name(),
        Rehearsals.kind(ref),
        ref.sha().value(),
        ref.author(),
        Rehearsal.State.NOT_RUN,
        Optional.of(problem(why, Optional.empty(), Optional.empty())),
        run.id().value(),
        clock.instant(),
        0,
        work.takeLoadSeconds(),
        List.of(),
        0,
        List.of(),
        List.of(),
        List.of(),
        Optional.empty());
  }
}

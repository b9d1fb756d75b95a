package io.rehydrate.migrate;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.MigrationFailedException;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.mysql.Bounds;
import io.rehydrate.mysql.QuietLog;
import io.rehydrate.settings.ServerLogin;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.output.MigrateOutput;
import org.flywaydb.core.api.output.MigrateResult;

/** Runs the migrations of a commit in one schema, through Flyway. */
public final class Migrator {
  /** Ours to say, whatever the settings hold. */
  private static final Set<String> OURS =
      Set.of(
          "flyway.url",
          "flyway.user",
          "flyway.password",
          "flyway.driver",
          "flyway.locations",
          "flyway.callbacks",
          "flyway.callbackLocations",
          "flyway.resolvers",
          "flyway.initSql",
          "flyway.schemas",
          "flyway.defaultSchema",
          "flyway.loggers",
          "flyway.configFiles",
          "flyway.workingDirectory");

  private static final Duration BETWEEN_CUTS = Duration.ofSeconds(2);

  private final SessionProof proof;
  private final Optional<StatementWatch> watch;
  private volatile CutSessions running;
  private volatile boolean stopped;

  /**
   * @param proof of every session before it is used
   */
  public Migrator(SessionProof proof) {
    this(proof, Optional.empty());
  }

  /**
   * @param proof of every session before it is used
   * @param watch is notified of every statement
   */
  public Migrator(SessionProof proof, StatementWatch watch) {
    this(proof, Optional.of(watch));
  }

  private Migrator(SessionProof proof, Optional<StatementWatch> watch) {
    this.proof = proof;
    this.watch = watch;
  }

  /**
   * Applies what the schema's own history table, which came with the dump, does not know yet.
   *
   * @param login the account that may write to this schema alone
   * @param schema where the migrations run
   * @param files as {@link GitRepository#files} gave them
   * @param flyway settings with their {@code flyway.} prefix; those about the connection, the place
   *     of the files and Java classes are passed over
   * @param deadline for all of them together; then every session of this call is killed
   * @throws MigrationFailedException {@code migrations.failed}, {@code migrations.deadline}, {@code
   *     migrations.no-history} or {@code migrations.invalid}
   */
  public Migrated migrate(
      ServerLogin login,
      String schema,
      List<MigrationFile> files,
      Map<String, String> flyway,
      Duration deadline) {
    CutSessions sessions =
        new CutSessions(
            login.withUrl(login.url().withSchema(schema)),
            Bounds.WORK.silentFor(deadline.plusMinutes(1)),
            proof);
    running = sessions;
    if (stopped) {
      throw stopped(null);
    }
    ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(Migrator::daemon);
    ScheduledFuture<?> cutting =
        watch.scheduleWithFixedDelay(
            () -> cut(sessions), deadline.toMillis(), BETWEEN_CUTS.toMillis(), MILLISECONDS);
    Flyway configured = null;
    try {
      FluentConfiguration settings = configured(sessions, schema, files, flyway);
      this.watch
          .map(w -> new WatchedSessions(sessions, w))
          .ifPresent(watched -> settings.dataSource(watched).callbacks(watched));
      configured = settings.load();
      MigrateResult result = configured.migrate();
      return new Migrated(
          result.migrations.stream().map(Migrator::name).toList(),
          Optional.ofNullable(result.targetSchemaVersion));
    } catch (FlywayException e) {
      if (stopped) {
        throw stopped(e);
      }
      throw sessions.isCut() ? overtime(deadline, e) : told(e, schema, configured);
    } finally {
      running = null;
      cutting.cancel(false);
      watch.shutdownNow();
    }
  }

  private static MigrationFailedException told(
      FlywayException e, String schema, Flyway configured) {
    return MigrationFailures.told(
        e,
        schema,
        () -> {
          if (configured == null) {
            throw e;
          }
          return configured.validateWithResult();
        });
  }

  /** Flyway for the files of a commit, as the settings say. */
  static FluentConfiguration configured(
      DataSource sessions, String schema, List<MigrationFile> files, Map<String, String> flyway) {
    Map<String, String> passed = new TreeMap<>(flyway);
    passed.keySet().removeAll(OURS);
    Charset encoding =
        Optional.ofNullable(passed.get("flyway.encoding"))
            .map(Charset::forName)
            .orElse(StandardCharsets.UTF_8);
    return Flyway.configure()
        .configuration(passed)
        .dataSource(sessions)
        .defaultSchema(schema)
        .schemas(schema)
        .createSchemas(false)
        .cleanDisabled(true)
        .locations(new String[0])
        .failOnMissingLocations(false)
        .resourceProvider(new FilesInMemory(files, encoding))
        .javaMigrationClassProvider(List::of)
        .outputQueryResults(false)
        .loggers(QuietLog.class.getName());
  }

  /** Ends the migrations at once, whatever they wait for; from any thread. */
  public void stop() {
    stopped = true;
    CutSessions sessions = running;
    if (sessions != null) {
      cut(sessions);
    }
  }

  private static StageFailedException stopped(FlywayException cause) {
    return new StageFailedException(
        ErrorCode.RUN_CANCELLED, "The migrations were ended with their run", "", cause);
  }

  private static String name(MigrateOutput migration) {
    return migration.filepath;
  }

  private static void cut(CutSessions sessions) {
    try {
      sessions.cut();
    } catch (SQLException | RuntimeException e) {
      // the next try comes by itself, until the migrations have ended
      return;
    }
  }

  private static MigrationFailedException overtime(Duration deadline, FlywayException e) {
    return new MigrationFailedException(
        ErrorCode.MIGRATIONS_DEADLINE,
        "The migrations did not end within "
            + deadline.toSeconds()
            + " seconds and were stopped"
            + MigrationFailures.file(e).map(f -> ", at " + f).orElse(""),
        "Raise deadline.migration, or look for a statement that waits for a lock",
        e);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "migrations-deadline");
    thread.setDaemon(true);
    return thread;
  }
}

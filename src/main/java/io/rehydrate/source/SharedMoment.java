package io.rehydrate.source;

import io.rehydrate.error.Counted;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.RehydrateException;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.mysql.Sql;
import io.rehydrate.mysql.SqlErrors;
import io.rehydrate.plan.KeptRows;
import io.rehydrate.run.Figures;
import io.rehydrate.run.Progress;
import io.rehydrate.schema.Column;
import io.rehydrate.schema.Table;
import io.rehydrate.schema.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions on the source that still see the moment at which the copy was made, until the rows
 * that stay are read. The source keeps what it needs to show that moment to them.
 */
public final class SharedMoment implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SharedMoment.class);
  private static final long PULSE_SECONDS = 60;

  /** Each part reads all keys that are in the scratch's memory, where no index has an order. */
  private static final int PARTS_OF_A_WORKER = 4;

  private final CopySettings settings;
  private final CopySessions sessions;
  private final List<Connection> sources;
  private final boolean mariaDb;
  private final boolean countersShared;
  private final long decidingBytes;
  private final Consumer<String> log;
  private final long since;
  private final ScheduledExecutorService pulse =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "source-pulse"));
  private volatile List<String> lost = List.of();
  private volatile boolean stopped;

  /**
   * @param countersShared whether several sessions may load one table that has a counter
   * @param decidingBytes that were read before
   * @param since when the moment was, by {@link System#nanoTime}
   */
  SharedMoment(
      CopySettings settings,
      CopySessions sessions,
      List<Connection> sources,
      boolean mariaDb,
      boolean countersShared,
      long decidingBytes,
      long since,
      Consumer<String> log) {
    this.settings = settings;
    this.sessions = sessions;
    this.sources = List.copyOf(sources);
    this.mariaDb = mariaDb;
    this.countersShared = countersShared;
    this.decidingBytes = decidingBytes;
    this.since = since;
    this.log = log;
    pulse.scheduleWithFixedDelay(this::ask, PULSE_SECONDS, PULSE_SECONDS, TimeUnit.SECONDS);
  }

  /** What is between us and the source may end a connection on which nothing goes. */
  private void ask() {
    for (Connection source : sources) {
      try {
        Sessions.run(source, "DO 1");
      } catch (SQLException e) {
        LOG.debug("The source does not answer: {}", SqlErrors.describe(e));
      }
    }
  }

  private void endPulse() {
    pulse.shutdownNow();
    try {
      pulse.awaitTermination(PULSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Makes a session on the scratch ready for the values that are assigned to rows. */
  @FunctionalInterface
  public interface Preparation {
    void prepare(Connection session) throws SQLException;
  }

  /**
   * Reads the rows that stay and loads them into their tables, several sessions at a time; then the
   * source's sessions end.
   *
   * @param offset of the time zone in which the assigned values are computed, as a server takes it
   * @return how many rows each table got
   * @throws StageFailedException {@code copy.failed}, {@code copy.changed}, {@code copy.deadline},
   *     {@code copy.stopped}
   */
  public Map<TableName, Long> load(
      List<KeptRows> rows, String offset, Preparation preparation, Progress progress) {
    Map<TableName, KeptRows> byName =
        rows.stream().collect(Collectors.toMap(each -> each.table().name(), each -> each));
    endPulse();
    try {
      OptionalLong history = history();
      List<Connection> loading = new ArrayList<>();
      List<Connection> keys = new ArrayList<>();
      for (Connection source : sources) {
        Sessions.run(source, "SET SESSION time_zone = " + Sql.text(offset));
        Connection loader = sessions.scratch();
        preparation.prepare(loader);
        // MySQL else warns that the rows meet the table of keys, in MEMORY, in one transaction
        Sessions.run(loader, "SET SESSION autocommit = 0", "COMMIT");
        loading.add(loader);
        Connection reader = sessions.scratch();
        Sessions.run(
            reader,
            "SET SESSION time_zone = "
                + Sql.text(offset)
                + ", SESSION character_set_results = NULL");
        keys.add(reader);
      }
      KeptRowCopy work =
          new KeptRowCopy(byName, keys, mariaDb, LargeRows.limit(settings.workers()));
      CopyQueue queue = new CopyQueue();
      for (KeptRows each : rows) {
        queue.add(
            sources.get(0),
            each.table(),
            maySplit(each.table()) ? PARTS_OF_A_WORKER * sources.size() : 1);
      }
      ConsistentSnapshot.letGo(sources.get(0));
      progress.begin(
          work.name(),
          Progress.ROWS,
          rows.stream().mapToLong(each -> each.table().estimatedRows()).sum());
      SourceLoad load =
          new CopyWorkers(settings, sessions, work, log, progress)
              .run(sources, loading, queue, since + settings.night().toNanos());
      lost = work.lost();
      report(load, history);
      sessions.endAll();
      return queue.rows();
    } catch (SQLException e) {
      throw stopped
          ? CopySessions.stopped()
          : new StageFailedException(
              ErrorCode.COPY_FAILED,
              "Reading the rows that stay failed (" + SqlErrors.describe(e) + ")",
              "Check both servers' logs and the accounts' rights; doctor lists the missing ones",
              e);
    } catch (RehydrateException e) {
      throw stopped ? CopySessions.stopped() : e;
    } finally {
      sessions.close();
    }
  }

  private boolean maySplit(Table table) {
    return sources.size() > 1
        && (countersShared || table.columns().stream().noneMatch(Column::autoIncrement));
  }

  private void report(SourceLoad load, OptionalLong history) {
    long seconds = Duration.ofNanos(System.nanoTime() - since).toSeconds();
    log.accept(
        "the source was read by "
            + Counted.of(sources.size(), "session")
            + ": "
            + Figures.bytes(decidingBytes)
            + " by which rows were chosen, then "
            + Counted.of(load.rows(), "row")
            + " with "
            + Figures.bytes(load.bytes())
            + "; its longest transaction lasted "
            + seconds
            + " s");
    OptionalLong now = history();
    if (history.isPresent() && now.isPresent()) {
      log.accept(
          "transactions whose undo the source keeps: "
              + history.getAsLong()
              + " before these rows were read, "
              + now.getAsLong()
              + " after");
    }
  }

  /** Transactions whose undo the source still keeps; empty where the account may not see it. */
  private OptionalLong history() {
    try (Statement statement = sources.get(0).createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT count FROM information_schema.innodb_metrics"
                    + " WHERE name = 'trx_rseg_history_len'")) {
      return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
    } catch (SQLException e) {
      return OptionalLong.empty();
    }
  }

  /** Values that could not be carried, in words, by table; known once the rows are loaded. */
  List<String> lost() {
    return lost;
  }

  /** Ends the sessions, and whatever runs in them; a second call does nothing. */
  @Override
  public void close() {
    stopped = true;
    pulse.shutdownNow();
    sessions.close();
  }
}

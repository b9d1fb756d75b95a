package io.rehydrate.night;

import io.rehydrate.dump.DumpId;
import io.rehydrate.error.BusyException;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.InvalidException;
import io.rehydrate.error.RefusedException;
import io.rehydrate.mysql.ServerClock;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.run.ActiveRun;
import io.rehydrate.run.Actor;
import io.rehydrate.run.Journal;
import io.rehydrate.run.QueueBound;
import io.rehydrate.run.Run;
import io.rehydrate.run.RunId;
import io.rehydrate.run.RunKind;
import io.rehydrate.run.RunState;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.settings.Settings;
import io.rehydrate.store.Store;
import io.rehydrate.store.StoredDump;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Variable;

/**
 * Knows from the journal whether a night is due: the scheduler's own memory would forget one that
 * was missed.
 */
public final class Nights {
  private static final Actor SCHEDULE = new Actor("schedule", "quartz");
  private static final String COPIED = "server";
  private static final int MOST_ATTEMPTS = 2;
  private static final int MOST_HOURS = 1000;
  private static final Set<String> BEFORE_THE_WORK = Set.of("begin", "acquire");
  private static final Run.Failure OVERTAKEN =
      new Run.Failure(
          1, ErrorCode.NIGHT_OVERTAKEN.text(), "It had not begun when the next night was due", "");

  private final Settings settings;
  private final Journal journal;
  private final Store store;
  private final Clock clock;
  private final MissedNights missed;

  /** With the one schedule of the settings. */
  public Nights(Settings settings, Journal journal, Store store, Clock clock) {
    this(settings, journal, store, clock, () -> List.of(ofSettings(settings)));
  }

  public Nights(Settings settings, Journal journal, Store store, Clock clock, Schedules schedules) {
    this.settings = settings;
    this.journal = journal;
    this.store = store;
    this.clock = clock;
    this.missed = new MissedNights(journal, schedules, SCHEDULE, clock);
  }

  /** What the shipped route {@code nightly} has. */
  public static Schedule ofSettings(Settings settings) {
    return new Schedule("nightly", settings.nightly().cron(), settings.nightly().zone());
  }

  /**
   * Whether a night that died continues under its id: its scratch was still in the making, at AWS,
   * and it is not too old.
   */
  public static boolean isResumable(Run run, Settings settings, Instant now) {
    return run.kind() == RunKind.NIGHT
        && settings.aws().isPresent()
        && run.lease().equals(lease(settings))
        && BEFORE_THE_WORK.contains(run.step())
        && run.startedAt()
            .filter(start -> start.plus(settings.deadlines().resume()).isAfter(now))
            .isPresent();
  }

  /** What only one night may hold: its source. */
  public static String lease(Settings settings) {
    return "night:"
        + settings
            .aws()
            .map(aws -> aws.kind() + " " + aws.source())
            .or(() -> settings.source().login().map(l -> l.url().address()))
            .orElse(settings.source().kind());
  }

  /**
   * Queues a night that somebody asked for.
   *
   * @throws BusyException {@code dump.exists}, {@code queue.full}
   * @throws InvalidException {@code night.future}
   */
  public synchronized Run queue(Actor actor, Instant asOf) {
    if (asOf.isAfter(clock.instant())) {
      throw new InvalidException(
          ErrorCode.NIGHT_FUTURE,
          "The as-of time " + asOf + " lies in the future",
          "Give a time that has passed, or none");
    }
    requireNew(DumpId.at(asOf));
    requireNewest(DumpId.at(asOf));
    QueueBound.require(journal, lease(settings));
    return journal.queueNight(actor, lease(settings), asOf);
  }

  /**
   * The night's first step, before anything is made for it.
   *
   * @throws BusyException {@code dump.exists}
   * @throws RefusedException {@code night.older}, {@code clock.differs}, {@code store.unmounted},
   *     {@code store.foreign}
   * @throws io.rehydrate.error.StageFailedException {@code store.write}, {@code store.full}
   */
  public void admit(@Variable("run") ActiveRun run) {
    DumpId id = dumpOf(run);
    requireNew(id);
    requireNewest(id);
    store.requireReady();
    settings.source().login().ifPresent(login -> requireClock(login, "source"));
    if (settings.source().kind().equals(COPIED)) {
      settings.scratch().ifPresent(scratch -> requireClock(scratch.login(), "scratch"));
    }
  }

  private void requireClock(ServerLogin login, String role) {
    try (Connection session = Sessions.open(login, role)) {
      ServerClock.require(session, role, clock);
    } catch (SQLException e) {
      throw Sessions.unreachable(login, role, e);
    }
  }

  /**
   * A dump that is older than one there is would be the first that retention removes: a clock is
   * wrong, here or where the newer one was made.
   */
  private void requireNewest(DumpId id) {
    Optional<DumpId> newest =
        store.list().stream().filter(dump -> !dump.held()).map(StoredDump::id).findFirst();
    if (newest.filter(other -> other.compareTo(id) > 0).isPresent()) {
      throw new RefusedException(
          ErrorCode.NIGHT_OLDER,
          "The as-of time of this night is before that of the newest dump, " + newest.get(),
          "Check this machine's clock, and the --as-of that was given");
    }
  }

  private void requireNew(DumpId id) {
    if (store.list().stream().anyMatch(dump -> dump.id().equals(id))) {
      throw new BusyException(
          ErrorCode.DUMP_EXISTS,
          "The dump " + id + " exists already",
          "Wait a second, or give another --as-of");
    }
  }

  /**
   * Queues the night of the schedule if it has not run yet; of several that were missed only the
   * last. One that was queued and could not begin, for another night ran or the process died, is
   * given again.
   *
   * @return the id of the queued run, or null where none is due: a route's filter asks
   */
  public synchronized RunId queueDue() {
    String lease = lease(settings);
    List<Run> waiting =
        journal.in(RunState.QUEUED).stream()
            .filter(run -> run.actor().equals(SCHEDULE) && run.lease().equals(lease))
            .toList();
    Optional<Instant> due = due();
    if (due.isEmpty()) {
      return waiting.stream().map(Run::id).findFirst().orElse(null);
    }
    waiting.forEach(run -> journal.endQueued(run.id(), RunState.INTERRUPTED, OVERTAKEN));
    return journal.queueScheduled(SCHEDULE, lease, due.get()).map(Run::id).orElse(null);
  }

  private Optional<Instant> due() {
    return missed.last(journal.lastNight(lease(settings), MOST_ATTEMPTS).flatMap(Run::asOf));
  }

  /** The hour of the schedules whose night is the last that should have begun. */
  public Optional<Instant> lastScheduled() {
    return missed.last(Optional.empty());
  }

  /** The hours of the schedules after this time, by now, oldest first. */
  public List<Instant> scheduledAfter(Instant from) {
    return missed.hoursAfter(from, MOST_HOURS);
  }

  /** When the next night begins by the schedules; empty where all are switched off. */
  public Optional<Instant> nextScheduled() {
    return missed.next();
  }

  /** The newest night as of this time or later, whatever became of it. */
  public Optional<Run> newestSince(Instant asOf) {
    return journal
        .lastNight(lease(settings), 0)
        .filter(run -> run.asOf().filter(time -> !time.isBefore(asOf)).isPresent());
  }

  /** Whether a night may still come to its end: it is queued or runs, and not for too long. */
  public boolean isAtWork(Run night) {
    return !night.state().isEnded()
        && night.createdAt().plus(settings.deadlines().night()).isAfter(clock.instant());
  }

  /** The dump that a night makes. */
  public static DumpId dumpOf(ActiveRun run) {
    return DumpId.at(run.run().asOf().orElseThrow());
  }
}

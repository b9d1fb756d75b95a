package io.rehydrate.night;

import io.rehydrate.dump.DumpId;
import io.rehydrate.error.BusyException;
import io.rehydrate.error.InvalidException;
import io.rehydrate.run.Actor;
import io.rehydrate.run.Journal;
import io.rehydrate.run.Run;
import io.rehydrate.run.RunId;
import io.rehydrate.run.RunKind;
import io.rehydrate.settings.Settings;
import io.rehydrate.store.Store;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.Set;
import java.util.TimeZone;
import org.apache.camel.Variable;
import org.quartz.CronExpression;

/**
 * Knows from the journal whether a night is due: the scheduler's own memory would forget one that
 * was missed.
 */
public final class Nights {
  private static final Actor SCHEDULE = new Actor("schedule", "quartz");
  private static final String FIRST_START = "nightly.first-start";
  private static final int MOST_ATTEMPTS = 2;
  private static final Set<String> BEFORE_THE_WORK = Set.of("begin", "acquire");

  private final Settings settings;
  private final Journal journal;
  private final Store store;
  private final Clock clock;

  public Nights(Settings settings, Journal journal, Store store, Clock clock) {
    this.settings = settings;
    this.journal = journal;
    this.store = store;
    this.clock = clock;
  }

  /**
   * Whether a night that died goes on under its id: its scratch was still in the making, at AWS,
   * and it is not too old.
   */
  public static boolean mayGoOn(Run run, Settings settings, Instant now) {
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
   * @throws BusyException {@code dump.exists}
   * @throws InvalidException {@code night.future}
   */
  public Run queue(Actor actor, Instant asOf) {
    if (asOf.isAfter(clock.instant())) {
      throw new InvalidException(
          "night.future",
          "The as-of time " + asOf + " lies in the future",
          "Give a time that has passed, or none");
    }
    requireNew(DumpId.at(asOf));
    return journal.queueNight(actor, lease(settings), asOf);
  }

  private void requireNew(DumpId id) {
    if (store.list().stream().anyMatch(dump -> dump.id().equals(id))) {
      throw new BusyException(
          "dump.exists",
          "The dump " + id + " exists already",
          "Wait a second, or give another --as-of");
    }
  }

  /**
   * Queues the night of the schedule if it has not run yet; of several that were missed only the
   * last.
   *
   * @return the id of the queued run, or null where none is due: a route's filter asks
   */
  public synchronized RunId queueDue() {
    return due().map(asOf -> journal.queueNight(SCHEDULE, lease(settings), asOf).id()).orElse(null);
  }

  Optional<Instant> due() {
    Instant now = clock.instant();
    Instant since = journal.lastNight(MOST_ATTEMPTS).flatMap(Run::asOf).orElseGet(this::firstStart);
    CronExpression cron = cron();
    Optional<Instant> last = Optional.empty();
    for (Date next = cron.getNextValidTimeAfter(Date.from(since));
        next != null && !next.toInstant().isAfter(now);
        next = cron.getNextValidTimeAfter(next)) {
      last = Optional.of(next.toInstant());
    }
    return last;
  }

  /** A new installation waits for its first hour: nothing was missed before it existed. */
  private Instant firstStart() {
    String now = Long.toString(clock.instant().toEpochMilli());
    Optional<String> known = journal.recall(FIRST_START);
    if (known.isEmpty()) {
      journal.remember(FIRST_START, now, SCHEDULE);
    }
    return Instant.ofEpochMilli(Long.parseLong(known.orElse(now)));
  }

  private CronExpression cron() {
    try {
      CronExpression cron = new CronExpression(settings.nightly().cron());
      cron.setTimeZone(TimeZone.getTimeZone(settings.nightly().zone()));
      return cron;
    } catch (ParseException e) {
      throw new InvalidException(
          "settings.invalid", "nightly.cron can't be read", "Use five fields as in crontab", e);
    }
  }

  /** The dump that a night makes. */
  public static DumpId dumpOf(@Variable("run") io.rehydrate.run.ActiveRun run) {
    return DumpId.at(run.run().asOf().orElseThrow());
  }
}

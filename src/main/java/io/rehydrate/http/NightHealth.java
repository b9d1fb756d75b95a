package io.rehydrate.http;

import io.rehydrate.night.Nights;
import io.rehydrate.run.Run;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** Whether the nights do what their schedules say. */
public final class NightHealth {
  /** How long a night may take before its missing end is reported. */
  private static final Duration GRACE = Duration.ofHours(2);

  private final Nights nights;
  private final Clock clock;

  public NightHealth(Nights nights, Clock clock) {
    this.nights = nights;
    this.clock = clock;
  }

  /**
   * What is wrong.
   *
   * @param newest the as-of time of the newest dump that is offered
   * @return empty where the last hour of the schedules has its dump, or may still get it
   */
  public Optional<String> problem(Optional<Instant> newest) {
    Optional<Instant> hour = nights.lastScheduled();
    if (hour.isEmpty() || newest.filter(dump -> !dump.isBefore(hour.get())).isPresent()) {
      return Optional.empty();
    }
    Optional<Run> night = nights.newestSince(hour.get());
    if (night.filter(run -> run.state().isEnded()).isPresent()) {
      Run ended = night.get();
      return Optional.of(
          "The last night ("
              + ended.id()
              + ") has "
              + ended.state().name().toLowerCase(Locale.ROOT)
              + ended.failure().map(f -> ": " + f.message()).orElse("")
              + "; there is no dump since "
              + hour.get());
    }
    boolean late = isLate(hour.get());
    boolean atWork = night.filter(nights::isAtWork).isPresent();
    return late && !atWork
        ? Optional.of("There is no dump since the schedule's last hour, " + hour.get())
        : Optional.empty();
  }

  private boolean isLate(Instant hour) {
    return clock.instant().isAfter(hour.plus(GRACE));
  }

  /** An hour of the schedules that has no dump, and why. */
  public record Stale(Instant hour, String why) {}

  /**
   * What is wrong for so long that somebody must look: a night that has just failed may still be
   * made up for.
   *
   * @param newest the as-of time of the newest dump that is offered
   */
  public Optional<Stale> stale(Optional<Instant> newest) {
    return nights
        .lastScheduled()
        .filter(this::isLate)
        .flatMap(hour -> problem(newest).map(why -> new Stale(hour, why)));
  }
}

package io.rehydrate.night;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.InvalidException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.quartz.CronExpression;

/**
 * The hours of the nights, by the wall clock of their zone: one that a change of the clocks skips
 * comes right after the gap, and one that comes twice counts once. Quartz itself would skip the
 * first for good.
 *
 * @param route the id of the route whose trigger it is
 * @param cron in Quartz's six or seven fields
 */
public record Schedule(String route, String cron, ZoneId zone) {

  /** How far back to look for the last hour: mostly it is near. */
  private static final List<Duration> REACHES =
      List.of(Duration.ofDays(2), Duration.ofDays(40), Duration.ofDays(400));

  /** The last hour that lies after the one time and not after the other. */
  public Optional<Instant> last(Instant after, Instant until) {
    for (Duration reach : REACHES) {
      Instant from = until.minus(reach);
      Optional<Instant> last = from.isAfter(after) ? lastBetween(from, until) : Optional.empty();
      if (last.isPresent()) {
        return last;
      }
    }
    return lastBetween(after, until);
  }

  private Optional<Instant> lastBetween(Instant after, Instant until) {
    CronExpression hours = hours();
    Optional<Instant> last = Optional.empty();
    for (LocalDateTime next = next(hours, LocalDateTime.ofInstant(after, zone));
        next != null && !instant(next).isAfter(until);
        next = next(hours, next)) {
      last = Optional.of(instant(next)).filter(after::isBefore);
    }
    return last;
  }

  /** The hours that lie after the one time and not after the other, the first ones. */
  List<Instant> between(Instant after, Instant until, int most) {
    return hoursFrom(after)
        .takeWhile(hour -> !hour.isAfter(until))
        .filter(after::isBefore)
        .limit(most)
        .toList();
  }

  /** The first hour after this time; empty where none is left. */
  Optional<Instant> next(Instant after) {
    return hoursFrom(after).filter(after::isBefore).findFirst();
  }

  private Stream<Instant> hoursFrom(Instant after) {
    CronExpression hours = hours();
    return Stream.iterate(
            next(hours, LocalDateTime.ofInstant(after, zone)),
            Objects::nonNull,
            hour -> next(hours, hour))
        .map(this::instant);
  }

  private Instant instant(LocalDateTime local) {
    return local.atZone(zone).toInstant();
  }

  /** Quartz gets the wall clock for UTC, where no hour is missing and none is there twice. */
  private static LocalDateTime next(CronExpression hours, LocalDateTime after) {
    Date next = hours.getNextValidTimeAfter(Date.from(after.toInstant(ZoneOffset.UTC)));
    return next == null ? null : LocalDateTime.ofInstant(next.toInstant(), ZoneOffset.UTC);
  }

  private CronExpression hours() {
    try {
      CronExpression expression = new CronExpression(cron);
      expression.setTimeZone(TimeZone.getTimeZone(ZoneOffset.UTC));
      return expression;
    } catch (ParseException e) {
      throw new InvalidException(
          ErrorCode.SCHEDULE_INVALID,
          "The cron '" + cron + "' of the route " + route + " can't be read",
          "In a route it has Quartz's six fields, seconds first: 0 0 2 * * ?",
          e);
    }
  }

  @Override
  public String toString() {
    return route + ": " + cron + " in " + zone;
  }
}

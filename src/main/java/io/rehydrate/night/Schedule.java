package io.rehydrate.night;

import io.rehydrate.error.InvalidException;
import java.text.ParseException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.Optional;
import java.util.TimeZone;
import org.quartz.CronExpression;

/**
 * The hours of the nights, by the wall clock of their zone: one that a change of the clocks skips
 * comes right after the gap, and one that comes twice counts once. Quartz itself would skip the
 * first for good.
 *
 * @param cron in Quartz's six fields
 */
record Schedule(String cron, ZoneId zone) {

  /** The last hour that lies after the one time and not after the other. */
  Optional<Instant> last(Instant after, Instant until) {
    CronExpression hours = hours();
    Optional<Instant> last = Optional.empty();
    for (LocalDateTime next = next(hours, LocalDateTime.ofInstant(after, zone));
        next != null && !instant(next).isAfter(until);
        next = next(hours, next)) {
      last = Optional.of(instant(next)).filter(after::isBefore);
    }
    return last;
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
          "settings.invalid", "nightly.cron can't be read", "Use five fields as in crontab", e);
    }
  }
}

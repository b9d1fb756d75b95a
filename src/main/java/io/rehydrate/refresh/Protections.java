package io.rehydrate.refresh;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.InvalidException;
import io.rehydrate.error.NotAllowedException;
import io.rehydrate.run.Actor;
import io.rehydrate.run.JournalProtections;
import io.rehydrate.run.Protection;
import io.rehydrate.settings.Amounts;
import io.rehydrate.settings.Role;
import io.rehydrate.users.Action;
import io.rehydrate.users.Owned;
import io.rehydrate.users.Permissions;
import io.rehydrate.users.Person;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Protects targets against the refreshes of others, for those who may refresh them. */
public final class Protections {
  static final Duration LONGEST = Duration.ofDays(90);
  static final int LONGEST_REASON = 400;

  private final Admission admission;
  private final JournalProtections journal;

  Protections(Admission admission, JournalProtections journal) {
    this.admission = admission;
    this.journal = journal;
  }

  /** The protections that have not ended, by target. */
  public Map<String, Protection> all() {
    return journal.all();
  }

  /** The protection of a target that has not ended. */
  public Optional<Protection> of(String target) {
    return journal.of(target);
  }

  /**
   * To be called where a request is answered before it is queued.
   *
   * @throws NotAllowedException {@code target.protected}
   */
  public void require(Actor actor, String target, boolean override) {
    journal.requireUnprotected(target, actor, override);
  }

  /**
   * Protects a target; of what somebody else has protected only an operator replaces that.
   *
   * @param until a time of ISO 8601 with its offset, or a duration from now on as {@code 2d}
   * @throws NotAllowedException {@code permission.role}, {@code permission.owner}, {@code
   *     target.protected}
   * @throws InvalidException {@code target.protection}
   */
  public Protection protect(Person person, String target, String until, String why) {
    Permissions.require(person, Action.PROTECT, Owned.target(admission.target(target)));
    return journal.protect(
        target, person.actor(), end(until), reason(why), person.role() == Role.OPERATOR);
  }

  /**
   * Removes a protection: one's own, or an operator any.
   *
   * @return whether there was one
   * @throws NotAllowedException {@code permission.role}, {@code permission.owner}
   */
  public boolean unprotect(Person person, String target) {
    Owned owned = Owned.target(admission.target(target));
    Permissions.require(person, Action.PROTECT, owned);
    return journal.unprotect(
        target,
        protection ->
            Permissions.require(
                person,
                Action.PROTECT,
                new Owned("the protection of " + target, Set.of(protection.by().name()), false)));
  }

  private Instant end(String text) {
    Instant now = journal.now();
    Instant end = time(text.strip(), now);
    if (!end.isAfter(now)) {
      throw invalid("The end of the protection has passed already", null);
    }
    if (end.isAfter(now.plus(LONGEST))) {
      throw invalid("The protection would last longer than " + LONGEST.toDays() + " days", null);
    }
    return end;
  }

  private static Instant time(String text, Instant now) {
    try {
      return text.contains("T")
          ? OffsetDateTime.parse(text).toInstant()
          : now.plus(Amounts.duration(text));
    } catch (DateTimeException | IllegalArgumentException e) {
      throw invalid("The end of the protection is neither a time nor a duration", e);
    }
  }

  private static String reason(String text) {
    String reason = text.strip();
    if (reason.isEmpty()) {
      throw invalid("The protection has no reason", null);
    }
    if (reason.length() > LONGEST_REASON) {
      throw invalid("The reason is longer than " + LONGEST_REASON + " characters", null);
    }
    return reason;
  }

  private static InvalidException invalid(String what, Exception cause) {
    return new InvalidException(
        ErrorCode.TARGET_PROTECTION,
        what,
        "Write the end as 2026-12-24T18:00:00Z or 2d, at most "
            + LONGEST.toDays()
            + " days ahead, and a reason of at most "
            + LONGEST_REASON
            + " characters",
        cause);
  }
}

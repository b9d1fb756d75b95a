package io.rehydrate.run;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.NotAllowedException;
import io.rehydrate.error.PrintableText;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Refuses the refreshes of a target to everybody but one person, until a time.
 *
 * @param id of this one; a later one of the same target has another
 * @param by who may still refresh it
 * @param why as they said it
 */
public record Protection(
    String target, String id, Actor by, Instant since, Instant until, String why) {

  boolean isActive(Instant now) {
    return until.isAfter(now);
  }

  boolean isOf(Actor actor) {
    return by.name().equals(actor.name());
  }

  /** {@code protected by jane until 2026-12-24T00:00:00Z: demo}. */
  public String text() {
    return "protected by "
        + PrintableText.line(by.name())
        + " until "
        + until.truncatedTo(ChronoUnit.SECONDS)
        + ": "
        + PrintableText.line(why);
  }

  /** What somebody else is answered. */
  public NotAllowedException refusal() {
    return new NotAllowedException(
        ErrorCode.TARGET_PROTECTED,
        "The target " + target + " is " + text(),
        "Wait until then, or ask "
            + PrintableText.line(by.name())
            + " for 'targets unprotect "
            + target
            + "'; an operator may override it with --override");
  }
}

package io.rehydrate.users;

import io.rehydrate.settings.Role;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Everything that somebody may ask for, with the least role that it needs. */
public enum Action {
  /** Reads dumps, targets, refs, runs and logs. */
  VIEW(Role.VIEWER, false),
  /** Refreshes a target: a developer one of their own, or one without owners. */
  REFRESH(Role.DEVELOPER, true),
  /** Protects a target, and takes that back: a developer one that they may refresh. */
  PROTECT(Role.DEVELOPER, true),
  /** Refreshes a target that somebody else has protected. */
  OVERRIDE(Role.OPERATOR, false),
  /** Rehearses a ref's migrations. */
  REHEARSE(Role.DEVELOPER, false),
  /** Creates a clone; changes and removes one: a developer one of their own. */
  CLONE(Role.DEVELOPER, true),
  /** Cancels a run: a developer one of their own. */
  CANCEL(Role.DEVELOPER, true),
  /** Queues a night. */
  NIGHT(Role.OPERATOR, false),
  /** Pins, unpins, releases and discards dumps. */
  MANAGE_DUMPS(Role.OPERATOR, false),
  /** Removes what dead runs left. */
  SWEEP(Role.OPERATOR, false),
  /** Reads the audit. */
  AUDIT(Role.OPERATOR, false),
  /** Reads who the users are, and their tokens' ids. */
  USERS(Role.OPERATOR, false);

  private final Role least;
  private final boolean owned;

  Action(Role least, boolean owned) {
    this.least = least;
    this.owned = owned;
  }

  Role least() {
    return least;
  }

  /** Whether it depends on whose the object is. */
  boolean owned() {
    return owned;
  }

  /** As {@code openapi.yaml} has it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public static Optional<Action> of(String text) {
    return Arrays.stream(values()).filter(action -> action.text().equals(text)).findFirst();
  }
}

package io.rehydrate.clone;

import java.util.Locale;

/** What a clone is meant to be; whether its server lives is asked of the machine. */
public enum CloneState {
  /** Its first run has not ended. */
  MAKING,
  RUNNING,
  /** Its server is being ended for the one of a fresh copy. */
  RESETTING,
  STOPPED;

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static CloneState of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}

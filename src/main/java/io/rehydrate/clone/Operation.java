package io.rehydrate.clone;

import java.util.Locale;

/** What a run does to a clone, or for all of them. */
public enum Operation {
  /** Loads a dump into a golden. */
  GOLDEN,
  CREATE,
  RESET,
  STOP,
  START,
  EXTEND,
  REMOVE;

  boolean copies() {
    return this == CREATE || this == RESET;
  }

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Operation of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}

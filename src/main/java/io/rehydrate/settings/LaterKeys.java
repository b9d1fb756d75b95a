package io.rehydrate.settings;

import java.util.Optional;
import java.util.Set;

/** Keys whose effect is not built yet: they are refused by name. */
final class LaterKeys {
  private static final String NOT_YET = "is not available yet; take the key out";

  private static final Set<String> OTHERS = Set.of("dump.sign-key-file");

  private LaterKeys() {}

  /** Why a key can't be used yet; empty where that is not so. */
  static Optional<String> problem(String key) {
    return OTHERS.contains(key) ? Optional.of(NOT_YET) : Optional.empty();
  }
}

package io.rehydrate.settings;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a user may do; each role includes the ones before it. */
public enum Role {
  /** Reads everything. */
  VIEWER,
  /** Refreshes targets of their own and those without owners. */
  DEVELOPER,
  /** Does everything. */
  OPERATOR;

  public boolean includes(Role other) {
    return compareTo(other) >= 0;
  }

  /** As files, commands and answers have it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The role of this text; empty where there is none. */
  public static Optional<Role> of(String text) {
    return Arrays.stream(values()).filter(role -> role.text().equals(text)).findFirst();
  }

  /** All roles, for a hint. */
  public static String all() {
    return "viewer, developer or operator";
  }
}

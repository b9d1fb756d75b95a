package io.rehydrate.settings;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A user of this installation.
 *
 * @param passwordHash empty: no sign-in by password, only by token or through a reverse proxy
 */
public record User(String name, Role role, Optional<String> passwordHash) {
  /** What a name may be, for a hint. */
  public static final String NAME_FORM =
      "1 to 64 of a-z, 0-9 and . _ @ -, beginning with a letter or _";

  /**
   * Small ASCII letters alone, so that no two names look the same; no number, as the system shows
   * accounts that it has no name for.
   */
  private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9._@-]{0,63}");

  /** The actors of runs that nobody of this name asked for. */
  private static final Set<String> RESERVED = Set.of("anonymous", "schedule", "rehydrate");

  public User {
    if (!isName(name)) {
      throw new IllegalArgumentException("a user's name has " + NAME_FORM);
    }
  }

  /** Whether a user may have this name. */
  public static boolean isName(String text) {
    return NAME.matcher(text).matches() && !RESERVED.contains(text);
  }

  @Override
  public String toString() {
    return name + " (" + role.text() + ")";
  }
}

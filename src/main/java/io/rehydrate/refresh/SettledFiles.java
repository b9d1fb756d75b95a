package io.rehydrate.refresh;

import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Reports which files are no longer written to: they look the same as a second ago; an empty one,
 * for longer than it takes to write a request. Their own times may be wrong and are only compared
 * with each other.
 */
final class SettledFiles {
  private static final Duration QUIET = Duration.ofMillis(900);
  private static final Duration QUIET_AND_EMPTY = Duration.ofSeconds(10);

  private record Look(Object file, long size, Object modified) {}

  private record Since(Look look, Instant time) {}

  private final Map<Object, Since> seen = new HashMap<>();

  boolean isSettled(Object name, BasicFileAttributes attributes, Instant now) {
    Look look = new Look(attributes.fileKey(), attributes.size(), attributes.lastModifiedTime());
    Since before = seen.get(name);
    if (before == null || !before.look().equals(look)) {
      seen.put(name, new Since(look, now));
      return false;
    }
    boolean empty = attributes.isRegularFile() && attributes.size() == 0;
    return !now.isBefore(before.time().plus(empty ? QUIET_AND_EMPTY : QUIET));
  }

  void keepOnly(Set<?> names) {
    seen.keySet().retainAll(names);
  }
}

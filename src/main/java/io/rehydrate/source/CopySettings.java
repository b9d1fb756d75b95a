package io.rehydrate.source;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.InvalidException;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.settings.Settings;
import java.time.Duration;
import java.util.Optional;

/**
 * What copying a server needs to know.
 *
 * @param memory as {@link Settings.Scratch}
 * @param workers sessions that copy at a time
 * @param statement how long one statement may last
 * @param night how long the whole copy may last
 */
public record CopySettings(
    ServerLogin source,
    ServerLogin scratch,
    Optional<Long> memory,
    int workers,
    Duration statement,
    Duration night) {

  public CopySettings {
    if (workers < 1) {
      throw new IllegalArgumentException("at least one worker is needed");
    }
  }

  public static CopySettings of(Settings settings) {
    return new CopySettings(
        settings.source().login().orElseThrow(() -> missing("source.url")),
        settings.scratch().orElseThrow(() -> missing("scratch.url")).login(),
        settings.scratch().flatMap(Settings.Scratch::memory),
        settings.tools().sourceWorkers(),
        settings.deadlines().statement(),
        settings.deadlines().night());
  }

  private static InvalidException missing(String key) {
    return new InvalidException(
        ErrorCode.SETTINGS_MISSING,
        "A copy of a server needs " + key,
        "Set it in application.properties");
  }
}

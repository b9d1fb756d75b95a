package io.rehydrate.http;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Tells a monitor when the nights have stopped: not ready once the newest dump is older than a day
 * and two hours. A new installation, without any dump, is sound.
 */
public final class DumpAgeCheck extends AbstractHealthCheck {
  private static final Duration OLDEST = Duration.ofHours(26);

  private final NewestDump newest;

  public DumpAgeCheck(NewestDump newest) {
    super("rehydrate", "newest-dump");
    this.newest = newest;
  }

  @Override
  public boolean isLiveness() {
    return false;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    Optional<Duration> age = newest.age();
    age.ifPresent(a -> builder.detail("age.seconds", a.toSeconds()));
    if (age.filter(a -> a.compareTo(OLDEST) > 0).isPresent()) {
      builder.message("The newest dump is older than " + OLDEST.toHours() + " hours").down();
    } else {
      builder.up();
    }
  }
}

package io.rehydrate.http;

import io.rehydrate.run.LiveDaemons;
import java.util.List;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Which daemons live that share this state. Always up: the one that answers does. */
public final class DaemonsCheck extends AbstractHealthCheck {
  private final LiveDaemons daemons;

  public DaemonsCheck(LiveDaemons daemons) {
    super("rehydrate", "daemons");
    this.daemons = daemons;
  }

  @Override
  public boolean isLiveness() {
    return false;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    List<String> live = daemons.names();
    builder.detail("live", String.join("; ", live)).detail("count", live.size()).up();
  }
}

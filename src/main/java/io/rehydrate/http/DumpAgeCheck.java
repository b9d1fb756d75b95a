package io.rehydrate.http;

import java.util.Map;
import java.util.Optional;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Tells a monitor when the nights have stopped: not ready once the last hour of the schedules has
 * passed without a dump that is offered. A new installation, whose first hour is yet to come, is
 * sound.
 */
public final class DumpAgeCheck extends AbstractHealthCheck {
  private final NewestDump newest;
  private final NightHealth nights;

  public DumpAgeCheck(NewestDump newest, NightHealth nights) {
    super("rehydrate", "newest-dump");
    this.newest = newest;
    this.nights = nights;
  }

  @Override
  public boolean isLiveness() {
    return false;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    newest.age().ifPresent(age -> builder.detail("age.seconds", age.toSeconds()));
    Optional<String> problem = nights.problem(newest.find().map(dump -> dump.id().asOf()));
    problem.ifPresentOrElse(why -> builder.message(why).down(), builder::up);
  }
}

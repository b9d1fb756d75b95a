package io.rehydrate.http;

import io.rehydrate.source.aws.Leftovers;
import java.util.List;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Not ready while AWS resources of an earlier run could not be deleted: they cost money. */
public final class LeftoverCheck extends AbstractHealthCheck {
  private final Leftovers leftovers;

  public LeftoverCheck(Leftovers leftovers) {
    super("rehydrate", "aws-leftovers");
    this.leftovers = leftovers;
  }

  @Override
  public boolean isLiveness() {
    return false;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    List<String> commands = leftovers.commands();
    if (commands.isEmpty()) {
      builder.up();
    } else {
      builder
          .message(
              commands.size() + " AWS resources of earlier runs are not deleted (still billed)")
          .detail("delete", String.join("; ", commands))
          .down();
    }
  }
}

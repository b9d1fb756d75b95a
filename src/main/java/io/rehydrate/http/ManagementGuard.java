package io.rehydrate.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.regex.Pattern;

/** Leaves of the management server what is meant for monitoring: health, info, metrics. */
final class ManagementGuard implements Handler<RoutingContext> {
  private static final Pattern MONITORED =
      Pattern.compile("/observe/(health(/live|/ready)?|info|metrics)");

  @Override
  public void handle(RoutingContext context) {
    try {
      SecurityHeaders.put(context.response(), true);
      OwnAddress.require(context.request(), true);
      if (!MONITORED.matcher(context.normalizedPath()).matches()
          || !context.request().method().equals(HttpMethod.GET)) {
        throw RequestGuard.notFound();
      }
    } catch (RequestException e) {
      RequestGuard.answer(context, e.problem());
      return;
    }
    context.next();
  }
}

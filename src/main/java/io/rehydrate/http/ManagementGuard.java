package io.rehydrate.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.regex.Pattern;

/**
 * Leaves of the management server what is meant for monitoring: health, info, metrics. From another
 * machine there is health alone, unless a token says who asks.
 */
final class ManagementGuard implements Handler<RoutingContext> {
  private static final Pattern HEALTH = Pattern.compile("/observe/health(/live|/ready)?");
  private static final Pattern MONITORED = Pattern.compile("/observe/(info|metrics)");

  private final Access access;
  private final Bearer bearer;

  ManagementGuard(Access access) {
    this.access = access;
    this.bearer = new Bearer(access.users(), access.tokens());
  }

  @Override
  public void handle(RoutingContext context) {
    String path = context.normalizedPath();
    boolean health = HEALTH.matcher(path).matches();
    try {
      SecurityHeaders.put(context.response(), true);
      boolean open = access.users().isOpen();
      OwnAddress.require(context.request(), open);
      if (!(health || MONITORED.matcher(path).matches())
          || !context.request().method().equals(HttpMethod.GET)) {
        throw RequestGuard.notFound();
      }
      if (!open && !health && !OwnAddress.isOwn(context.request())) {
        requireToken(context);
        return;
      }
    } catch (RequestException e) {
      RequestGuard.answer(context, e.problem());
      return;
    }
    context.next();
  }

  private void requireToken(RoutingContext context) {
    var headers = context.request().headers().getAll("Authorization");
    context.request().pause();
    context
        .vertx()
        .executeBlocking(() -> bearer.person(headers, ""), false)
        .onComplete(
            known -> {
              context.request().resume();
              if (known.succeeded()) {
                context.next();
              } else {
                Authenticator.refuse(context, known.cause());
              }
            });
  }
}

package io.rehydrate.http;

import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;

/** Lets a form through whose fields are those that its address takes, each of them once. */
final class FormFields implements Handler<RoutingContext> {
  @Override
  public void handle(RoutingContext context) {
    MultiMap fields = context.request().formAttributes();
    Set<String> known =
        PageAddresses.at(context.normalizedPath()).map(PageAddresses.Page::fields).orElse(Set.of());
    for (String name : fields.names()) {
      if (!known.contains(name) || fields.getAll(name).size() > 1) {
        RequestGuard.answer(
            context,
            Problem.of(
                400,
                "request.parameter",
                "The form has a field too many",
                "Load the page again and send it from there"));
        return;
      }
    }
    context.next();
  }
}

package io.rehydrate.http;

import io.rehydrate.error.BusyException;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.Comparator;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;

/** Puts guards, page and contract on Camel's own HTTP servers. */
public final class HttpServer {
  private static final int FIRST = -1000;

  private HttpServer() {}

  /**
   * Guards the servers of this context. To be called once they listen and before the routes start.
   *
   * @throws BusyException {@code http.port} where a server does not listen
   */
  public static void install(CamelContext context) {
    for (VertxPlatformHttpRouter router : routers(context)) {
      requireListening(router);
      if (router.isManagementServer()) {
        guardManagement(router);
      } else {
        guard(router);
      }
    }
  }

  private static void guard(VertxPlatformHttpRouter router) {
    WebFiles files = new WebFiles();
    router
        .route()
        .order(FIRST)
        .handler(new RequestGuard(ApiContract.load()))
        .handler(BodyHandler.create(false).setBodyLimit(RequestGuard.LARGEST_BODY))
        .failureHandler(RequestGuard::answerFailure);
    router.route().order(FIRST + 1).handler(files);
    router
        .route()
        .order(Integer.MAX_VALUE)
        .handler(context -> RequestGuard.answer(context, RequestGuard.notFound().problem()));
  }

  private static void guardManagement(VertxPlatformHttpRouter router) {
    router.route().order(FIRST).handler(new ManagementGuard());
  }

  /** The port of the API and the page, also where a free one was taken. */
  public static int port(CamelContext context) {
    return routers(context).stream()
        .filter(router -> !router.isManagementServer())
        .map(router -> router.getServer().getPort())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("there is no HTTP server"));
  }

  /** Camel itself only logs it, and goes on without. */
  private static void requireListening(VertxPlatformHttpRouter router) {
    if (router.getServer().getPort() <= 0) {
      String key = router.isManagementServer() ? "camel.management.port" : "camel.server.port";
      throw new BusyException(
          "http.port",
          "The port " + router.getServer().getConfigurationPort() + " can't be listened on",
          "Another program has it; set " + key + " to another one");
    }
  }

  private static List<VertxPlatformHttpRouter> routers(CamelContext context) {
    return context.getRegistry().findByType(VertxPlatformHttpRouter.class).stream()
        .sorted(Comparator.comparing(VertxPlatformHttpRouter::getName))
        .toList();
  }
}

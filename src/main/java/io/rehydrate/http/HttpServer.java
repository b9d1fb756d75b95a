package io.rehydrate.http;

import io.rehydrate.error.BusyException;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.settings.Settings;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.SimpleEventNotifierSupport;

/** Puts guards, page and contract on Camel's own HTTP servers. */
public final class HttpServer {
  /** The largest body that an operation takes, for {@code camel.server.maxBodySize}. */
  public static final int LARGEST_BODY = RequestGuard.LARGEST_BODY;

  private static final Duration IDLE = Duration.ofMinutes(2);
  private static final Duration REFUSALS_COUNTED_EVERY = Duration.ofMinutes(1);
  private static final int FIRST = -1000;
  private static final BodyHandler BODY =
      BodyHandler.create(false).setBodyLimit(LARGEST_BODY).setMergeFormAttributes(false);

  private final CamelContext context;
  private final OwnProbe probe = new OwnProbe();
  private final Set<VertxPlatformHttpRouter> guarded = ConcurrentHashMap.newKeySet();

  private final Vertx vertx;
  private final Access access;
  private final RequestAudit audit;
  private final Optional<Encryption> encryption;

  private HttpServer(CamelContext context, Access access, Settings.Http http, Duration idle) {
    this.context = context;
    this.access = access;
    this.audit = new RequestAudit(access);
    this.encryption = http.tls().map(Encryption::new);
    VertxOptions options = context.getRegistry().findSingleByType(VertxOptions.class);
    this.vertx =
        BoundedVertx.create(options == null ? new VertxOptions() : options, idle, encryption);
    vertx.setPeriodic(
        REFUSALS_COUNTED_EVERY.toMillis(),
        timer ->
            vertx.executeBlocking(
                () -> {
                  access.audit().countRefusals();
                  return true;
                }));
  }

  /**
   * Has the servers of this context guarded as soon as they exist, before the first route starts.
   * To be called before the context starts; {@link #requireSound} afterwards.
   */
  public static HttpServer install(CamelContext context, Access access, Settings.Http http) {
    return install(context, access, http, IDLE);
  }

  /**
   * @param idle after which a connection is closed that nothing happens on
   */
  static HttpServer install(
      CamelContext context, Access access, Settings.Http http, Duration idle) {
    HttpServer server = new HttpServer(context, access, http, idle);
    context.getRegistry().bind("vertx", Vertx.class, server.vertx);
    context.getManagementStrategy().addEventNotifier(server.new Lifecycle());
    return server;
  }

  private final class Lifecycle extends SimpleEventNotifierSupport {
    @Override
    public void notify(CamelEvent event) {
      if (event instanceof CamelEvent.CamelContextRoutesStartingEvent) {
        routers().forEach(HttpServer.this::guard);
      } else if (event instanceof CamelEvent.CamelContextStoppedEvent) {
        vertx.close();
      }
    }
  }

  private void guard(VertxPlatformHttpRouter router) {
    router.route().order(FIRST - 3).handler(probe);
    router.route().order(FIRST - 2).handler(this::countRefusal);
    router.route().order(FIRST - 1).handler(audit::watch);
    if (router.isManagementServer()) {
      router.route().order(FIRST).handler(new ManagementGuard(access));
    } else {
      guardApi(router);
    }
    guarded.add(router);
  }

  /** Before the answer is sent: who has it finds it counted. */
  private void countRefusal(RoutingContext request) {
    request.addHeadersEndHandler(
        before ->
            Optional.ofNullable(request.<String>get(RequestGuard.REFUSED))
                .ifPresent(access.refusals()::count));
    request.next();
  }

  /** The console's; a context without a console has none. */
  private Optional<RefusalPages> refusalPages() {
    return Optional.ofNullable(context.getRegistry().findSingleByType(RefusalPages.class));
  }

  private void guardApi(VertxPlatformHttpRouter router) {
    BrowserSessions sessions =
        new BrowserSessions(vertx, access.settings().session(), access.clock());
    FormTokens forms = new FormTokens();
    router
        .route()
        .order(FIRST)
        .handler(new RequestGuard(access.users(), refusalPages()))
        .failureHandler(RequestGuard::answerFailure);
    List<Handler<RoutingContext>> handlers =
        List.of(
            sessions,
            new Authenticator(access, sessions, forms),
            new ContractGuard(ApiContract.load()),
            BODY,
            new WebFiles(),
            new FormGuard(access.users()),
            new SignIn(vertx, access, sessions, forms),
            new FormFields(),
            audit);
    for (int i = 0; i < handlers.size(); i++) {
      router.route().order(FIRST + 1 + i).handler(handlers.get(i));
    }
    router
        .route()
        .order(Integer.MAX_VALUE)
        .handler(to -> RequestGuard.answer(to, RequestGuard.notFound().problem()));
  }

  /**
   * To be called once the context has started: Camel itself only logs a port in use or a failed
   * notifier, and goes on without.
   *
   * @throws BusyException {@code http.port} where a server does not listen
   * @throws IllegalStateException where one is not guarded
   */
  public void requireSound() {
    for (VertxPlatformHttpRouter router : routers()) {
      if (!guarded.contains(router)) {
        throw new IllegalStateException("an HTTP server is not guarded");
      }
      String scheme = encryption.isPresent() ? "https" : "http";
      if (!probe.answersAt(scheme, router.getServer().getHost(), router.getServer().getPort())) {
        String key = router.isManagementServer() ? "camel.management.port" : "camel.server.port";
        throw new BusyException(
            ErrorCode.HTTP_PORT,
            "The port " + router.getServer().getConfigurationPort() + " can't be listened on",
            "Another program has it; set " + key + " to another one");
      }
    }
    encryption.ifPresent(
        tls ->
            tls.watch(
                vertx, routers().stream().map(router -> router.getServer().getServer()).toList()));
  }

  /** The port of the API and the page, also where a free one was taken. */
  public int port() {
    return port(false);
  }

  /** The port of health and metrics, also where a free one was taken. */
  public int managementPort() {
    return port(true);
  }

  private int port(boolean management) {
    return routers().stream()
        .filter(router -> router.isManagementServer() == management)
        .map(router -> router.getServer().getPort())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("there is no such HTTP server"));
  }

  /** A host as an address has it: that of IPv6 in brackets. */
  public static String inAddress(String host) {
    return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
  }

  private List<VertxPlatformHttpRouter> routers() {
    return List.copyOf(context.getRegistry().findByType(VertxPlatformHttpRouter.class));
  }
}

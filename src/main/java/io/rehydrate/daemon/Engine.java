package io.rehydrate.daemon;

import io.micrometer.core.instrument.MeterRegistry;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.InvalidException;
import io.rehydrate.error.RehydrateException;
import io.rehydrate.http.HttpServer;
import io.rehydrate.http.RunGauges;
import io.rehydrate.http.RunMetrics;
import io.rehydrate.run.Runs;
import io.rehydrate.settings.CamelKeys;
import io.rehydrate.settings.Environment;
import io.rehydrate.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.Route;
import org.apache.camel.component.direct.DirectEndpoint;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.DefaultRoutesCollector;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.spi.Resource;

/** Camel with the routes of a home folder. */
public final class Engine implements AutoCloseable {
  /** What the file may say otherwise. */
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "camel.main.startupSummaryLevel", "Off",
          "camel.main.autoConfigurationLogSummary", "false",
          "camel.main.jmxEnabled", "false", // 30 MB that metrics and health checks do not need
          "camel.main.shutdownTimeout", "20");

  private final Main main;
  private final ProducerTemplate template;
  private int port;
  private String scheme = "http";
  private String host = "127.0.0.1";
  private Optional<RouteReload> reload = Optional.empty();

  private Engine(Main main) {
    this.main = main;
    this.template = main.getCamelContext().createProducerTemplate();
  }

  /** All routes, with timers, inbox and HTTP; sound edits of them are taken while it runs. */
  public static Engine daemon(Beans beans) {
    RouteFiles files = routeFiles(beans.settings());
    Main main = configured(beans.settings(), beans.byName(), Map.of(), files.resources());
    HttpServer[] server = new HttpServer[1];
    main.addMainListener(
        new MainListenerSupport() {
          @Override
          public void afterConfigure(BaseMainSupport configured) {
            server[0] =
                HttpServer.install(
                    configured.getCamelContext(), beans.access(), beans.settings().http());
          }
        });
    endRunsFirst(main, beans);
    beans.inbox().open();
    start(main);
    Engine engine = new Engine(main);
    beans.schedules().ask(engine.context());
    try {
      server[0].requireSound();
      engine.requireSourceRoutes();
      CloneBeans.requireRoutes(engine.context(), beans.settings());
    } catch (RuntimeException e) {
      main.stop();
      throw e;
    }
    MeterRegistry meters = engine.context().getRegistry().findSingleByType(MeterRegistry.class);
    if (meters != null) {
      beans.access().refusals().countIn(meters);
      RunMetrics.gaugeLeftovers(meters, beans.leftovers());
      RunGauges.register(meters, beans.runsNow());
      beans.runs().onEnd(new RunMetrics(meters, beans.journal(), beans.newestDump())::count);
    }
    engine.port = server[0].port();
    engine.host = beans.settings().http().host();
    engine.scheme = beans.settings().http().scheme();
    engine.reload =
        Optional.of(
            RouteReload.start(
                beans.settings(), beans.byName(), engine.context(), gate(beans.runs()), files));
    return engine;
  }

  private static RouteExchange.RunGate gate(Runs runs) {
    return work ->
        runs.ifIdle(work)
            .orElseGet(
                () ->
                    RouteExchange.Outcome.waits(
                        "the runs in progress: "
                            + runs.active().stream()
                                .map(run -> run.id().value())
                                .collect(Collectors.joining(", "))));
  }

  private static RouteFiles routeFiles(Settings settings) {
    try {
      return RouteFiles.of(settings, ShippedRoutes.installed());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The {@code direct:} routes alone: no timer, no inbox, no HTTP. */
  public static Engine foreground(Beans beans) {
    return direct(beans, true);
  }

  /** The {@code direct:} routes for some small work, in parallel with runs that are not its own. */
  static Engine aside(Beans beans) {
    return direct(beans, false);
  }

  private static Engine direct(Beans beans, boolean ownsRuns) {
    Main main =
        configured(
            beans.settings(),
            beans.byName(),
            Map.of(
                "camel.server.enabled", "false",
                "camel.management.enabled", "false",
                "camel.main.jmxEnabled", "false",
                "camel.main.autoStartup", "false"),
            routeFiles(beans.settings())
                .without(ShippedRoutes.name("api"))
                .without(ShippedRoutes.name("console"))
                .resources());
    if (ownsRuns) {
      endRunsFirst(main, beans);
    }
    start(main);
    Engine engine = new Engine(main);
    engine.startDirectRoutes();
    return engine;
  }

  /** While the routes still work: a run comes to its end, its release and its news too. */
  private static void endRunsFirst(Main main, Beans beans) {
    main.addMainListener(
        new MainListenerSupport() {
          @Override
          public void beforeStop(BaseMainSupport stopping) {
            beans.runs().stop();
          }
        });
  }

  /**
   * Camel with the settings of a home folder, not started.
   *
   * @param mode properties that win over all others
   */
  static Main configured(
      Settings settings,
      Map<String, Object> beans,
      Map<String, String> mode,
      List<Resource> routes) {
    Main main = new Main(Engine.class);
    main.setDefaultPropertyPlaceholderLocation("false");
    DEFAULTS.forEach(main::addInitialProperty);
    CamelFile.read(settings).forEach(main::addInitialProperty);
    CamelKeys.ofEnvironment(Environment.variables()).forEach(main::addInitialProperty);
    properties(settings).forEach(main::addOverrideProperty);
    mode.forEach(main::addOverrideProperty);
    beans.forEach(main::bind);
    main.bind("runInLogs", new RunInLogs());
    main.bind("failurePlaces", new FailurePlaces());
    main.bind("errorsAsExceptions", new ErrorsAsExceptions());
    main.setRoutesCollector(
        new DefaultRoutesCollector() {
          @Override
          public Collection<Resource> findRouteResourcesFromDirectory(
              CamelContext context, String exclude, String include) {
            return routes;
          }
        });
    return main;
  }

  /** What the routes may ask for besides what is in the file. */
  static Map<String, String> properties(Settings settings) {
    Map<String, String> properties = new TreeMap<>(settings.placeholders());
    properties.put(
        "deadline.statement-seconds", Long.toString(settings.deadlines().statement().toSeconds()));
    properties.keySet().removeAll(CamelFile.NOT_CAMELS);
    properties.putAll(CamelKeys.fixed());
    properties.put("camel.server.maxBodySize", Integer.toString(HttpServer.LARGEST_BODY));
    return properties;
  }

  private static void start(Main main) {
    try {
      main.start();
    } catch (Exception e) {
      main.stop();
      throw new InvalidException(
          ErrorCode.ROUTES_INVALID,
          "The routes can't be started: " + rootMessage(e),
          "'routes check' lists every problem with its file and line",
          e);
    }
  }

  private static String rootMessage(Throwable e) {
    Throwable at = e;
    while (at.getCause() != null && at.getCause() != at) {
      at = at.getCause();
    }
    return at.getClass().getSimpleName() + ": " + at.getMessage();
  }

  /**
   * A night would wait for a route that never comes.
   *
   * @throws InvalidException {@code routes.kind} where the source's kind has no routes
   */
  public void requireSourceRoutes() {
    String kind = context().resolvePropertyPlaceholders("{{source.kind}}");
    List<String> missing =
        Stream.of("acquire-" + kind, "release-" + kind)
            .filter(
                name ->
                    context().getRoutes().stream()
                        .noneMatch(
                            r -> r.getEndpoint().getEndpointUri().equals("direct://" + name)))
            .toList();
    if (!missing.isEmpty()) {
      throw new InvalidException(
          ErrorCode.ROUTES_KIND,
          "source.kind is "
              + kind
              + ", and no route begins with direct:"
              + String.join(" or direct:", missing),
          "Check the spelling of source.kind, or add routes/source-" + kind + ".camel.yaml");
    }
  }

  /** As {@link #requireSourceRoutes}, for the kind of file system that clones are on. */
  public void requireCloneRoutes(Settings settings) {
    CloneBeans.requireRoutes(context(), settings);
  }

  private void startDirectRoutes() {
    CamelContext context = context();
    List<String> direct =
        context.getRoutes().stream()
            .filter(r -> r.getEndpoint() instanceof DirectEndpoint)
            .map(Route::getId)
            .toList();
    for (String id : direct) {
      try {
        context.getRouteController().startRoute(id);
      } catch (Exception e) {
        throw new InvalidException(
            ErrorCode.ROUTES_INVALID,
            "The route " + id + " can't be started",
            "Run 'routes check'",
            e);
      }
    }
  }

  /** Where the console and the API are. */
  public String address() {
    return scheme + "://" + HttpServer.inAddress(host) + ":" + port;
  }

  public CamelContext context() {
    return main.getCamelContext();
  }

  /**
   * Sends a body to an endpoint and waits for the route to end.
   *
   * @throws RehydrateException as the route's beans throw it
   */
  public void send(String endpoint, Object body) {
    Endpoint to = context().getEndpoint(endpoint);
    try {
      template.sendBody(to, body);
    } catch (CamelExecutionException e) {
      for (Throwable at = e; at != null; at = at.getCause()) {
        if (at instanceof RehydrateException ours) {
          throw ours;
        }
      }
      throw e;
    }
  }

  /**
   * As {@link #send}, for what the route's last step gives.
   *
   * @throws RehydrateException as the route's beans throw it
   */
  public Object ask(String endpoint, Object body) {
    Exchange answered =
        template.send(context().getEndpoint(endpoint), sent -> sent.getMessage().setBody(body));
    for (Throwable at = answered.getException(); at != null; at = at.getCause()) {
      if (at instanceof RehydrateException ours) {
        throw ours;
      }
    }
    if (answered.getException() != null) {
      throw new CamelExecutionException(endpoint, answered, answered.getException());
    }
    return answered.getMessage().getBody();
  }

  @Override
  public void close() {
    reload.ifPresent(RouteReload::close);
    main.stop();
  }
}

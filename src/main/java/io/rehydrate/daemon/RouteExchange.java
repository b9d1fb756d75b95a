package io.rehydrate.daemon;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Route;
import org.apache.camel.component.direct.DirectEndpoint;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.service.ServiceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts other routes in the place of those that work: all of them go, all new ones come. Camel's own
 * update would leave behind the routes of a deleted file, of a renamed id, and of templates.
 */
final class RouteExchange {
  private static final Logger LOG = LoggerFactory.getLogger(RouteExchange.class);
  private static final int QUIET_TRIES = 20;
  private static final int STOP_SECONDS = 20;

  private final CamelContext context;
  private final BooleanSupplier busy;
  private final CountDownLatch closed;

  /**
   * @param busy whether a run is in progress
   * @param closed ends every wait
   */
  RouteExchange(CamelContext context, BooleanSupplier busy, CountDownLatch closed) {
    this.context = context;
    this.busy = busy;
    this.closed = closed;
  }

  /** What became of an attempt. */
  enum Outcome {
    DONE,
    /** Something runs; nothing was changed. */
    BUSY,
    /** The new routes did not start; the old ones are back. */
    FAILED
  }

  /** Nothing new may begin while it is looked whether anything goes on. */
  Outcome exchange(RouteFiles old, RouteFiles next) throws InterruptedException {
    if (busy.getAsBoolean()) {
      return Outcome.BUSY;
    }
    List<Consumer> paused = pauseEntries();
    if (!isQuiet()) {
      paused.forEach(ServiceHelper::resumeService);
      return Outcome.BUSY;
    }
    try {
      replace(next);
      return Outcome.DONE;
    } catch (Exception e) {
      LOG.warn(
          "The changed routes did not start ({}); the old ones come back", RouteErrors.words(e));
    }
    try {
      replace(old);
    } catch (Exception e) {
      LOG.error("The old routes did not start either ({}); restart", RouteErrors.words(e));
    }
    return Outcome.FAILED;
  }

  private List<Consumer> pauseEntries() {
    List<Consumer> entries =
        context.getRoutes().stream()
            .filter(r -> !(r.getEndpoint() instanceof DirectEndpoint))
            .filter(r -> context.getRouteController().getRouteStatus(r.getId()).isStarted())
            .map(Route::getConsumer)
            .toList();
    entries.forEach(ServiceHelper::suspendService);
    return entries;
  }

  private boolean isQuiet() throws InterruptedException {
    for (int i = 0; i < QUIET_TRIES; i++) {
      if (!busy.getAsBoolean() && context.getInflightRepository().size() == 0) {
        return true;
      }
      if (busy.getAsBoolean() || closed.await(100, TimeUnit.MILLISECONDS)) {
        return false;
      }
    }
    return false;
  }

  /** Loaded first, started then: a timer must not send to a route that is not there yet. */
  private void replace(RouteFiles next) throws Exception {
    removeAll();
    context.setAutoStartup(false);
    try {
      PluginHelper.getRoutesLoader(context).loadRoutes(next.resources());
    } finally {
      context.setAutoStartup(true);
    }
    start(true);
    start(false);
  }

  private void start(boolean direct) throws Exception {
    for (Route route : List.copyOf(context.getRoutes())) {
      if (route.getEndpoint() instanceof DirectEndpoint == direct && startsByItself(route)) {
        context.getRouteController().startRoute(route.getId());
      }
    }
  }

  private boolean startsByItself(Route route) {
    RouteDefinition definition = model().getRouteDefinition(route.getId());
    return definition == null
        || definition.getAutoStartup() == null
        || CamelContextHelper.parseBoolean(context, definition.getAutoStartup());
  }

  private void removeAll() throws Exception {
    for (Route route : List.copyOf(context.getRoutes())) {
      context.getRouteController().stopRoute(route.getId(), STOP_SECONDS, TimeUnit.SECONDS);
      context.removeRoute(route.getId());
    }
    model().removeRouteDefinitions(List.copyOf(model().getRouteDefinitions()));
    model().removeRouteTemplateDefinitions("*");
    for (RouteConfigurationDefinition old :
        List.copyOf(model().getRouteConfigurationDefinitions())) {
      model().removeRouteConfiguration(old);
    }
    model().getRestDefinitions().clear();
  }

  private Model model() {
    return context.getCamelContextExtension().getContextPlugin(Model.class);
  }
}

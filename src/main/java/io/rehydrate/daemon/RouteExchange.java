package io.rehydrate.daemon;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.LoggingLevel;
import org.apache.camel.Route;
import org.apache.camel.component.direct.DirectEndpoint;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.PluginHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces working routes: those that an edit touches are removed and loaded again, all others keep
 * working. Camel's own update would leave behind the routes of a deleted file, of a renamed id, and
 * of templates.
 */
final class RouteExchange {
  private static final Logger LOG = LoggerFactory.getLogger(RouteExchange.class);
  private static final int STOP_SECONDS = 20;

  private final CamelContext context;
  private final RunGate gate;

  RouteExchange(CamelContext context, RunGate gate) {
    this.context = context;
    this.gate = gate;
  }

  /** Keeps runs from beginning while routes are exchanged. */
  interface RunGate {
    /**
     * Does the work if no run is in progress; none begins until it is done.
     *
     * @return what is in the way, else what the work says
     */
    Outcome ifIdle(Callable<Outcome> work) throws Exception;
  }

  /**
   * What became of an attempt.
   *
   * @param waitsFor what is in the way; nothing was changed then, not even for a moment
   */
  record Outcome(boolean done, String waitsFor) {
    static final Outcome DONE = new Outcome(true, "");

    /** The new routes did not start; the old ones are back. */
    static final Outcome FAILED = new Outcome(false, "");

    static Outcome waits(String what) {
      return new Outcome(false, what);
    }
  }

  /** Nothing is stopped before it is known that all that is to go is at rest. */
  Outcome exchange(RouteFiles old, RouteFiles next) throws Exception {
    Set<String> files = RouteChange.affected(old, next);
    if (files.isEmpty()) {
      return Outcome.DONE;
    }
    Outcome early = atRest(of(files, old));
    return early.done() ? gate.ifIdle(() -> exchange(files, old, next)) : early;
  }

  private Outcome exchange(Set<String> files, RouteFiles old, RouteFiles next) {
    Outcome rest = atRest(of(files, old));
    if (!rest.done()) {
      return rest;
    }
    context.getShutdownStrategy().setLoggingLevel(LoggingLevel.DEBUG);
    context.getRouteController().setLoggingLevel(LoggingLevel.DEBUG);
    try {
      replace(files, old, next);
      return Outcome.DONE;
    } catch (Exception e) {
      LOG.warn(
          "The changed routes did not start ({}); the old ones come back", RouteErrors.words(e));
    }
    try {
      replace(files, next, old);
    } catch (Exception e) {
      LOG.error("The old routes did not start either ({}); restart", RouteErrors.words(e));
    }
    return Outcome.FAILED;
  }

  private Outcome atRest(List<Route> routes) {
    String atWork =
        routes.stream()
            .map(Route::getId)
            .filter(id -> context.getInflightRepository().size(id) > 0)
            .map(id -> id + " (" + context.getInflightRepository().size(id) + " in flight)")
            .collect(Collectors.joining(", "));
    return atWork.isEmpty()
        ? Outcome.DONE
        : Outcome.waits("the routes that are at work: " + atWork);
  }

  /** The routes that these files have made. */
  private List<Route> of(Set<String> files, RouteFiles texts) {
    return context.getRoutes().stream().filter(route -> isOf(route, files, texts)).toList();
  }

  private static boolean isOf(Route route, Set<String> files, RouteFiles texts) {
    if (route.isCreatedByRestDsl()) {
      return hold(files, texts, "rest");
    }
    if (route.isCreatedByRouteTemplate()) {
      return hold(files, texts, "templatedRoute");
    }
    Resource source = route.getSourceResource();
    return source == null || isOf(source, files);
  }

  private static boolean hold(Set<String> files, RouteFiles texts, String kind) {
    return files.stream()
        .filter(name -> texts.texts().containsKey(name))
        .anyMatch(name -> !RouteYaml.tree(texts.texts().get(name)).findValues(kind).isEmpty());
  }

  private static boolean isOf(Resource source, Set<String> files) {
    return files.stream().anyMatch(name -> source.getLocation().endsWith("/" + name));
  }

  /** Loaded first, started then: a timer must not send to a route that is not there yet. */
  private void replace(Set<String> files, RouteFiles old, RouteFiles next) throws Exception {
    remove(files, old);
    Set<String> before = ids();
    context.setAutoStartup(false);
    try {
      PluginHelper.getRoutesLoader(context)
          .loadRoutes(
              files.stream()
                  .filter(name -> next.texts().containsKey(name))
                  .map(next::resource)
                  .toList());
    } finally {
      context.setAutoStartup(true);
    }
    List<Route> fresh =
        context.getRoutes().stream().filter(route -> !before.contains(route.getId())).toList();
    start(fresh.stream().filter(RouteExchange::isDirect));
    start(fresh.stream().filter(route -> !isDirect(route)));
  }

  private Set<String> ids() {
    return context.getRoutes().stream()
        .map(Route::getId)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean isDirect(Route route) {
    return route.getEndpoint() instanceof DirectEndpoint;
  }

  private void start(Stream<Route> routes) throws Exception {
    for (Route route : routes.filter(this::startsByItself).toList()) {
      context.getRouteController().startRoute(route.getId());
    }
  }

  private boolean startsByItself(Route route) {
    RouteDefinition definition = model().getRouteDefinition(route.getId());
    return definition == null
        || definition.getAutoStartup() == null
        || CamelContextHelper.parseBoolean(context, definition.getAutoStartup());
  }

  /** Those that take something from outside go first. */
  private void remove(Set<String> files, RouteFiles texts) throws Exception {
    List<Route> going = of(files, texts);
    remove(going.stream().filter(route -> !isDirect(route)).toList());
    remove(going.stream().filter(RouteExchange::isDirect).toList());
    model()
        .removeRouteDefinitions(
            model().getRouteDefinitions().stream()
                .filter(d -> context.getRoute(d.getRouteId()) == null)
                .toList());
    model().getRouteTemplateDefinitions().stream()
        .filter(template -> template.getResource() == null || isOf(template.getResource(), files))
        .toList()
        .forEach(this::removeTemplate);
    for (RouteConfigurationDefinition old :
        List.copyOf(model().getRouteConfigurationDefinitions())) {
      if (old.getResource() == null || isOf(old.getResource(), files)) {
        model().removeRouteConfiguration(old);
      }
    }
    if (hold(files, texts, "rest")) {
      model().getRestDefinitions().clear();
    }
  }

  private void removeTemplate(org.apache.camel.model.RouteTemplateDefinition template) {
    try {
      model().removeRouteTemplateDefinition(template);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private void remove(Collection<Route> routes) throws Exception {
    for (Route route : routes) {
      context.getRouteController().stopRoute(route.getId(), STOP_SECONDS, TimeUnit.SECONDS);
      context.removeRoute(route.getId());
    }
  }

  private Model model() {
    return context.getCamelContextExtension().getContextPlugin(Model.class);
  }
}

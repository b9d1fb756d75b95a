package io.rehydrate.daemon;

import io.rehydrate.night.Schedule;
import io.rehydrate.night.Schedules;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.component.quartz.QuartzEndpoint;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.CamelContextHelper;

/** The triggers of the routes that lead to a night. The routes are asked each time. */
final class RouteSchedules implements Schedules {
  private static final String NIGHT = "direct:night";
  private static final String ZONE = "timeZone";

  private final Schedule otherwise;
  private volatile Optional<CamelContext> context = Optional.empty();

  /**
   * @param otherwise what counts as long as there are no routes to ask
   */
  RouteSchedules(Schedule otherwise) {
    this.otherwise = otherwise;
  }

  void ask(CamelContext running) {
    context = Optional.of(running);
  }

  @Override
  public List<Schedule> active() {
    return context
        .map(c -> of(c, route -> startsByItself(c, route) && !isStopped(c, route)))
        .orElse(List.of(otherwise));
  }

  @Override
  public List<Schedule> switchedOff() {
    return context.map(c -> of(c, route -> !startsByItself(c, route))).orElse(List.of());
  }

  /** Those of a context that was built and not started. */
  static List<Schedule> built(CamelContext context) {
    return of(context, route -> startsByItself(context, route));
  }

  private static List<Schedule> of(CamelContext context, Predicate<Route> wanted) {
    RouteGraph graph = new RouteGraph(context);
    return context.getRoutes().stream()
        .filter(route -> route.getEndpoint() instanceof QuartzEndpoint)
        .filter(wanted)
        .filter(route -> graph.leads(route.getId(), NIGHT))
        .map(route -> schedule(route.getId(), (QuartzEndpoint) route.getEndpoint()))
        .flatMap(Optional::stream)
        .toList();
  }

  /** Whether a night's route has a trigger without an hour, so that a missed one can't be known. */
  static boolean leadsToNight(CamelContext context, String route) {
    return new RouteGraph(context).leads(route, NIGHT);
  }

  private static Optional<Schedule> schedule(String route, QuartzEndpoint trigger) {
    return Optional.ofNullable(trigger.getCron())
        .map(cron -> new Schedule(route, cron, zone(trigger).orElse(ZoneId.systemDefault())));
  }

  /** Empty where the trigger has none, or one that is unknown: Quartz would take GMT. */
  static Optional<ZoneId> zone(QuartzEndpoint trigger) {
    try {
      return zoneText(trigger).map(ZoneId::of);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  static Optional<String> zoneText(QuartzEndpoint trigger) {
    return Optional.ofNullable(trigger.getTriggerParameters())
        .map(parameters -> parameters.get(ZONE))
        .map(zone -> zone instanceof java.util.TimeZone known ? known.getID() : zone.toString());
  }

  private static boolean startsByItself(CamelContext context, Route route) {
    RouteDefinition definition =
        context
            .getCamelContextExtension()
            .getContextPlugin(Model.class)
            .getRouteDefinition(route.getId());
    return definition == null
        || definition.getAutoStartup() == null
        || CamelContextHelper.parseBoolean(context, definition.getAutoStartup());
  }

  /** Somebody has stopped it by hand. */
  private static boolean isStopped(CamelContext context, Route route) {
    return context.isStarted()
        && context.getRouteController().getRouteStatus(route.getId()).isStopped();
  }
}

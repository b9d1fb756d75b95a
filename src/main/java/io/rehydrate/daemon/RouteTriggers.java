package io.rehydrate.daemon;

import io.rehydrate.settings.NearestName;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.component.quartz.QuartzEndpoint;
import org.apache.camel.model.RouteDefinition;

/** What Quartz accepts in silence, and a night would miss. */
final class RouteTriggers {
  private final CamelContext context;
  private final RoutePlaces places;

  RouteTriggers(CamelContext context, RoutePlaces places) {
    this.context = context;
    this.places = places;
  }

  List<RouteProblem> problems() {
    List<RouteProblem> problems = new ArrayList<>();
    for (Route route : context.getRoutes()) {
      if (route.getEndpoint() instanceof QuartzEndpoint trigger) {
        NamedNode place = ((RouteDefinition) route.getRoute()).getInput();
        zone(trigger).ifPresent(wrong -> problems.add(places.at(place, wrong)));
        if (trigger.getCron() == null && RouteSchedules.leadsToNight(context, route.getId())) {
          problems.add(
              places.at(
                  place,
                  "the route "
                      + route.getId()
                      + " leads to a night and has no cron: without one a missed night is not noticed"));
        }
      }
    }
    return problems;
  }

  /** Quartz takes GMT for what it does not know. */
  private static Optional<String> zone(QuartzEndpoint trigger) {
    return RouteSchedules.zoneText(trigger)
        .filter(text -> RouteSchedules.zone(trigger).isEmpty())
        .map(
            text ->
                "trigger.timeZone: there is no time zone '"
                    + text
                    + "'"
                    + NearestName.question(text, ZoneId.getAvailableZoneIds()));
  }
}

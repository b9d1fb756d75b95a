package io.rehydrate.daemon;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.Model;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.errorhandler.NoErrorHandlerDefinition;

/** What Camel's start does not ask of routes that were built: do they fit together? */
final class RouteLinks {
  private static final String DIRECT = RouteGraph.DIRECT;

  private final CamelContext context;
  private final RouteGraph graph;
  private final Model model;
  private final RoutePlaces places;

  RouteLinks(CamelContext context, Model model, RoutePlaces places) {
    this.context = context;
    this.graph = new RouteGraph(context);
    this.model = model;
    this.places = places;
  }

  List<RouteProblem> problems() {
    List<RouteProblem> problems = new ArrayList<>();
    problems.addAll(unanswered());
    problems.addAll(waitingForNobody());
    problems.addAll(sharedEndpoints());
    problems.addAll(missingErrorHandler());
    problems.addAll(idleHandlers());
    return problems;
  }

  /** Every {@code direct:} that something is sent to has a route that takes it. */
  private List<RouteProblem> unanswered() {
    List<String> answered =
        routes().map(r -> address(r, r.getInput().getEndpointUri()).orElse("")).toList();
    List<RouteProblem> problems = new ArrayList<>();
    for (ProcessorDefinition<?> sender : senders()) {
      String uri = uri(sender);
      address(ProcessorDefinitionHelper.getRoute(sender), uri)
          .filter(to -> to.startsWith(DIRECT) && !answered.contains(to) && !isOptional(uri))
          .ifPresent(
              to ->
                  problems.add(
                      at(
                          sender,
                          "nothing takes what is sent to " + to + "; no route begins with it")));
    }
    return problems;
  }

  /**
   * What is sent to a {@code direct:} that nothing takes waits half a minute without {@code
   * block=false}.
   */
  private List<RouteProblem> waitingForNobody() {
    return senders().stream()
        .filter(sender -> isOptional(uri(sender)) && !uri(sender).contains("block=false"))
        .map(
            sender ->
                at(
                    sender,
                    "it waits 30 s where nothing takes what is sent there; add block: false to"
                        + " failIfNoConsumers: false"))
        .toList();
  }

  private static String uri(ProcessorDefinition<?> sender) {
    return ((EndpointRequiredDefinition) sender).getEndpointUri();
  }

  private List<ProcessorDefinition<?>> senders() {
    List<ProcessorDefinition<?>> senders = new ArrayList<>();
    routes().forEach(r -> RouteGraph.senders(r.getOutputs(), senders));
    for (RouteConfigurationDefinition configuration : model.getRouteConfigurationDefinitions()) {
      configuration.getOnExceptions().forEach(e -> RouteGraph.senders(e.getOutputs(), senders));
      configuration.getOnCompletions().forEach(c -> RouteGraph.senders(c.getOutputs(), senders));
      configuration.getIntercepts().forEach(i -> RouteGraph.senders(i.getOutputs(), senders));
    }
    return senders;
  }

  private static boolean isOptional(String uri) {
    return uri.contains("failIfNoConsumers=false");
  }

  /** Two routes that begin at the same place: one would take the other's work, or neither start. */
  private List<RouteProblem> sharedEndpoints() {
    Map<String, RouteDefinition> first = new HashMap<>();
    List<RouteProblem> problems = new ArrayList<>();
    routes()
        .forEach(
            route -> {
              String uri = route.getInput().getEndpointUri();
              String key =
                  address(route, uri)
                      .filter(a -> a.startsWith(DIRECT))
                      .orElse(uri + route.getTemplateParameters());
              RouteDefinition other = first.putIfAbsent(key, route);
              if (other != null) {
                problems.add(
                    at(
                        route.getInput(),
                        "the route "
                            + route.getRouteId()
                            + " begins with "
                            + address(route, uri).orElse(uri)
                            + ", and so does "
                            + other.getRouteId()
                            + " ("
                            + at(other.getInput(), "").file()
                            + ")"));
              }
            });
    return problems;
  }

  /** Without it Camel's own error handling comes back, and a night's release is skipped. */
  private List<RouteProblem> missingErrorHandler() {
    boolean found =
        model.getRouteConfigurationDefinitions().stream()
            .filter(c -> c.getId() == null || !c.hasCustomIdAssigned())
            .anyMatch(
                c ->
                    c.getErrorHandler() != null
                        && c.getErrorHandler().getErrorHandlerType()
                            instanceof NoErrorHandlerDefinition);
    return found
        ? List.of()
        : List.of(
            new RouteProblem(
                RouteFiles.FOLDER + "/errors.camel.yaml",
                0,
                "no routeConfiguration without an id has 'errorHandler: { noErrorHandler: {} }';"
                    + " without it a failed night would not release its scratch"));
  }

  private Stream<RouteDefinition> routes() {
    return graph.routes().stream();
  }

  private Optional<String> address(RouteDefinition route, String uri) {
    return graph.address(route, uri);
  }

  private RouteProblem at(NamedNode node, String message) {
    return places.at(node, message);
  }

  /** An {@code onException} of a route whose errors are passed on: it never does anything. */
  private List<RouteProblem> idleHandlers() {
    List<RouteProblem> problems = new ArrayList<>();
    routes()
        .filter(route -> isWithoutHandler(route.getRouteId()))
        .flatMap(route -> route.getOutputs().stream())
        .filter(OnExceptionDefinition.class::isInstance)
        .distinct()
        .forEach(
            handler ->
                problems.add(
                    at(
                        handler,
                        "this onException never fires: its routes have no error handler of their"
                            + " own (errors.camel.yaml). Put it into a routeConfiguration with an id"
                            + " and 'errorHandler: { defaultErrorHandler: {} }', or use doTry")));
    return problems.stream().distinct().toList();
  }

  private boolean isWithoutHandler(String routeId) {
    Route route = context.getRoute(routeId);
    return route != null && route.getErrorHandlerFactory() instanceof NoErrorHandlerDefinition;
  }
}

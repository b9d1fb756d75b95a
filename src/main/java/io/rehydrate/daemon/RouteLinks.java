package io.rehydrate.daemon;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.Model;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.errorhandler.NoErrorHandlerDefinition;
import org.apache.camel.util.URISupport;

/** What Camel's start does not ask of routes that were built: do they fit together? */
final class RouteLinks {
  private static final String DIRECT = "direct:";

  private final CamelContext context;
  private final Model model;
  private final RouteFiles files;

  RouteLinks(CamelContext context, Model model, RouteFiles files) {
    this.context = context;
    this.model = model;
    this.files = files;
  }

  List<RouteProblem> problems() {
    List<RouteProblem> problems = new ArrayList<>();
    problems.addAll(unanswered());
    problems.addAll(sharedEndpoints());
    problems.addAll(missingErrorHandler());
    return problems;
  }

  /** Every {@code direct:} that something is sent to has a route that takes it. */
  private List<RouteProblem> unanswered() {
    List<String> answered =
        routes().map(r -> address(r, r.getInput().getEndpointUri()).orElse("")).toList();
    List<RouteProblem> problems = new ArrayList<>();
    for (ProcessorDefinition<?> sender : senders()) {
      String uri = ((EndpointRequiredDefinition) sender).getEndpointUri();
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

  private List<ProcessorDefinition<?>> senders() {
    List<ProcessorDefinition<?>> senders = new ArrayList<>();
    routes().forEach(r -> add(r.getOutputs(), senders));
    for (RouteConfigurationDefinition configuration : model.getRouteConfigurationDefinitions()) {
      configuration.getOnExceptions().forEach(e -> add(e.getOutputs(), senders));
      configuration.getOnCompletions().forEach(c -> add(c.getOutputs(), senders));
      configuration.getIntercepts().forEach(i -> add(i.getOutputs(), senders));
    }
    return senders;
  }

  private static void add(
      List<ProcessorDefinition<?>> steps, Collection<ProcessorDefinition<?>> senders) {
    for (ProcessorDefinition<?> step :
        ProcessorDefinitionHelper.filterTypeInOutputs(steps, ProcessorDefinition.class)) {
      if (step instanceof EndpointRequiredDefinition) {
        senders.add(step);
      }
    }
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
                RouteFiles.shown("errors.camel.yaml"),
                0,
                "no routeConfiguration without an id has 'errorHandler: { noErrorHandler: {} }';"
                    + " without it a failed night would not release its scratch"));
  }

  private Stream<RouteDefinition> routes() {
    return model.getRouteDefinitions().stream().filter(r -> r.getInput() != null);
  }

  /** The endpoint without its options; placeholders and a template's parameters are resolved. */
  private Optional<String> address(RouteDefinition route, String uri) {
    String text = uri;
    if (route != null && route.getTemplateParameters() != null) {
      for (Map.Entry<String, Object> parameter : route.getTemplateParameters().entrySet()) {
        text = text.replace("{{" + parameter.getKey() + "}}", String.valueOf(parameter.getValue()));
      }
    }
    try {
      String resolved = context.resolvePropertyPlaceholders(text);
      return Optional.of(URISupport.stripQuery(resolved).replaceFirst("^(\\w+)://", "$1:"));
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  private RouteProblem at(NamedNode node, String message) {
    String location = String.valueOf(node.getLocation());
    String file =
        files.texts().keySet().stream()
            .filter(name -> location.contains("/" + name))
            .findFirst()
            .map(RouteFiles::shown)
            .orElse(RouteFiles.FOLDER);
    return new RouteProblem(file, Math.max(0, node.getLineNumber()), message);
  }
}

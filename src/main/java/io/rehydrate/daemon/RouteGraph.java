package io.rehydrate.daemon;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.Model;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.util.URISupport;

/** Which routes send to which, as they are written. */
final class RouteGraph {
  static final String DIRECT = "direct:";

  private final CamelContext context;
  private final Model model;

  RouteGraph(CamelContext context) {
    this.context = context;
    this.model = context.getCamelContextExtension().getContextPlugin(Model.class);
  }

  List<RouteDefinition> routes() {
    return model.getRouteDefinitions().stream().filter(r -> r.getInput() != null).toList();
  }

  /** The endpoint that a route begins with, without its options. */
  Optional<String> begin(RouteDefinition route) {
    return address(route, route.getInput().getEndpointUri());
  }

  /** The route that begins with this endpoint. */
  Optional<RouteDefinition> at(String address) {
    return routes().stream()
        .filter(route -> begin(route).filter(address::equals).isPresent())
        .findFirst();
  }

  /** Every step that sends to an endpoint, however deep it is. */
  static void senders(
      List<ProcessorDefinition<?>> steps, Collection<ProcessorDefinition<?>> senders) {
    for (ProcessorDefinition<?> step :
        ProcessorDefinitionHelper.filterTypeInOutputs(steps, ProcessorDefinition.class)) {
      if (step instanceof EndpointRequiredDefinition) {
        senders.add(step);
      }
    }
  }

  /** Whether what comes into a route may come to this endpoint. */
  boolean leads(String routeId, String address) {
    Deque<RouteDefinition> open = new ArrayDeque<>();
    Set<String> seen = new HashSet<>();
    routes().stream().filter(r -> routeId.equals(r.getRouteId())).forEach(open::add);
    while (!open.isEmpty()) {
      RouteDefinition route = open.poll();
      List<ProcessorDefinition<?>> senders = new ArrayList<>();
      senders(route.getOutputs(), senders);
      for (ProcessorDefinition<?> sender : senders) {
        Optional<String> to =
            address(route, ((EndpointRequiredDefinition) sender).getEndpointUri());
        if (to.filter(address::equals).isPresent()) {
          return true;
        }
        to.filter(seen::add).flatMap(this::at).ifPresent(open::add);
      }
    }
    return false;
  }

  /** The endpoint without its options; placeholders and a template's parameters are resolved. */
  Optional<String> address(RouteDefinition route, String uri) {
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
}

package io.rehydrate.daemon;

import io.rehydrate.run.RunId;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.CatchDefinition;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.ExpressionNode;
import org.apache.camel.model.FilterDefinition;
import org.apache.camel.model.LogDefinition;
import org.apache.camel.model.LoopDefinition;
import org.apache.camel.model.MulticastDefinition;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.PolicyDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RemoveVariableDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SetBodyDefinition;
import org.apache.camel.model.SetVariableDefinition;
import org.apache.camel.model.SplitDefinition;
import org.apache.camel.model.StopDefinition;
import org.apache.camel.model.TryDefinition;
import org.apache.camel.model.WhenDefinition;
import org.apache.camel.model.WireTapDefinition;
import org.apache.camel.model.language.ExpressionDefinition;
import org.apache.camel.model.language.MethodCallExpression;

/**
 * Walks the routes as an exchange would, without one: what each step needs must have been set by a
 * step before it, and a run must come to all its steps.
 */
final class RouteWalk {
  private static final List<String> RUNS = List.of("direct:night", "direct:refresh");

  private final RouteGraph graph;
  private final WalkWords words;
  private final BiConsumer<NamedNode, String> problems;
  private final Set<String> told = new HashSet<>();
  private final List<String> path = new ArrayList<>();
  private List<String> done = new ArrayList<>();
  private boolean inRun;

  /**
   * @param problems takes what is wrong, with the step
   */
  RouteWalk(
      CamelContext context, Map<String, Object> beans, BiConsumer<NamedNode, String> problems) {
    this.graph = new RouteGraph(context);
    this.words = new WalkWords(new BeanMethods(beans));
    this.problems = problems;
  }

  /** Every way that something takes which comes from outside, and those of runs. */
  void walk(List<RequiredSteps> runs) {
    for (RequiredSteps run : runs) {
      graph.at(run.entry()).ifPresent(route -> walk(route, run));
    }
    for (RouteDefinition route : graph.routes()) {
      if (!graph.begin(route).orElse(RouteGraph.DIRECT).startsWith(RouteGraph.DIRECT)) {
        steps(route.getOutputs(), new WalkState());
      }
    }
  }

  private void walk(RouteDefinition route, RequiredSteps run) {
    WalkState state = new WalkState();
    state.body(Optional.of(RunId.class));
    done = new ArrayList<>();
    inRun = true;
    path.add(run.entry());
    steps(route.getOutputs(), state);
    path.clear();
    inRun = false;
    run.missing(done).forEach(missing -> problems.accept(route.getInput(), missing));
  }

  private void steps(List<ProcessorDefinition<?>> steps, WalkState state) {
    for (ProcessorDefinition<?> step : steps) {
      if (!state.hasEnded() && !(step instanceof OnExceptionDefinition)) {
        step(step, state);
      }
    }
  }

  private void tell(NamedNode step, String problem) {
    if (told.add(System.identityHashCode(step) + problem)) {
      problems.accept(step, problem);
    }
  }

  private void step(ProcessorDefinition<?> step, WalkState state) {
    Optional<Type> value = Optional.empty();
    if (step instanceof ExpressionNode node && node.getExpression() != null) {
      note(node.getExpression());
      value = words.expression(node.getExpression(), state, problem -> tell(step, problem));
    }
    if (step instanceof SetVariableDefinition set) {
      state.set(set.getName(), value.orElse(Object.class));
    } else if (step instanceof RemoveVariableDefinition remove) {
      state.remove(remove.getName());
    } else if (step instanceof SetBodyDefinition) {
      state.body(value);
    } else if (step instanceof BeanDefinition bean) {
      bean(bean, state);
    } else if (step instanceof LogDefinition log) {
      words.text(log.getMessage(), state, problem -> tell(step, problem));
    } else if (step instanceof PolicyDefinition policy) {
      policy(policy, state);
    } else if (step instanceof StopDefinition) {
      state.end();
    } else if (step instanceof TryDefinition attempt) {
      attempt(attempt, state);
    } else if (step instanceof ChoiceDefinition choice) {
      choice(choice, state);
    } else if (step instanceof SplitDefinition split) {
      split(split, value, state);
    } else if (step instanceof WireTapDefinition<?> || step instanceof MulticastDefinition) {
      WalkState copy = state.copy();
      send(step, copy);
      steps(step.getOutputs(), copy);
    } else if (step instanceof FilterDefinition
        || (step instanceof LoopDefinition loop && !"false".equals(loop.getCopy()))) {
      WalkState branch = state.copy();
      steps(step.getOutputs(), branch);
      if (step instanceof FilterDefinition) {
        state.merge(branch);
      }
    } else {
      send(step, state);
      steps(step.getOutputs(), state);
    }
  }

  private void note(ExpressionDefinition expression) {
    ExpressionDefinition inner =
        expression.getExpressionType() == null ? expression : expression.getExpressionType();
    if (inner instanceof MethodCallExpression call) {
      note(call.getRef(), call.getMethod());
    }
  }

  private void note(String bean, String method) {
    done.add(bean + "." + String.valueOf(method).replaceFirst("\\(.*", ""));
  }

  private void bean(BeanDefinition bean, WalkState state) {
    note(bean.getRef(), bean.getMethod());
    words
        .call(bean.getRef(), bean.getMethod(), state, problem -> tell(bean, problem))
        .ifPresent(type -> state.body(Optional.of(type)));
  }

  /** What is done under a policy counts as that as well. */
  private void policy(PolicyDefinition policy, WalkState state) {
    int before = done.size();
    steps(policy.getOutputs(), state);
    List.copyOf(done.subList(before, done.size()))
        .forEach(step -> done.add(step + " in the policy " + policy.getRef()));
  }

  private void attempt(TryDefinition attempt, WalkState state) {
    WalkState after = state.copy();
    steps(attempt.getOutputsWithoutCatches(), after);
    WalkState either = state.copy();
    either.merge(after);
    for (CatchDefinition caught : attempt.getCatchClauses()) {
      steps(caught.getOutputs(), either.copy());
    }
    if (attempt.getFinallyClause() != null) {
      steps(attempt.getFinallyClause().getOutputs(), either);
    }
    state.merge(after);
    state.body(after.body());
    if (after.hasEnded()) {
      state.end();
    }
  }

  private void choice(ChoiceDefinition choice, WalkState state) {
    List<WalkState> branches = new ArrayList<>();
    for (WhenDefinition when : choice.getWhenClauses()) {
      words.expression(when.getExpression(), state, problem -> tell(when, problem));
      WalkState branch = state.copy();
      steps(when.getOutputs(), branch);
      branches.add(branch);
    }
    WalkState otherwise = state.copy();
    if (choice.getOtherwise() != null) {
      steps(choice.getOtherwise().getOutputs(), otherwise);
    }
    branches.forEach(state::merge);
    state.merge(otherwise);
  }

  private void split(SplitDefinition split, Optional<Type> value, WalkState state) {
    if (inRun && !"true".equals(split.getStopOnException())) {
      tell(split, "a split of a run needs stopOnException: true, or what fails is passed over");
    }
    WalkState piece = state.copy();
    piece.body(value.flatMap(BeanMethods::element));
    steps(split.getOutputs(), piece);
  }

  /** Continues in the route that consumes from the endpoint; other endpoints are not followed. */
  private void send(ProcessorDefinition<?> step, WalkState state) {
    if (!(step instanceof EndpointRequiredDefinition sender)) {
      return;
    }
    RouteDefinition own = ProcessorDefinitionHelper.getRoute(step);
    String address = graph.address(own, sender.getEndpointUri()).orElse("");
    done.add(address.startsWith(RouteGraph.DIRECT) ? address : address.replaceFirst(":.*", ""));
    Optional<RouteDefinition> next = graph.at(address);
    if (next.isEmpty()) {
      if (!address.startsWith(RouteGraph.DIRECT)) {
        state.body(Optional.empty());
      }
    } else if (!path.contains(address) && !RUNS.contains(address)) {
      path.add(address);
      steps(next.get().getOutputs(), state);
      path.remove(address);
    }
  }
}

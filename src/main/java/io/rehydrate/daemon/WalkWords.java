package io.rehydrate.daemon;

import io.rehydrate.night.Night;
import io.rehydrate.night.NightPart;
import io.rehydrate.night.NightStep;
import io.rehydrate.run.ActiveRun;
import io.rehydrate.settings.NearestName;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Variable;
import org.apache.camel.model.language.ExpressionDefinition;
import org.apache.camel.model.language.MethodCallExpression;
import org.apache.camel.model.language.SimpleExpression;

/** What a route's texts and calls need of the exchange that comes to them. */
final class WalkWords {
  private static final Pattern REFERENCE =
      Pattern.compile(
          "\\$\\{(?:variable\\.(?<name>[A-Za-z_][A-Za-z0-9_-]*)|(?<body>body))"
              + "(?<path>(?:\\??\\.[A-Za-z_][A-Za-z0-9_]*)*)(?<rest>[^}]?)");

  /** As problems say it. */
  static final String NO_METHOD = " has no method '";

  private static final Pattern CALL = Pattern.compile("(?<name>\\w+)(?:\\((?<arguments>.*)\\))?");

  private final BeanMethods beans;

  WalkWords(BeanMethods beans) {
    this.beans = beans;
  }

  /**
   * Checks what an expression reads, and says what it gives.
   *
   * @param problems takes a sentence for each thing that is wrong
   */
  Optional<Type> expression(
      ExpressionDefinition expression, WalkState state, Consumer<String> problems) {
    ExpressionDefinition inner =
        expression.getExpressionType() == null ? expression : expression.getExpressionType();
    if (inner instanceof MethodCallExpression call) {
      return call(call.getRef(), call.getMethod(), state, problems);
    }
    if (inner instanceof SimpleExpression) {
      return text(inner.getExpression(), state, problems);
    }
    return Optional.empty();
  }

  /** A text of Camel's simple language; the type of what it gives, where it is one reference. */
  Optional<Type> text(String text, WalkState state, Consumer<String> problems) {
    Optional<Type> whole = Optional.empty();
    Matcher reference = REFERENCE.matcher(String.valueOf(text));
    while (reference.find()) {
      Optional<Type> type = reference(reference, state, problems);
      boolean alone = reference.start() == 0 && reference.end() == text.strip().length() - 1;
      whole = alone && reference.group("rest").isEmpty() ? type : Optional.empty();
    }
    return whole;
  }

  private Optional<Type> reference(Matcher reference, WalkState state, Consumer<String> problems) {
    String name = reference.group("name");
    if (name != null && !state.variables().containsKey(name)) {
      problems.accept(missing(name, state) + ", which ${variable." + name + "} reads");
      return Optional.empty();
    }
    Optional<Type> type = name == null ? state.body() : Optional.of(state.variables().get(name));
    String path = reference.group("path").replace("?", "");
    String last = name == null ? "body" : name;
    for (String property : path.isEmpty() ? new String[0] : path.substring(1).split("\\.")) {
      boolean call = reference.group("rest").equals("(") && path.endsWith("." + property);
      Optional<Class<?>> owner = type.flatMap(BeanMethods::raw);
      if (call || owner.isEmpty() || owner.get() == Object.class || isOpen(owner.get())) {
        return Optional.empty();
      }
      type = BeanMethods.property(owner.get(), property);
      if (type.isEmpty()) {
        problems.accept(
            "'"
                + last
                + "' has no '"
                + property
                + "'"
                + NearestName.question(property, properties(owner.get())));
        return Optional.empty();
      }
      last = property;
    }
    return type;
  }

  /** Its values may have any name. */
  private static boolean isOpen(Class<?> type) {
    return Map.class.isAssignableFrom(type) || type.isArray() || type.isPrimitive();
  }

  private static List<String> properties(Class<?> type) {
    return Arrays.stream(type.getMethods())
        .filter(m -> m.getParameterCount() == 0 && m.getDeclaringClass() != Object.class)
        .map(Method::getName)
        .toList();
  }

  private static String missing(String name, WalkState state) {
    return "no step before this one sets the variable '"
        + name
        + "'"
        + NearestName.question(name, List.copyOf(state.variables().keySet()));
  }

  /** A call of a bean's method; gives what it returns. */
  Optional<Type> call(String bean, String text, WalkState state, Consumer<String> problems) {
    Matcher call = CALL.matcher(String.valueOf(text).strip());
    if (bean == null || !beans.isKnown(bean) || !call.matches()) {
      return Optional.empty();
    }
    text(call.group("arguments"), state, problems);
    List<Method> methods = beans.named(bean, call.group("name"));
    if (methods.isEmpty()) {
      problems.accept(
          "the bean "
              + bean
              + NO_METHOD
              + call.group("name")
              + "'"
              + NearestName.question(call.group("name"), beans.names(bean)));
    }
    if (methods.size() != 1) {
      return Optional.empty();
    }
    needs(methods.get(0), arguments(call.group("arguments")), bean, state, problems);
    NightStep step = methods.get(0).getAnnotation(NightStep.class);
    if (step != null) {
      night(step, bean + "." + methods.get(0).getName(), state, problems);
    }
    return Optional.of(methods.get(0).getGenericReturnType()).filter(t -> t != void.class);
  }

  /** What a step of a night needs must be made by now, and what it gives is from now on. */
  private void night(NightStep step, String by, WalkState state, Consumer<String> problems) {
    need("run", ActiveRun.class, by, state, problems);
    for (NightPart part : step.needs()) {
      if (!state.has(part)) {
        problems.accept(
            "no step before this one makes the night's "
                + part.noun()
                + ", which "
                + by
                + " needs; "
                + part.step()
                + " makes it");
      }
    }
    state.set(Night.VARIABLE, Night.class);
    Arrays.stream(step.gives()).forEach(state::give);
  }

  private static List<String> arguments(String text) {
    List<String> arguments = new ArrayList<>();
    if (text != null) {
      Arrays.stream(text.split(",(?=(?:[^']*'[^']*')*[^']*$)"))
          .map(String::strip)
          .forEach(arguments::add);
    }
    return arguments;
  }

  private void needs(
      Method method,
      List<String> arguments,
      String bean,
      WalkState state,
      Consumer<String> problems) {
    Parameter[] parameters = method.getParameters();
    for (int i = 0; i < parameters.length; i++) {
      boolean given = i < arguments.size() && !arguments.get(i).equals("*");
      Optional<String> variable = given ? Optional.empty() : variable(parameters[i]);
      if (variable.isPresent()) {
        need(
            variable.get(),
            parameters[i].getType(),
            bean + "." + method.getName(),
            state,
            problems);
      }
    }
  }

  private static Optional<String> variable(Parameter parameter) {
    for (Annotation annotation : parameter.getAnnotations()) {
      if (annotation instanceof Variable variable) {
        return Optional.of(variable.value());
      }
    }
    return Optional.empty();
  }

  private void need(
      String variable, Class<?> type, String by, WalkState state, Consumer<String> problems) {
    Type held = state.variables().get(variable);
    if (held == null) {
      problems.accept(
          missing(variable, state)
              + ", which "
              + by
              + " needs"
              + beans.givers(type).map(g -> "; " + g + " gives it").orElse(""));
      return;
    }
    Optional<Class<?>> raw = BeanMethods.raw(held);
    if (raw.isPresent() && raw.get() != Object.class && !type.isAssignableFrom(raw.get())) {
      problems.accept(
          "the variable '"
              + variable
              + "' holds a "
              + raw.get().getSimpleName()
              + ", and "
              + by
              + " needs a "
              + type.getSimpleName());
    }
  }
}

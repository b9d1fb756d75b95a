package io.rehydrate.demo.rds;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** A call's parameters, checked against the API's table before anything is done. */
final class Parameters {
  private final ApiTable.Operation operation;
  private final Map<String, String> form;

  /**
   * @param form the fields of the request, without {@code Action} and {@code Version}
   */
  Parameters(ApiTable.Operation operation, Map<String, String> form) {
    this.operation = operation;
    this.form = new TreeMap<>(form);
    this.form.forEach(this::check);
    operation.parameters().values().stream()
        .filter(p -> p.isRequired() && !has(p.name()))
        .findFirst()
        .ifPresent(
            p -> {
              throw ApiError.refused(
                  "MissingParameter", "The request must contain the parameter " + p.name() + ".");
            });
  }

  private void check(String field, String value) {
    ApiTable.Parameter parameter =
        operation
            .parameter(field)
            .orElseThrow(
                () ->
                    ApiError.refused(
                        "InvalidQueryParameter",
                        "The parameter " + field + " is not one of " + operation.name() + "."));
    if (parameter.isForMultiAzAlone()) {
      throw ApiError.badCombination(
          parameter.name() + " is valid for Multi-AZ DB clusters only, not for Aurora.");
    }
    if (!parameter.isSimulated()) {
      throw ApiError.notSimulated("The parameter " + parameter.name());
    }
    if (!isOf(parameter.type(), value)) {
      throw ApiError.refused(
          "MalformedInput", "The value of " + field + " is not of type " + parameter.type() + ".");
    }
  }

  private static boolean isOf(String type, String value) {
    return switch (type) {
      case "integer" -> value.matches("-?\\d{1,9}");
      case "long" -> value.matches("-?\\d{1,18}");
      case "decimal" -> value.matches("-?\\d{1,9}(\\.\\d{1,9})?");
      case "boolean" -> value.equals("true") || value.equals("false");
      case "time" -> time(value).isPresent();
      case "list" -> value.isEmpty();
      default -> true;
    };
  }

  private static Optional<Instant> time(String value) {
    try {
      return Optional.of(Instant.parse(value));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Whether anything was said of a parameter, a list or a structure. */
  boolean has(String name) {
    return form.containsKey(name)
        ? !form.get(name).isEmpty()
        : form.keySet().stream().anyMatch(field -> field.startsWith(name + "."));
  }

  /** The parameters given that a cluster and not its instance decides. */
  List<String> clusterLevel() {
    return form.keySet().stream()
        .map(field -> operation.parameter(field).orElseThrow())
        .filter(ApiTable.Parameter::isClusterLevel)
        .map(p -> p.name().replaceAll("\\..*", ""))
        .distinct()
        .toList();
  }

  String required(String name) {
    return text(name)
        .orElseThrow(
            () ->
                ApiError.refused(
                    "MissingParameter", "The request must contain the parameter " + name + "."));
  }

  Optional<String> text(String name) {
    return Optional.ofNullable(form.get(name)).filter(value -> !value.isEmpty());
  }

  Optional<Integer> number(String name) {
    return text(name).map(Integer::valueOf);
  }

  /** A number between bounds, both allowed. */
  Optional<Integer> number(String name, int least, int most) {
    Optional<Integer> given = number(name);
    given
        .filter(n -> n < least || n > most)
        .ifPresent(
            n -> {
              throw ApiError.badValue(
                  "Invalid value %d for %s. Must be between %d and %d"
                      .formatted(n, name, least, most));
            });
    return given;
  }

  Optional<Double> decimal(String name) {
    return text(name).map(Double::valueOf);
  }

  Optional<Boolean> choice(String name) {
    return text(name).map(Boolean::valueOf);
  }

  boolean flag(String name) {
    return choice(name).orElse(false);
  }

  Optional<Instant> time(String name, Instant otherwise) {
    return text(name).map(value -> time(value).orElse(otherwise));
  }

  /** A list of texts, in its order. */
  List<String> list(String name, String member) {
    return members(name + "." + member, prefix -> form.get(prefix));
  }

  Map<String, String> tags() {
    Map<String, String> tags = new LinkedHashMap<>();
    members(
            "Tags.Tag",
            prefix ->
                Map.entry(
                    form.getOrDefault(prefix + ".Key", ""),
                    form.getOrDefault(prefix + ".Value", "")))
        .forEach(
            tag -> {
              if (tags.putIfAbsent(tag.getKey(), tag.getValue()) != null) {
                throw ApiError.badValue("The tag key " + tag.getKey() + " is given twice.");
              }
            });
    return TagRules.checked(tags);
  }

  /** The values wanted by each filter's name. */
  Map<String, List<String>> filters() {
    Map<String, List<String>> filters = new LinkedHashMap<>();
    members(
            "Filters.Filter",
            prefix ->
                Map.entry(
                    form.getOrDefault(prefix + ".Name", ""), list(prefix + ".Values", "Value")))
        .forEach(filter -> filters.put(filter.getKey(), filter.getValue()));
    return filters;
  }

  private <T> List<T> members(String prefix, Function<String, T> read) {
    List<T> members = new ArrayList<>();
    for (int n = 1; isGiven(prefix + "." + n); n++) {
      members.add(read.apply(prefix + "." + n));
    }
    return members;
  }

  private boolean isGiven(String prefix) {
    return form.keySet().stream().anyMatch(f -> f.equals(prefix) || f.startsWith(prefix + "."));
  }
}

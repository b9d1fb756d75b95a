package io.rehydrate.daemon;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.NodePath;
import io.rehydrate.settings.NearestName;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.apache.camel.dsl.yaml.YamlRoutesBuilderLoader;

/** Camel's own schema of its YAML, and what it finds in a route file. */
final class RouteSchema {
  /** These say only that something inside did not fit; what it is, another finding says. */
  private static final Set<String> OUTER = Set.of("oneOf", "anyOf", "allOf", "not", "$ref");

  private final Schema schema;

  RouteSchema() {
    try (InputStream file =
        YamlRoutesBuilderLoader.class.getResourceAsStream("/schema/camelYamlDsl.json")) {
      String text = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
      schema =
          SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_4)
              .getSchema(text, InputFormat.JSON);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Everything in one file that is not as the schema has it; at most one finding per line. */
  List<RouteProblem> check(String file, byte[] bytes) {
    try {
      JsonNode tree = RouteYaml.read(bytes);
      if (tree.isMissingNode() || tree.isNull() || tree.isEmpty()) {
        return List.of(
            new RouteProblem(file, 0, "the file is empty; write a route, or remove the file"));
      }
      return findings(file, tree);
    } catch (CharacterCodingException e) {
      return List.of(new RouteProblem(file, 0, "the file is not UTF-8 text"));
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      return List.of(
          new RouteProblem(
              file, at == null ? 0 : at.getLineNr(), RouteYaml.reason(e.getOriginalMessage())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<RouteProblem> findings(String file, JsonNode tree) {
    Map<Integer, Error> byLine = new TreeMap<>();
    for (Error error : schema.validate(tree)) {
      byLine.merge(line(tree, error), error, RouteSchema::telling);
    }
    List<RouteProblem> problems = new ArrayList<>();
    boolean inner = byLine.values().stream().anyMatch(e -> !OUTER.contains(e.getKeyword()));
    byLine.forEach(
        (line, error) -> {
          if (!inner || !OUTER.contains(error.getKeyword())) {
            problems.add(new RouteProblem(file, line, words(error)));
          }
        });
    return problems;
  }

  private static Error telling(Error one, Error other) {
    return Comparator.<Error>comparingInt(e -> OUTER.contains(e.getKeyword()) ? 0 : 1)
                .thenComparingInt(e -> e.getInstanceLocation().getNameCount())
                .thenComparingInt(e -> e.getKeyword().equals("additionalProperties") ? 1 : 0)
                .compare(one, other)
            >= 0
        ? one
        : other;
  }

  private static int line(JsonNode tree, Error error) {
    JsonNode at = error.getInstanceNode();
    if (error.getKeyword().equals("additionalProperties") && at != null) {
      JsonNode named = at.get(error.getProperty());
      at = named == null ? at : named;
    }
    return RouteYaml.line(at == null ? tree : at);
  }

  private String words(Error error) {
    JsonNode limit = error.getSchemaNode();
    return switch (error.getKeyword()) {
      case "additionalProperties" ->
          "unknown key '"
              + error.getProperty()
              + "'"
              + NearestName.question(error.getProperty(), known(error));
      case "type" -> "'" + last(error) + "' must be a " + limit.asText() + ", not " + found(error);
      case "required" -> "'" + error.getProperty() + "' is missing in '" + last(error) + "'";
      case "enum" -> "'" + last(error) + "' is none of " + limit;
      case "maxProperties" -> "one step has several keys; begin each step with '- '";
      default -> "'" + last(error) + "': " + error.getMessage();
    };
  }

  private List<String> known(Error error) {
    NodePath fragment = error.getSchemaLocation().getFragment();
    JsonNode at = schema.getSchemaNode();
    for (int i = 0; i < fragment.getNameCount() - 1; i++) {
      at =
          fragment.getElement(i) instanceof Integer index
              ? at.path(index)
              : at.path(fragment.getName(i));
    }
    List<String> names = new ArrayList<>();
    at.path("properties").fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static String found(Error error) {
    JsonNode node = error.getInstanceNode();
    return switch (node.getNodeType()) {
      case NUMBER -> "the number " + node.asText() + "; put it in quotes";
      case BOOLEAN -> node.asText() + " without quotes";
      case STRING -> "the text '" + node.asText() + "'";
      case ARRAY -> "a list";
      case OBJECT -> "keys with values";
      default -> "nothing";
    };
  }

  /** The nearest key that has a name. */
  private static String last(Error error) {
    NodePath path = error.getInstanceLocation();
    for (int i = path.getNameCount() - 1; i >= 0; i--) {
      if (!(path.getElement(i) instanceof Integer)) {
        return path.getName(i);
      }
    }
    return "the file";
  }
}

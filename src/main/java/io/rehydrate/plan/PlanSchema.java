package io.rehydrate.plan;

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
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** The format's JSON Schema, and what it finds in words that an ops person can use. */
final class PlanSchema {
  private static final Schema SCHEMA = load();

  private PlanSchema() {}

  private static Schema load() {
    try (InputStream file = PlanSchema.class.getResourceAsStream("plan.schema.json")) {
      String text = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(text, InputFormat.JSON);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void check(JsonNode plan, Problems problems) {
    for (Error error : SCHEMA.validate(plan)) {
      String path = path(error.getInstanceLocation());
      switch (error.getKeyword()) {
        case "if", "then", "else", "propertyNames", "$ref" -> {
          /* the finding inside says it */
        }
        case "additionalProperties" ->
            problems.add(PlanPath.child(path, error.getProperty()), unknownKey(error));
        default -> problems.add(path, words(error));
      }
    }
  }

  private static String path(NodePath location) {
    String path = "";
    for (int i = 0; i < location.getNameCount(); i++) {
      path =
          location.getElement(i) instanceof Integer index
              ? PlanPath.child(path, index)
              : PlanPath.child(path, location.getName(i));
    }
    return path;
  }

  private static String unknownKey(Error error) {
    List<String> known = new ArrayList<>();
    parent(error).path("properties").fieldNames().forEachRemaining(known::add);
    return "unknown key"
        + NearestName.question(error.getProperty(), known)
        + " (known: "
        + String.join(", ", known)
        + ")";
  }

  private static String words(Error error) {
    JsonNode limit = error.getSchemaNode();
    return switch (error.getKeyword()) {
      case "enum" -> {
        List<String> allowed = new ArrayList<>();
        limit.forEach(value -> allowed.add(value.asText()));
        yield found(error.getInstanceNode())
            + " is none of "
            + String.join(", ", allowed)
            + NearestName.question(error.getInstanceNode().asText(), allowed);
      }
      case "type" -> "expected " + expected(error) + ", found " + found(error.getInstanceNode());
      case "pattern" ->
          found(error.getInstanceNode())
              + " is not "
              + parent(error).path("description").asText("in the right form");
      case "const" -> "must be " + limit.asText() + ", is " + found(error.getInstanceNode());
      case "required" -> "'" + error.getProperty() + "' is missing";
      case "dependentRequired" ->
          "'window' and 'at-least' need 'newest-by', the column that says how new a row is";
      case "uniqueItems" -> "a name stands twice";
      case "maxProperties" -> "one mask only";
      case "minProperties", "minItems", "minLength" -> "is empty";
      case "maxLength", "maxItems" -> "is too long: at most " + limit.asText();
      case "minimum" -> "must be at least " + limit.asText();
      case "maximum" -> "must be at most " + limit.asText();
      case "exclusiveMinimum" -> "must be more than " + limit.asText();
      default -> error.getMessage();
    };
  }

  private static String expected(Error error) {
    String description = parent(error).path("description").asText("");
    JsonNode type = error.getSchemaNode();
    String types =
        type.isTextual()
            ? typeWords(type.asText())
            : stream(type).map(PlanSchema::typeWords).collect(Collectors.joining(" or "));
    return Character.isLowerCase(description.isEmpty() ? 'A' : description.charAt(0))
        ? description
        : types;
  }

  private static java.util.stream.Stream<String> stream(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(item -> texts.add(item.asText()));
    return texts.stream();
  }

  private static String typeWords(String type) {
    return switch (type) {
      case "object" -> "keys with values";
      case "array" -> "a list";
      case "string" -> "a text";
      case "integer" -> "a whole number";
      case "number" -> "a number";
      case "boolean" -> "true or false";
      default -> type;
    };
  }

  private static String found(JsonNode node) {
    if (node.isNull() || node.isMissingNode()) {
      return "nothing";
    }
    if (node.isObject()) {
      return "keys with values";
    }
    return node.isArray() ? "a list" : "'" + PlanPath.printable(node.asText()) + "'";
  }

  /** The part of the schema that the failed keyword is in. */
  private static JsonNode parent(Error error) {
    NodePath fragment = error.getSchemaLocation().getFragment();
    JsonNode at = SCHEMA.getSchemaNode();
    for (int i = 0; i < fragment.getNameCount() - 1; i++) {
      at =
          fragment.getElement(i) instanceof Integer index
              ? at.path(index)
              : at.path(fragment.getName(i));
    }
    return at;
  }
}

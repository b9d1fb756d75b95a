package io.rehydrate.mask;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;

/** Reads what stands behind a mask's name, which is JSON text. */
final class Arguments {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Arguments() {}

  static Optional<JsonNode> node(String argument) {
    try {
      return argument.isBlank() ? Optional.empty() : Optional.of(JSON.readTree(argument));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  static Optional<String> text(String argument) {
    return node(argument).filter(JsonNode::isTextual).map(JsonNode::textValue);
  }
}

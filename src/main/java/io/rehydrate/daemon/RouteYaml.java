package io.rehydrate.daemon;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.serialization.NodeReader;
import com.networknt.schema.utils.JsonNodes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A route file as a tree whose nodes know their lines. */
final class RouteYaml {
  private static final NodeReader READER = NodeReader.builder().locationAware().build();

  private RouteYaml() {}

  /**
   * @throws IOException where it is no YAML, or no UTF-8
   */
  static JsonNode read(byte[] bytes) throws IOException {
    String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    try {
      JsonNode tree = READER.readTree(text, InputFormat.YAML);
      return tree == null ? MissingNode.getInstance() : tree;
    } catch (IllegalArgumentException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e);
    }
  }

  /** Nothing where it can't be read. */
  static JsonNode tree(byte[] bytes) {
    try {
      return read(bytes);
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }

  /** From 1; 0 where it is not known. */
  static int line(JsonNode node) {
    JsonLocation location = JsonNodes.tokenStreamLocationOf(node);
    return location == null ? 0 : Math.max(0, location.getLineNr());
  }

  /** What is wrong, of a YAML parser's message: without the pieces of text that it points at. */
  static String reason(String message) {
    List<String> said = new ArrayList<>();
    int skip = 0;
    for (String line : message.lines().map(String::strip).filter(l -> !l.isEmpty()).toList()) {
      if (line.startsWith("in '") || line.startsWith("in \"")) {
        skip = 2;
      } else if (skip > 0) {
        skip--;
      } else if (!line.startsWith("at [")) {
        said.add(line);
      }
    }
    return said.isEmpty() ? "not YAML" : String.join(", ", said);
  }

  /**
   * Where in a route a message of Camel's points: the longest of its keys and values that the
   * message repeats, else the route's beginning.
   */
  static int lineOf(byte[] bytes, String routeId, String message) {
    for (JsonNode item : tree(bytes)) {
      JsonNode route = RouteIds.of(item);
      if (route.isTextual() && route.asText().equals(routeId)) {
        Best best = new Best(message, routeId);
        best.look(item);
        return best.length > 0 ? best.line : line(route);
      }
    }
    return 0;
  }

  private static final class Best {
    private static final int SHORTEST = 3;
    private final String message;
    private final String routeId;
    private int length;
    private int line;

    Best(String message, String routeId) {
      this.message = message;
      this.routeId = routeId;
    }

    void look(JsonNode node) {
      node.properties().forEach(field -> weigh(field.getKey() + "=", field.getValue()));
      node.forEach(this::look);
      if (node.isTextual() && !node.asText().equals(routeId)) {
        weigh(node.asText(), node);
        weigh(node.asText().replaceFirst(":", "://"), node);
      }
    }

    private void weigh(String text, JsonNode node) {
      if (text.length() >= SHORTEST && text.length() > length && message.contains(text)) {
        length = text.length();
        line = RouteYaml.line(node);
      }
    }
  }
}

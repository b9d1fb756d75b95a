package io.rehydrate.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * YAML as a JSON tree, with the line of every part. Only the shape is read, no object is ever made
 * from it: tags are refused, aliases are limited, a key may stand once. Of plain words only {@code
 * true}, {@code false}, {@code null} and decimal numbers are more than text, so {@code no}, {@code
 * 007} and {@code 2024-01-01} stay what they look like.
 */
final class YamlTree {
  static final int MOST_CHARACTERS = 1024 * 1024;
  private static final int MOST_NODES = 100_000;
  private static final int MOST_DEPTH = 30;
  private static final int MOST_ALIASES = 50;
  private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9]\\d{0,17})");
  private static final Pattern DECIMAL = Pattern.compile("-?(0|[1-9]\\d{0,17})\\.\\d{1,18}");
  private static final JsonNodeFactory JSON = new JsonNodeFactory(true);
  private static final Resolver RESOLVER = new Resolver();

  private final Map<String, Integer> lines = new HashMap<>();
  private final Problems problems;
  private int nodes;

  private YamlTree(Problems problems) {
    this.problems = problems;
  }

  /** The tree, and lines by path. */
  record Read(JsonNode root, Map<String, Integer> lines) {}

  /** Problems go to {@code problems}; what they touch is left out of the tree. */
  static Read read(String text, Problems problems) {
    YamlTree tree = new YamlTree(problems);
    try {
      Node root = yaml().compose(new StringReader(text));
      return new Read(
          root == null ? JSON.objectNode() : tree.json(root, "", 1), Map.copyOf(tree.lines));
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      problems.addAtLine(line, "", "can't be read as YAML: " + PlanPath.printable(e.getProblem()));
    } catch (YAMLException e) {
      problems.add(
          "",
          "can't be read as YAML: "
              + PlanPath.printable(e.getMessage().lines().findFirst().orElse("")));
    } catch (TooLargeException e) {
      problems.add("", e.getMessage());
    }
    return new Read(JSON.objectNode(), Map.of());
  }

  private static Yaml yaml() {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MOST_CHARACTERS);
    options.setNestingDepthLimit(MOST_DEPTH);
    options.setMaxAliasesForCollections(MOST_ALIASES);
    options.setAllowRecursiveKeys(false);
    DumperOptions unused = new DumperOptions();
    return new Yaml(new SafeConstructor(options), new Representer(unused), unused, options);
  }

  private JsonNode json(Node node, String path, int depth) {
    if (++nodes > MOST_NODES || depth > MOST_DEPTH) {
      throw new TooLargeException();
    }
    lines.putIfAbsent(path, line(node));
    refuseTag(node, path);
    if (node instanceof MappingNode mapping) {
      return object(mapping, path, depth);
    }
    if (node instanceof SequenceNode sequence) {
      ArrayNode array = JSON.arrayNode();
      for (Node item : sequence.getValue()) {
        array.add(json(item, PlanPath.child(path, array.size()), depth + 1));
      }
      return array;
    }
    return scalar((ScalarNode) node);
  }

  private ObjectNode object(MappingNode mapping, String path, int depth) {
    ObjectNode object = JSON.objectNode();
    for (NodeTuple entry : mapping.getValue()) {
      int line = line(entry.getKeyNode());
      if (!(entry.getKeyNode() instanceof ScalarNode keyNode)) {
        problems.addAtLine(line, path, "a key must be a name, not a list or a mapping");
        continue;
      }
      String key = keyNode.getValue();
      String childPath = PlanPath.child(path, key);
      if (keyNode.isPlain() && key.equals("<<")) {
        problems.addAtLine(line, path, "'<<' is not read here; write the keys out");
      } else if (object.has(key)) {
        problems.addAtLine(line, childPath, "stands twice, first in line " + lines.get(childPath));
      } else {
        refuseTag(keyNode, childPath);
        lines.put(childPath, line);
        object.set(key, json(entry.getValueNode(), childPath, depth + 1));
      }
    }
    return object;
  }

  private void refuseTag(Node node, String path) {
    Tag implied =
        node instanceof ScalarNode scalar
            ? RESOLVER.resolve(node.getNodeId(), scalar.getValue(), scalar.isPlain())
            : node instanceof MappingNode ? Tag.MAP : Tag.SEQ;
    if (!node.getTag().equals(implied)) {
      problems.addAtLine(
          line(node),
          path,
          "the tag " + PlanPath.printable(node.getTag().getValue()) + " is not read here");
    }
  }

  private static JsonNode scalar(ScalarNode node) {
    String text = node.getValue();
    if (!node.isPlain()) {
      return JSON.textNode(text);
    }
    if (INTEGER.matcher(text).matches()) {
      return JSON.numberNode(Long.parseLong(text));
    }
    if (DECIMAL.matcher(text).matches()) {
      return JSON.numberNode(new BigDecimal(text));
    }
    return switch (text) {
      case "", "~", "null" -> JSON.nullNode();
      case "true" -> JSON.booleanNode(true);
      case "false" -> JSON.booleanNode(false);
      default -> JSON.textNode(text);
    };
  }

  private static int line(Node node) {
    return node.getStartMark().getLine() + 1;
  }

  private static final class TooLargeException extends RuntimeException {
    TooLargeException() {
      super(
          "too large: at most "
              + MOST_NODES
              + " parts, "
              + MOST_DEPTH
              + " levels deep, aliases written out");
    }
  }
}

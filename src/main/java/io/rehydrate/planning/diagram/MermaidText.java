package io.rehydrate.planning.diagram;

import io.rehydrate.schema.TableName;
import java.util.HashMap;
import java.util.Map;

/** A plan's graph as the text of a Mermaid flowchart. */
public final class MermaidText {
  private static final String CLASSES =
      """
        classDef core fill:#0b6e8a,color:#fff,stroke:#0b6e8a
        classDef keep fill:#dcefe2,color:#14351f,stroke:#3c8a57
        classDef follow fill:#dbe9f6,color:#12304d,stroke:#3f7cb5
        classDef referenced fill:#ece5f7,color:#2f1d52,stroke:#7c5bb8
        classDef truncate fill:#eee,color:#555,stroke:#999,stroke-dasharray:4 3
      """;

  private MermaidText() {}

  /** The whole text. */
  public static String of(PlanGraph graph) {
    StringBuilder text = new StringBuilder("flowchart LR\n");
    Map<TableName, String> ids = new HashMap<>();
    for (PlanGraph.Node node : graph.nodes()) {
      String id = "t" + (ids.size() + 1);
      ids.put(node.table(), id);
      text.append("  ").append(id).append("[\"").append(escaped(node.name())).append("<br/>");
      text.append(escaped(node.rule() + ": " + node.keeps()));
      if (node.masked() > 0) {
        text.append("<br/>").append(node.masked()).append(" masked");
      }
      text.append("\"]:::").append(node.rule()).append('\n');
    }
    for (PlanGraph.Edge edge : graph.edges()) {
      text.append("  ").append(ids.get(edge.from())).append(arrow(edge.kind()));
      text.append(ids.get(edge.to())).append('\n');
    }
    return text.append(CLASSES).toString();
  }

  private static String arrow(String kind) {
    return switch (kind) {
      case "follows" -> " ==> ";
      case "brings" -> " --> ";
      case "cut" -> " -.-x ";
      default -> " -.-> ";
    };
  }

  /** Mermaid has its own form of entities: {@code #35;}. */
  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (Character.isLetterOrDigit(c) || " .,:_-".indexOf(c) >= 0) {
                escaped.appendCodePoint(c);
              } else {
                escaped.append('#').append(c).append(';');
              }
            });
    return escaped.toString();
  }
}

package io.rehydrate.cli;

import io.rehydrate.console.Templates;
import io.rehydrate.daemon.Beans;
import io.rehydrate.planning.diagram.MermaidText;
import io.rehydrate.planning.diagram.PlanDrawing;
import io.rehydrate.planning.diagram.PlanGraph;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code plan graph}: the plan as a diagram. */
@Command(
    name = "graph",
    mixinStandardHelpOptions = true,
    description = "Prints the plan as a diagram: tables with their rules, and their references.")
final class PlanGraphCommand implements Runnable {
  /** What the diagram is written in. */
  enum Format {
    mermaid,
    svg
  }

  @Spec private CommandSpec spec;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "mermaid",
      description = "${COMPLETION-CANDIDATES} (default: mermaid).")
  private Format format;

  @Override
  public void run() {
    try (Beans beans = CommandContext.beans(spec, Logging.Mode.COMMAND)) {
      PlanGraph graph = PlanGraph.of(beans.livePlan().resolve());
      String text =
          switch (format) {
            case mermaid -> MermaidText.of(graph);
            case svg ->
                new Templates().render("plan-svg", Map.of("drawing", PlanDrawing.of(graph)));
          };
      Terminal.data(text.stripTrailing());
    }
  }
}

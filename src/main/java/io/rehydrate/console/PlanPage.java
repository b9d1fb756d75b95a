package io.rehydrate.console;

import io.rehydrate.dump.Manifest;
import io.rehydrate.error.RehydrateException;
import io.rehydrate.http.Problem;
import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.planning.diagram.PlanDrawing;
import io.rehydrate.planning.diagram.PlanGraph;
import io.rehydrate.schema.TableName;
import io.rehydrate.store.StoredDump;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.Message;

/** The plan as a graph, and what each table kept in the newest dump. */
public final class PlanPage {
  private final Console console;
  private final Supplier<ResolvedPlan> plan;
  private final Supplier<Optional<StoredDump>> newest;

  PlanPage(Console console, Supplier<ResolvedPlan> plan, Supplier<Optional<StoredDump>> newest) {
    this.console = console;
    this.plan = plan;
    this.newest = newest;
  }

  /**
   * A table.
   *
   * @param kept what the newest dump has of it
   */
  public record Line(
      PlanGraph.Node node, List<String> masked, Optional<Manifest.TableEntry> kept) {}

  /** The page; where the source does not answer, it says so. */
  public String show(Message message) {
    Map<String, Object> values = new LinkedHashMap<>();
    Optional<StoredDump> dump = newest.get();
    values.put("dump", dump.map(d -> d.id().value()));
    try {
      ResolvedPlan resolved = plan.get();
      PlanGraph graph = PlanGraph.of(resolved);
      values.put("drawing", PlanDrawing.of(graph));
      values.put("lines", graph.nodes().stream().map(node -> line(node, resolved, dump)).toList());
      values.put("edges", graph.edges().size());
    } catch (RehydrateException e) {
      values.put("problem", Problem.of(e));
    }
    return console.page(message, "plan", "plan", "Plan", values);
  }

  private static Line line(PlanGraph.Node node, ResolvedPlan plan, Optional<StoredDump> dump) {
    TableName table = node.table();
    List<String> masked =
        node.masked() == 0
            ? List.of()
            : plan.rule(table).masks().keySet().stream().sorted().toList();
    return new Line(
        node,
        masked,
        dump.flatMap(d -> Optional.ofNullable(d.manifest().schemas().get(table.schema())))
            .flatMap(schema -> Optional.ofNullable(schema.tables().get(table.table()))));
  }
}

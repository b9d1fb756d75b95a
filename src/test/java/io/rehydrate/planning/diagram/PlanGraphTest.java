package io.rehydrate.planning.diagram;

import static io.rehydrate.support.TableBuilder.aCatalog;
import static io.rehydrate.support.TableBuilder.aTableWithId;
import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.console.Templates;
import io.rehydrate.mask.Masks;
import io.rehydrate.plan.PlanFile;
import io.rehydrate.plan.PlanResolver;
import io.rehydrate.support.TableBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanGraphTest {
  @TempDir Path folder;

  private PlanGraph graph(String plan, TableBuilder... tables) throws IOException {
    Path file = Files.writeString(folder.resolve("plan.yaml"), plan);
    return PlanGraph.of(PlanResolver.check(PlanFile.read(file), aCatalog(tables), Masks.check()));
  }

  private PlanGraph orders() throws IOException {
    return graph(
        """
        version: 1
        unlisted: { tables: keep, columns: keep }
        core:
          orders: { newest-by: created_at, window: 60 days, at-least: 5 }
        relations:
          - orders.renewal_of -> orders.id
          - orders.shop_id -> shops.id
          - order_lines.order_id -> orders.id
          - gifts.line_id -> order_lines.id
          - gifts.shop_id -> shops.id
        tables:
          shops: referenced
          'log*': truncate
          '<b>"odd"': keep
        """,
        aTableWithId("orders")
            .column("created_at", "datetime")
            .nullable("renewal_of", "int")
            .nullable("shop_id", "int"),
        aTableWithId("shops"),
        aTableWithId("order_lines").nullable("order_id", "int"),
        aTableWithId("gifts").nullable("line_id", "int").nullable("shop_id", "int"),
        aTableWithId("log_entries"),
        aTableWithId("<b>\"odd\""));
  }

  private static PlanDrawing.Box box(PlanDrawing drawing, String table) {
    return drawing.boxes().stream()
        .filter(box -> box.node().name().equals(table))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void references_are_told_by_what_they_do_to_rows() throws Exception {
    PlanGraph graph = orders();

    assertThat(graph.edges())
        .extracting(edge -> edge.from().table() + " " + edge.kind() + " " + edge.to().table())
        .containsExactlyInAnyOrder(
            "orders brings orders",
            "orders brings shops",
            "order_lines follows orders",
            "gifts follows order_lines",
            "gifts brings shops");
    assertThat(graph.nodes())
        .extracting(node -> node.name() + ": " + node.rule() + ", " + node.keeps())
        .contains(
            "orders: core, the last 60 days, at least 5",
            "log_entries: truncate, no rows",
            "order_lines: follow, rows of orders");
  }

  @Test
  void a_table_is_right_of_those_that_it_refers_to_and_no_box_covers_another() throws Exception {
    PlanDrawing drawing = PlanDrawing.of(orders());

    assertThat(box(drawing, "shops").x()).isLessThan(box(drawing, "orders").x());
    assertThat(box(drawing, "orders").x()).isLessThan(box(drawing, "order_lines").x());
    assertThat(box(drawing, "order_lines").x()).isLessThan(box(drawing, "gifts").x());
    assertThat(drawing.boxes()).hasSize(6);
    for (PlanDrawing.Box one : drawing.boxes()) {
      assertThat(one.x() + one.width()).isLessThanOrEqualTo(drawing.width());
      assertThat(one.y() + one.height()).isLessThanOrEqualTo(drawing.height());
      for (PlanDrawing.Box other : drawing.boxes()) {
        assertThat(
                one.equals(other)
                    || one.x() + one.width() <= other.x()
                    || other.x() + other.width() <= one.x()
                    || one.y() + one.height() <= other.y()
                    || other.y() + other.height() <= one.y())
            .isTrue();
      }
    }
  }

  @Test
  void circles_of_references_are_drawn() throws Exception {
    PlanDrawing drawing =
        PlanDrawing.of(
            graph(
                """
                version: 1
                unlisted: { tables: keep, columns: keep }
                relations: [a.b_id -> b.id, b.c_id -> c.id, c.a_id -> a.id]
                """,
                aTableWithId("a").nullable("b_id", "int"),
                aTableWithId("b").nullable("c_id", "int"),
                aTableWithId("c").nullable("a_id", "int")));

    assertThat(drawing.boxes()).hasSize(3);
    assertThat(drawing.lines()).hasSize(3).allMatch(line -> line.path().startsWith("M"));
  }

  @Test
  void names_are_text_in_mermaid_and_in_svg() throws Exception {
    PlanGraph graph = orders();

    assertThat(MermaidText.of(graph))
        .startsWith("flowchart LR\n")
        .contains("[\"#60;b#62;#34;odd#34;<br/>keep: all rows\"]:::keep")
        .doesNotContain("<b>");
    assertThat(new Templates().render("plan-svg", Map.of("drawing", PlanDrawing.of(graph))))
        .startsWith("<svg xmlns=\"http://www.w3.org/2000/svg\"")
        .contains("&lt;b&gt;&quot;odd&quot;")
        .doesNotContain("<b>");
  }
}

package io.rehydrate.planning.diagram;

import io.rehydrate.schema.TableName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Where the boxes and lines of a plan's graph are drawn.
 *
 * @param width of the picture, in its own units
 */
public record PlanDrawing(int width, int height, List<Box> boxes, List<Line> lines) {
  private static final int BOX_WIDTH = 190;
  private static final int BOX_HEIGHT = 46;
  private static final int PASSAGE = 14;
  private static final int DOWN = 14;
  private static final int ACROSS = 70;
  private static final int MARGIN = 12;
  private static final int LONGEST_NAME = 25;
  private static final int LONGEST_NOTE = 29;

  /**
   * A table's box.
   *
   * @param name shortened to fit
   * @param note what is kept, shortened to fit
   */
  public record Box(
      int x, int y, int width, int height, PlanGraph.Node node, String name, String note) {}

  /**
   * A reference's line.
   *
   * @param path as SVG has it
   */
  public record Line(String path, PlanGraph.Edge edge) {}

  /** Draws tables without any reference below the others. */
  public static PlanDrawing of(PlanGraph graph) {
    Set<TableName> tied = new HashSet<>();
    for (PlanGraph.Edge edge : graph.edges()) {
      tied.add(edge.from());
      tied.add(edge.to());
    }
    return new Drawer().draw(graph, tied);
  }

  private static String shortened(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most - 1) + "…";
  }

  private static Box box(int x, int y, PlanGraph.Node node) {
    return new Box(
        x,
        y,
        BOX_WIDTH,
        BOX_HEIGHT,
        node,
        shortened(node.name(), LONGEST_NAME),
        shortened(node.rule() + ": " + node.keeps(), LONGEST_NOTE));
  }

  private static final class Drawer {
    private final Map<Layers.Place, Integer> tops = new IdentityHashMap<>();
    private final List<Box> boxes = new ArrayList<>();

    PlanDrawing draw(PlanGraph graph, Set<TableName> tied) {
      Layers layers = Layers.of(graph, tied);
      int tallest = layers.columns.stream().mapToInt(Drawer::height).max().orElse(0);
      for (int i = 0; i < layers.columns.size(); i++) {
        int y = MARGIN + (tallest - height(layers.columns.get(i))) / 2;
        for (Layers.Place place : layers.columns.get(i)) {
          tops.put(place, y);
          if (place.isTable()) {
            boxes.add(box(left(i), y, place.node));
          }
          y += height(place) + DOWN;
        }
      }
      List<Line> lines =
          layers.ways.stream().map(way -> new Line(path(way.places()), way.edge())).toList();
      int columns = Math.max(layers.columns.size(), 3);
      int bottom = alone(graph, tied, columns, tallest);
      return new PlanDrawing(left(columns) - ACROSS + MARGIN, bottom, boxes, lines);
    }

    private int alone(PlanGraph graph, Set<TableName> tied, int columns, int tallest) {
      List<PlanGraph.Node> nodes =
          graph.nodes().stream().filter(node -> !tied.contains(node.table())).toList();
      int top = MARGIN + (tallest == 0 ? 0 : tallest + 2 * DOWN);
      for (int i = 0; i < nodes.size(); i++) {
        int y = top + i / columns * (BOX_HEIGHT + DOWN);
        boxes.add(box(left(i % columns), y, nodes.get(i)));
      }
      int rows = (nodes.size() + columns - 1) / columns;
      return rows == 0 ? tallest + 2 * MARGIN : top + rows * (BOX_HEIGHT + DOWN) - DOWN + MARGIN;
    }

    private static int left(int column) {
      return MARGIN + column * (BOX_WIDTH + ACROSS);
    }

    private static int height(List<Layers.Place> column) {
      return column.stream().mapToInt(place -> height(place) + DOWN).sum() - DOWN;
    }

    private static int height(Layers.Place place) {
      return place.isTable() ? BOX_HEIGHT : PASSAGE;
    }

    private int middle(Layers.Place place) {
      return tops.get(place) + height(place) / 2;
    }

    private String path(List<Layers.Place> places) {
      Layers.Place from = places.get(0);
      Layers.Place to = places.get(places.size() - 1);
      if (from.layer == to.layer) {
        return loop(from, to);
      }
      boolean leftwards = to.layer < from.layer;
      int x = left(from.layer) + (leftwards ? 0 : BOX_WIDTH);
      int y = middle(from);
      StringBuilder path = new StringBuilder("M" + x + " " + y);
      for (Layers.Place next : places.subList(1, places.size())) {
        int near = left(next.layer) + (leftwards ? BOX_WIDTH : 0);
        int bend = (x + near) / 2;
        path.append(
            String.format(
                Locale.ROOT,
                "C%d %d %d %d %d %d",
                bend,
                y,
                bend,
                middle(next),
                near,
                middle(next)));
        x = near;
        y = middle(next);
        if (!next.isTable()) {
          x = left(next.layer) + (leftwards ? 0 : BOX_WIDTH);
          path.append("H").append(x);
        }
      }
      return path.toString();
    }

    /** From a box to one of the same column, or to itself, round its right side. */
    private String loop(Layers.Place from, Layers.Place to) {
      int x = left(from.layer) + BOX_WIDTH;
      int y = middle(from) + (from == to ? -10 : 0);
      int end = middle(to) + (from == to ? 10 : 0);
      return "M%d %dC%d %d %d %d %d %d".formatted(x, y, x + 36, y, x + 36, end, x, end);
    }
  }
}

package io.rehydrate.planning.diagram;

import io.rehydrate.schema.TableName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Tables in columns: each to the right of those that it refers to, as far as there is no circle,
 * and near them. A reference across columns passes through a place of its own in each of them.
 */
final class Layers {
  private static final int SWEEPS = 8;

  /** A table, or where a long reference passes by. */
  static final class Place {
    final PlanGraph.Node node;
    final List<Place> left = new ArrayList<>();
    final List<Place> right = new ArrayList<>();
    int layer;
    double position;

    private Place(PlanGraph.Node node, int layer) {
      this.node = node;
      this.layer = layer;
    }

    boolean isTable() {
      return node != null;
    }
  }

  /** The places of a reference, from the table that has it to the one it leads to. */
  record Way(PlanGraph.Edge edge, List<Place> places) {}

  final List<List<Place>> columns = new ArrayList<>();
  final List<Way> ways = new ArrayList<>();

  private Layers() {}

  static Layers of(PlanGraph graph, Set<TableName> tied) {
    Layers layers = new Layers();
    Map<TableName, List<TableName>> leads = new LinkedHashMap<>();
    graph.nodes().forEach(node -> leads.put(node.table(), new ArrayList<>()));
    graph.edges().forEach(edge -> leads.get(edge.from()).add(edge.to()));
    Map<TableName, Integer> depths = new HashMap<>();
    Map<TableName, Place> places = new TreeMap<>();
    for (PlanGraph.Node node : graph.nodes()) {
      if (tied.contains(node.table())) {
        int layer = depth(node.table(), leads, depths);
        Place place = new Place(node, layer);
        places.put(node.table(), place);
        layers.column(layer).add(place);
      }
    }
    for (PlanGraph.Edge edge : graph.edges()) {
      layers.add(edge, places.get(edge.from()), places.get(edge.to()));
    }
    layers.order();
    return layers;
  }

  private static int depth(
      TableName table, Map<TableName, List<TableName>> leads, Map<TableName, Integer> depths) {
    Integer known = depths.get(table);
    if (known != null) {
      return known;
    }
    depths.put(table, 0);
    int depth = 0;
    for (TableName to : leads.get(table)) {
      if (!to.equals(table)) {
        depth = Math.max(depth, depth(to, leads, depths) + 1);
      }
    }
    depths.put(table, depth);
    return depth;
  }

  private List<Place> column(int layer) {
    while (columns.size() <= layer) {
      columns.add(new ArrayList<>());
    }
    return columns.get(layer);
  }

  private void add(PlanGraph.Edge edge, Place from, Place to) {
    List<Place> places = new ArrayList<>(List.of(from));
    int step = Integer.signum(to.layer - from.layer);
    for (int layer = from.layer + step; step != 0 && layer != to.layer; layer += step) {
      Place passed = new Place(null, layer);
      column(layer).add(passed);
      places.add(passed);
    }
    places.add(to);
    for (int i = 0; i + 1 < places.size(); i++) {
      Place one = places.get(i);
      Place next = places.get(i + 1);
      if (one.layer != next.layer) {
        Place left = one.layer < next.layer ? one : next;
        Place right = left == one ? next : one;
        left.right.add(right);
        right.left.add(left);
      }
    }
    ways.add(new Way(edge, places));
  }

  /** Puts each place near the middle of its neighbours, to and fro. */
  private void order() {
    columns.forEach(Layers::number);
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      boolean rightwards = sweep % 2 == 0;
      List<List<Place>> order = new ArrayList<>(columns);
      if (!rightwards) {
        Collections.reverse(order);
      }
      for (List<Place> column : order) {
        column.sort(
            Comparator.comparingDouble(
                place -> middle(place, rightwards ? place.left : place.right)));
        number(column);
      }
    }
  }

  private static double middle(Place place, List<Place> neighbours) {
    return neighbours.stream().mapToDouble(n -> n.position).average().orElse(place.position);
  }

  /** Positions in the middle of a column count alike, however many places it has. */
  private static void number(List<Place> column) {
    for (int i = 0; i < column.size(); i++) {
      column.get(i).position = i - (column.size() - 1) / 2.0;
    }
  }
}

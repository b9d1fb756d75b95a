package io.rehydrate.schema;

import io.rehydrate.mysql.Sql;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts a view behind the views that its text names, and leaves the order of names otherwise. */
final class ViewOrder {
  private final Map<String, StoredObject> waiting = new LinkedHashMap<>();
  private final Map<String, StoredObject> done = new LinkedHashMap<>();

  private ViewOrder(List<StoredObject> views) {
    views.forEach(view -> waiting.put(view.name(), view));
  }

  static List<StoredObject> sorted(List<StoredObject> views) {
    ViewOrder order = new ViewOrder(views);
    views.forEach(order::place);
    return List.copyOf(order.done.values());
  }

  /** A column of a view's name is taken for the view; should that make a circle, it is cut. */
  private void place(StoredObject view) {
    if (waiting.remove(view.name()) == null) {
      return;
    }
    for (StoredObject other : List.copyOf(waiting.values())) {
      if (view.createStatement().contains(Sql.name(other.name()))) {
        place(other);
      }
    }
    done.put(view.name(), view);
  }
}

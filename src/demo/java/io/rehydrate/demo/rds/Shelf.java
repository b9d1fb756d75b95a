package io.rehydrate.demo.rds;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** All things of one kind that there are, by name. */
final class Shelf<T extends Resource> {
  private final Kind kind;
  private final TreeMap<String, T> things = new TreeMap<>();

  Shelf(Kind kind) {
    this.kind = kind;
  }

  void put(T thing) {
    things.put(thing.id(), thing);
  }

  void remove(T thing) {
    things.remove(thing.id());
  }

  List<T> all() {
    return List.copyOf(things.values());
  }

  List<T> seen(Instant now) {
    return things.values().stream().filter(thing -> thing.isSeen(now)).toList();
  }

  Optional<T> find(String id) {
    return Optional.ofNullable(things.get(id));
  }

  /**
   * The one of that name, which a caller can see by now.
   *
   * @param idOrArn as a caller wrote it
   */
  T require(String idOrArn, Instant now) {
    return find(Identifier.known(idOrArn))
        .filter(thing -> thing.isSeen(now))
        .orElseThrow(() -> kind.notFound(idOrArn));
  }

  void requireFree(String id) {
    if (things.containsKey(id)) {
      throw kind.alreadyExists(id);
    }
  }
}

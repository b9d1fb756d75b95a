package io.rehydrate.demo.rds;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everything that was ever made by a call, and so paid for, with the time when it was gone. */
public final class Ledger {
  private final List<Entry> entries = new ArrayList<>();

  /**
   * One thing made.
   *
   * @param tags those it was made with
   */
  public record Entry(
      Kind kind, String id, Instant made, Map<String, String> tags, Optional<Instant> gone) {
    public Entry {
      tags = Map.copyOf(tags);
    }
  }

  synchronized void made(Resource resource) {
    entries.add(
        new Entry(
            resource.kind(), resource.id(), resource.made(), resource.tags(), Optional.empty()));
  }

  synchronized void gone(Resource resource, Instant at) {
    entries.replaceAll(
        entry ->
            entry.kind() == resource.kind()
                    && entry.id().equals(resource.id())
                    && entry.gone().isEmpty()
                ? new Entry(entry.kind(), entry.id(), entry.made(), entry.tags(), Optional.of(at))
                : entry);
  }

  /** All things made, in the order of their making. */
  public synchronized List<Entry> entries() {
    return List.copyOf(entries);
  }

  public List<Entry> of(Kind kind) {
    return entries().stream().filter(entry -> entry.kind() == kind).toList();
  }

  /** What is still there and costs money. */
  public List<Entry> left() {
    return entries().stream().filter(entry -> entry.gone().isEmpty()).toList();
  }
}

package io.rehydrate.support;

import io.rehydrate.run.Resource;
import io.rehydrate.run.ResourceBook;
import io.rehydrate.run.RunId;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;

/** A journal of resources in memory, which outlives the process that a {@link Kill} ends. */
public final class TestBook implements ResourceBook {
  private final Map<Long, Resource> resources = new TreeMap<>();
  private Kill kill = Kill.never();

  public TestBook dyingBy(Kill next) {
    this.kill = next;
    return this;
  }

  /** What is not gone, the newest first. */
  public List<Resource> resources() {
    return resources.values().stream()
        .sorted(Comparator.comparingLong(Resource::id).reversed())
        .toList();
  }

  @Override
  public long add(RunId run, String kind, String name, String detail) {
    return effect(
        () -> {
          long id = resources.size() + 1L;
          resources.put(id, new Resource(id, run, kind, name, detail, Instant.EPOCH));
          return id;
        });
  }

  @Override
  public void detail(long id, String detail) {
    effect(
        () ->
            resources.computeIfPresent(
                id, (i, r) -> new Resource(i, r.run(), r.kind(), r.name(), detail, r.createdAt())));
  }

  @Override
  public void gone(long id) {
    effect(() -> resources.remove(id));
  }

  private <T> T effect(Callable<T> work) {
    try {
      return kill.effect("journal", work);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}

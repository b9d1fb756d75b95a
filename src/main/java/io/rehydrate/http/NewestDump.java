package io.rehydrate.http;

import io.rehydrate.error.RehydrateException;
import io.rehydrate.store.Store;
import io.rehydrate.store.StoredDump;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The newest dump that is offered, looked up anew once in a while: the store may be a share. */
public final class NewestDump {
  private static final Duration REMEMBERED = Duration.ofSeconds(20);

  private final Store store;
  private final Clock clock;
  private Optional<StoredDump> newest = Optional.empty();
  private Instant lookedAt = Instant.MIN;

  public NewestDump(Store store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Empty where there is none, or the store can't be read. */
  public synchronized Optional<StoredDump> find() {
    if (lookedAt.equals(Instant.MIN) || !clock.instant().isBefore(lookedAt.plus(REMEMBERED))) {
      newest = lookUp();
      lookedAt = clock.instant();
    }
    return newest;
  }

  private Optional<StoredDump> lookUp() {
    try {
      return store.list().stream().filter(dump -> !dump.held()).findFirst();
    } catch (RehydrateException e) {
      return Optional.empty();
    }
  }

  /** Since its as-of time. */
  public Optional<Duration> age() {
    return find().map(dump -> Duration.between(dump.id().asOf(), clock.instant()));
  }
}

package io.rehydrate.console;

import io.rehydrate.http.RefOperations;
import io.rehydrate.http.RefView;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Branches and tags, fetched again once in a while: a page is not a reason to fetch each time. */
final class RecentRefs {
  private static final Duration REMEMBERED = Duration.ofSeconds(20);

  private final RefOperations refs;
  private final Clock clock;
  private List<RefView> known = List.of();
  private Instant fetched = Instant.MIN;

  RecentRefs(RefOperations refs, Clock clock) {
    this.refs = refs;
    this.clock = clock;
  }

  /**
   * The newest commit first.
   *
   * @throws io.rehydrate.error.RehydrateException where the repository can't be read
   */
  synchronized List<RefView> get() {
    Instant now = clock.instant();
    if (fetched.equals(Instant.MIN) || now.isAfter(fetched.plus(REMEMBERED))) {
      known = refs.views();
      fetched = now;
    }
    return known;
  }
}

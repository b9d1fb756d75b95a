package io.rehydrate.source.aws;

import io.rehydrate.run.Resource;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The removal of what one run made at AWS; a route carries it in the variable {@code removal}. */
public final class Removal {
  private final Instant deadline;
  private final Map<Long, String> told = new HashMap<>();
  private List<Resource> left;

  Removal(Instant deadline, List<Resource> left) {
    this.deadline = deadline;
    this.left = left;
  }

  List<Resource> left() {
    return left;
  }

  void leave(List<Resource> still) {
    left = still;
  }

  void stopAfter(Instant now) {
    if (now.isAfter(deadline)) {
      over = true;
    }
  }

  /** True where this is news. */
  boolean tell(Resource resource, String why) {
    return !why.equals(told.put(resource.id(), why));
  }

  private boolean over;

  /** For the route: whether another round is needed. */
  public boolean goesOn() {
    return !left.isEmpty() && !over;
  }
}

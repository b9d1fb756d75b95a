package io.rehydrate.source.aws;

import io.rehydrate.run.Resource;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The removal of what one run made at AWS; a route carries it in the variable {@code removal}. */
public final class DeletionState {
  private final Instant deadline;
  private final boolean listed;
  private final Map<Long, RemovalStep> steps = new LinkedHashMap<>();
  private final Set<RdsResourceType> clear = EnumSet.noneOf(RdsResourceType.class);
  private List<Resource> left;
  private Optional<String> unknown = Optional.empty();
  private boolean done;
  private boolean over;

  /**
   * @param left what the journal has of the run
   * @param listed whether AWS is asked in the end what it lists of the run
   */
  DeletionState(Instant deadline, List<Resource> left, boolean listed) {
    this.deadline = deadline;
    this.left = left;
    this.listed = listed;
    this.done = left.isEmpty() && !listed;
  }

  List<Resource> left() {
    return left;
  }

  void leave(List<Resource> still) {
    left = still;
  }

  /** Whether AWS is to be asked what it lists. */
  boolean wantsList() {
    return listed && left.isEmpty();
  }

  /** AWS has listed all of these kinds, and nothing of the run; asked once, for a list may fail. */
  void clear(Set<RdsResourceType> kinds) {
    clear.addAll(kinds);
  }

  boolean isClear(RdsResourceType kind) {
    return clear.contains(kind);
  }

  /** AWS lists nothing of the run, or can't be asked for good. */
  void done() {
    done = true;
    unknown = Optional.empty();
  }

  /** It is not known what AWS lists. */
  boolean unknown(String why) {
    boolean news = unknown.filter(why::equals).isEmpty();
    unknown = Optional.of(why);
    return news;
  }

  /** Why it is not known whether anything is left. */
  Optional<String> unknown() {
    return unknown;
  }

  void stopAfter(Instant now) {
    if (!done && now.isAfter(deadline)) {
      over = true;
    }
  }

  RemovalStep stepOf(Resource resource) {
    return steps.getOrDefault(resource.id(), RemovalStep.waiting("it was not tried"));
  }

  /** True where this is news. */
  boolean tell(Resource resource, RemovalStep step) {
    RemovalStep before = steps.put(resource.id(), step);
    return before == null || !before.words().equals(step.words());
  }

  /** For the route: whether another round is needed. */
  public boolean goesOn() {
    return !done && !over;
  }
}

package io.rehydrate.run;

import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Removes what a run made, by the journal: what is not certainly gone stays in it for the next try.
 */
public final class Release {
  private final Journal journal;
  private final Map<String, Releaser> releasers;

  public Release(Journal journal, Collection<Releaser> releasers) {
    this.journal = journal;
    this.releasers =
        releasers.stream()
            .collect(Collectors.toUnmodifiableMap(Releaser::kind, Function.identity()));
  }

  /**
   * Removes what is left of a run, the newest first. One failure does not keep the others; each is
   * told in the log.
   *
   * @return how many things could not be removed
   */
  public int release(RunId run, RunLog log) {
    int left = 0;
    for (Resource resource : journal.resources(run)) {
      left += release(resource, log) ? 0 : 1;
    }
    return left;
  }

  private boolean release(Resource resource, RunLog log) {
    Releaser releaser = releasers.get(resource.kind());
    if (releaser == null) {
      log.error(
          "left behind: nothing here knows how to remove a "
              + resource.kind()
              + " ("
              + resource.name()
              + ")");
      return false;
    }
    try {
      releaser.release(resource);
      journal.gone(resource.id());
      return true;
    } catch (RuntimeException e) {
      Run.Failure failure = ActiveRun.describe(e);
      log.error(
          "left behind: "
              + resource.kind()
              + " "
              + resource.name()
              + " ("
              + failure.message()
              + "); the next start,"
              + " night or 'sweep' tries again"
              + (failure.hint().isEmpty() ? "" : ". " + failure.hint()));
      return false;
    }
  }
}

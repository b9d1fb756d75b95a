package io.rehydrate.error;

import java.util.Optional;

/**
 * Where in the routes something failed. It travels with the failure itself, as one of its
 * suppressed exceptions, so that whoever reports the failure can say the place.
 */
public final class FailurePlace extends Throwable {
  private FailurePlace(String place) {
    super(place, null, false, false);
  }

  /**
   * Notes the place, unless one is noted already: the innermost step is the first to say so.
   *
   * @param place {@code the route dump, step bean7 (routes/dump.camel.yaml:22)}
   */
  public static void note(Throwable failure, String place) {
    if (of(failure).isEmpty()) {
      failure.addSuppressed(new FailurePlace(place));
    }
  }

  /** The place of this failure or of one that caused it. */
  public static Optional<String> of(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      for (Throwable noted : at.getSuppressed()) {
        if (noted instanceof FailurePlace) {
          return Optional.of(noted.getMessage());
        }
      }
    }
    return Optional.empty();
  }
}

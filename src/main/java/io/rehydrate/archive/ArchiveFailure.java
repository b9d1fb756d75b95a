package io.rehydrate.archive;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.RehydrateException;
import io.rehydrate.error.StageFailedException;
import java.util.List;
import java.util.stream.Stream;

/**
 * What Camel and the libraries below it report of a place that can't be reached, in one sentence.
 */
public final class ArchiveFailure {
  private static final int LONGEST = 400;

  private ArchiveFailure() {}

  /**
   * The failure with the archive's code; its words hold no secret, as no address of a route does.
   */
  public static StageFailedException of(Throwable failure) {
    return new StageFailedException(
        ErrorCode.ARCHIVE_FAILED,
        "The archive could not be used: " + words(failure),
        "Check the address, the account and the space of the archive; docs/archive.md",
        failure);
  }

  private static String words(Throwable failure) {
    List<Throwable> causes =
        Stream.iterate(failure, at -> at != null, Throwable::getCause).limit(20).toList();
    return causes.stream()
        .filter(RehydrateException.class::isInstance)
        .findFirst()
        .map(Throwable::getMessage)
        .orElseGet(() -> said(causes.get(causes.size() - 1)));
  }

  private static String said(Throwable root) {
    String text = root.getMessage() == null ? "" : root.getMessage().strip();
    String plain = text.replaceAll("[\\s\\p{Cntrl}]+", " ");
    return root.getClass().getSimpleName()
        + (plain.isEmpty() ? "" : ": " + plain.substring(0, Math.min(LONGEST, plain.length())));
  }
}

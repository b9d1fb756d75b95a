package io.rehydrate.dehydrate.compile;

/**
 * Why some rows of a table stay, or went.
 *
 * @param what in words: {@code inside the window of 13 months}
 */
public record RowOrigin(String what, long rows) {
  static final String WENT = "went: ";

  /** Whether these rows went. */
  public boolean isLoss() {
    return what.startsWith(WENT);
  }
}

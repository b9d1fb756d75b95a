package io.rehydrate.support;

import java.util.Collections;

/** SQL that a plan may hold, and that keeps a server busy; it can be killed between two rows. */
public final class SlowSql {
  private static final String DIGEST = "SHA2(REPEAT(MD5(%s), 400000), 512) <> ''";

  private SlowSql() {}

  /**
   * A condition that holds for every row.
   *
   * @param digests of 12 MB each, for one row
   */
  public static String condition(String column, int digests) {
    return String.join(" AND ", Collections.nCopies(digests, DIGEST.formatted(column)));
  }
}

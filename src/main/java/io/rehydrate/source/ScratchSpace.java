package io.rehydrate.source;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.RefusedException;
import io.rehydrate.mysql.DiskSpace;
import io.rehydrate.run.Figures;
import io.rehydrate.settings.ServerLogin;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The disk of the scratch's server, where it is known, and what a copy takes of it. Indexes, the
 * rewrite of a table next to it and the load before publishing need more: what is too little for
 * the rows alone is too little.
 *
 * @param free bytes
 * @param needed bytes of the rows, by the source's statistics
 */
public record ScratchSpace(long free, long needed) {

  /**
   * Looks at the disk.
   *
   * @param session on the scratch
   * @return empty where it is not known
   */
  public static Optional<ScratchSpace> of(Connection session, ServerLogin scratch, long needed)
      throws SQLException {
    return DiskSpace.free(session, scratch.url().host())
        .map(free -> new ScratchSpace(free, needed));
  }

  /**
   * @throws RefusedException {@code scratch.space}
   */
  void require() {
    if (!isEnough()) {
      throw new RefusedException(
          ErrorCode.SCRATCH_SPACE,
          "The scratch " + words(),
          "Make room there, or give large tables the rule 'truncate' in the plan");
    }
  }

  public boolean isEnough() {
    return free >= needed;
  }

  /** Both figures, as a sentence without its subject. */
  public String words() {
    return "has "
        + Figures.bytes(free)
        + " free where its data lies, and the rows to copy take about "
        + Figures.bytes(needed);
  }
}

package io.rehydrate.refresh;

import io.rehydrate.dump.Manifest;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.RefusedException;
import io.rehydrate.mysql.AccountRights;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.run.Figures;
import io.rehydrate.settings.Settings.Target;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The longest statement of a dump against what a target's server takes. Only the whole server's
 * limit can be raised, and sessions that are opened afterwards have it.
 */
final class PacketSize {
  /** No server takes more. */
  private static final long MOST = 1L << 30;

  /** Servers count in these steps. */
  private static final long STEP = 1L << 20;

  /** What comes around a statement. */
  private static final long MARGIN = 4096;

  private static final List<String> RAISING = List.of("SUPER", "SYSTEM_VARIABLES_ADMIN");

  /** No right to set it, and read only, as at providers that have parameter groups. */
  private static final Set<Integer> DENIED = Set.of(1227, 1238, 1045, 1044, 1142, 3630);

  private final Connection session;

  PacketSize(Connection session) {
    this.session = session;
  }

  /** What a refresh would fail with. */
  Optional<RefusedException> problem(Target target, Manifest manifest) throws SQLException {
    long needed = needed(manifest);
    long taken = taken();
    return needed <= taken || (needed <= MOST && mayRaise())
        ? Optional.empty()
        : Optional.of(tooLong(target, manifest, taken));
  }

  /**
   * Raises the server's limit where it is too low.
   *
   * @return what was raised, to be told
   * @throws RefusedException {@code target.packet} where the account may not
   */
  Optional<String> raise(Target target, Manifest manifest) throws SQLException {
    long needed = needed(manifest);
    long taken = taken();
    if (needed <= taken) {
      return Optional.empty();
    }
    if (needed > MOST) {
      throw tooLong(target, manifest, taken);
    }
    try {
      Sessions.run(session, "SET GLOBAL max_allowed_packet = " + needed);
    } catch (SQLException e) {
      if (DENIED.contains(e.getErrorCode())) {
        throw tooLong(target, manifest, taken);
      }
      throw e;
    }
    return Optional.of(
        "raised max_allowed_packet of the target's server from "
            + taken
            + " to "
            + needed
            + ", until it restarts: the dump's longest statement has "
            + manifest.largestRow()
            + " bytes");
  }

  private long taken() throws SQLException {
    return Long.parseLong(
        new MovableTables(session).names("SELECT @@GLOBAL.max_allowed_packet").get(0));
  }

  /** In whole steps; nothing where the dump does not say. */
  private static long needed(Manifest manifest) {
    return manifest.largestRow() == Manifest.UNKNOWN
        ? 0
        : (manifest.largestRow() + MARGIN + STEP - 1) / STEP * STEP;
  }

  private boolean mayRaise() throws SQLException {
    AccountRights rights = AccountRights.of(session);
    return RAISING.stream().anyMatch(rights::mayEverywhere);
  }

  private static RefusedException tooLong(Target target, Manifest manifest, long taken) {
    String largest =
        manifest.schemas().entrySet().stream()
            .flatMap(
                schema ->
                    schema.getValue().tables().entrySet().stream()
                        .filter(table -> table.getValue().largestRow() == manifest.largestRow())
                        .map(table -> schema.getKey() + "." + table.getKey()))
            .findFirst()
            .orElse("?");
    return new RefusedException(
        ErrorCode.TARGET_PACKET,
        "The longest row of the dump, in "
            + largest
            + ", is a statement of "
            + Figures.bytes(manifest.largestRow())
            + ", and the server of the target "
            + target.name()
            + " takes "
            + Figures.bytes(taken)
            + " (max_allowed_packet)",
        needed(manifest) > MOST
            ? "No server takes more than 1 GB: leave that column out, or empty it by a mask"
            : "Set max_allowed_packet = "
                + needed(manifest)
                + " there, in its configuration or by SET GLOBAL");
  }
}

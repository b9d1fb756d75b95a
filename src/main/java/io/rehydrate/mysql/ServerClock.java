package io.rehydrate.mysql;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.RefusedException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Compares this machine's clock with a server's: windows, dumps' ids and retention are counted from
 * the one, the rows' times are the other's.
 */
public final class ServerClock {
  /** More than two clocks differ that are set by the network. */
  public static final Duration TOLERANCE = Duration.ofMinutes(1);

  private ServerClock() {}

  /**
   * @param role what the server is to us: {@code source}, {@code scratch}
   * @throws RefusedException {@code clock.differs}
   */
  public static void require(Connection session, String role, Clock clock) throws SQLException {
    Duration ahead = Duration.between(now(session), clock.instant());
    if (ahead.abs().compareTo(TOLERANCE) > 0) {
      throw new RefusedException(
          ErrorCode.CLOCK_DIFFERS,
          "This machine's clock is "
              + ahead.abs().toSeconds()
              + " s "
              + (ahead.isNegative() ? "behind" : "ahead of")
              + " that of the "
              + role
              + " (NOW())",
          "Set the clock that is wrong, here or there, by NTP; nothing was written");
    }
  }

  private static Instant now(Connection session) throws SQLException {
    try (Statement statement = session.createStatement();
        ResultSet row = statement.executeQuery("SELECT UNIX_TIMESTAMP()")) {
      row.next();
      return Instant.ofEpochSecond(row.getLong(1));
    }
  }
}

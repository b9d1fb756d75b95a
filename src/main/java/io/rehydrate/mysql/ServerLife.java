package io.rehydrate.mysql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One life of a server, from its start to its end, as any account may ask of it.
 *
 * @param start in seconds since 1970, by the server's own clock
 * @param connection the number of a session in it: later ones have larger numbers
 */
public record ServerLife(long start, long connection) {
  /** The server counts its age in seconds. */
  private static final long TICKS = 2;

  private static final Pattern TEXT = Pattern.compile("start:(\\d+) connection:(\\d+)");

  /** Asks the server at the other end of this session. */
  public static ServerLife of(Connection session) throws SQLException {
    long age;
    try (Statement statement = session.createStatement();
        ResultSet row = statement.executeQuery("SHOW GLOBAL STATUS LIKE 'Uptime'")) {
      row.next();
      age = row.getLong(2);
    }
    try (Statement statement = session.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT UNIX_TIMESTAMP(SYSDATE()), CONNECTION_ID()")) {
      row.next();
      return new ServerLife(row.getLong(1) - age, row.getLong(2));
    }
  }

  /**
   * @throws IllegalArgumentException for another text than {@link #toString} gives
   */
  public static ServerLife parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a server's life");
    }
    return new ServerLife(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)));
  }

  /** Whether a later session can be of the same life. */
  public boolean isContinuedBy(ServerLife later) {
    return Math.abs(later.start - start) <= TICKS && later.connection > connection;
  }

  @Override
  public String toString() {
    return "start:" + start + " connection:" + connection;
  }
}

package io.rehydrate.mysql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a session sets that makes tables or loads rows: one list for the scratch, a trial load, a
 * refresh's own sessions, its client programs and restore.sh, so that what one of them takes none
 * of the others refuses. What the source holds is taken as it is, however strict the server is.
 */
public final class LoadingSettings {
  /**
   * Dates that are none, and zero as a counter's value, are kept; folders of the source's machine
   * are not.
   */
  public static final String SQL_MODE =
      "NO_AUTO_VALUE_ON_ZERO,ALLOW_INVALID_DATES,NO_DIR_IN_CREATE";

  /** MySQL 8.4: foreign keys to a key that is not unique. */
  private static final String ANY_FOREIGN_KEY = "restrict_fk_on_non_standard_key = 0";

  /** What every account may set on every server. */
  private static final List<String> EVERYWHERE =
      List.of(
          "sql_mode = '" + SQL_MODE + "'",
          "foreign_key_checks = 0",
          "time_zone = '+00:00'",
          "autocommit = 1",
          "sql_safe_updates = 0",
          // the next file's checksum is computed while the session waits
          "wait_timeout = 28800",
          "net_read_timeout = 3600",
          "net_write_timeout = 3600");

  /** What one vendor or version has and another has not, or what an account may not set. */
  private static final List<String> WHERE_IT_CAN_BE =
      List.of(
          // MariaDB: a mask may break a CHECK that production's values keep
          "check_constraint_checks = 0",
          // MariaDB: indexes are added to tables that keep their history
          "system_versioning_alter_history = KEEP",
          "max_statement_time = 0",
          // rows that are too wide by today's rules; MySQL lets few accounts set it
          "innodb_strict_mode = 0",
          "sql_require_primary_key = 0",
          // else a table without a key gets a column that the source's has not
          "sql_generate_invisible_primary_key = 0",
          ANY_FOREIGN_KEY,
          "explicit_defaults_for_timestamp = 1",
          // MySQL: of 1 MB, an index that is made once the rows are there is sorted in many passes
          "innodb_ddl_buffer_size = 33554432",
          "max_execution_time = 0");

  /**
   * Unknown variable, not a session's, no right to set it, no such value, read only: all that this
   * list may meet.
   */
  private static final Set<Integer> NOT_HERE = Set.of(1193, 1227, 1228, 1229, 1231, 1238, 3660);

  private LoadingSettings() {}

  /**
   * Sets all that this server and account let a session set.
   *
   * @return the assignments that were taken, in a form for {@code SET}, for a client program that
   *     logs in as the same account
   */
  public static List<String> apply(Connection session) throws SQLException {
    List<String> taken = new ArrayList<>(EVERYWHERE);
    Sessions.run(session, statement(EVERYWHERE));
    for (String assignment : WHERE_IT_CAN_BE) {
      if (attempt(session, assignment)) {
        taken.add(assignment);
      }
    }
    return List.copyOf(taken);
  }

  /** For a session that renames tables: MySQL then looks at their foreign keys again. */
  public static void takeAnyForeignKey(Connection session) throws SQLException {
    attempt(session, ANY_FOREIGN_KEY);
  }

  private static boolean attempt(Connection session, String assignment) throws SQLException {
    try {
      Sessions.run(session, statement(List.of(assignment)));
      return true;
    } catch (SQLException e) {
      if (NOT_HERE.contains(e.getErrorCode())) {
        return false;
      }
      throw e;
    }
  }

  /** One statement that sets all of these. */
  public static String statement(List<String> assignments) {
    return "SET SESSION " + String.join(", SESSION ", assignments);
  }

  /** What can be set everywhere, for a script that has no session of ours to ask. */
  public static List<String> everywhere() {
    return EVERYWHERE;
  }

  /** What a script has to try one by one. */
  public static List<String> whereItCanBe() {
    return WHERE_IT_CAN_BE;
  }
}

package io.rehydrate.source;

import io.rehydrate.mysql.SqlErrors;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** What a server warned of while it took rows. */
final class LoadWarnings {
  private long count;
  private long expected;
  private String first = "";

  /**
   * Asks for the warnings of the last statement.
   *
   * @param ofEnums how many were for an ENUM's error value, rightly and in vain
   */
  void read(Statement loading, long ofEnums) throws SQLException {
    expected += ofEnums;
    try (ResultSet row = loading.executeQuery("SHOW COUNT(*) WARNINGS")) {
      row.next();
      count += row.getLong(1);
    }
    if (first.isEmpty() && !areExpected()) {
      try (ResultSet row = loading.executeQuery("SHOW WARNINGS LIMIT 1")) {
        if (row.next()) {
          first =
              "; the first warning: " + row.getInt(2) + " " + SqlErrors.redact(row.getString(3));
        }
      }
    }
  }

  boolean areExpected() {
    return count == expected;
  }

  /** How many, and the first of them. */
  String words() {
    return count + " warnings" + first;
  }
}

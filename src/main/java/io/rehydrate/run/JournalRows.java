package io.rehydrate.run;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** Reads what the journal's tables hold. */
final class JournalRows {
  private JournalRows() {}

  static Resource resource(ResultSet row, int n) throws SQLException {
    return new Resource(
        row.getLong(1),
        new RunId(row.getString(2)),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        Instant.ofEpochMilli(row.getLong(6)));
  }

  static Run run(ResultSet row, int n) throws SQLException {
    Optional<Run.Failure> failure =
        row.getString("code") == null
            ? Optional.empty()
            : Optional.of(
                new Run.Failure(
                    row.getInt("exit_code"),
                    row.getString("code"),
                    row.getString("message"),
                    row.getString("hint")));
    return new Run(
        new RunId(row.getString("id")),
        RunKind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
        RunState.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        new Actor(row.getString("actor"), row.getString("origin")),
        row.getString("lease"),
        time(row, "as_of"),
        Optional.ofNullable(row.getString("target")),
        Optional.ofNullable(row.getString("dump")),
        Optional.ofNullable(row.getString("ref")),
        row.getString("step"),
        Instant.ofEpochMilli(row.getLong("created_at")),
        time(row, "started_at"),
        time(row, "ended_at"),
        failure,
        Optional.ofNullable(row.getString("daemon")));
  }

  private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }
}

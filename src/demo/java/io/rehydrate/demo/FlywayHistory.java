package io.rehydrate.demo;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.zip.CRC32;

/** The table in which Flyway remembers what has run, as it stands after the first migration. */
final class FlywayHistory {
  private static final String CREATE =
      """
      CREATE TABLE flyway_schema_history (
        installed_rank INT NOT NULL,
        version VARCHAR(50),
        description VARCHAR(200) NOT NULL,
        type VARCHAR(20) NOT NULL,
        script VARCHAR(1000) NOT NULL,
        checksum INT,
        installed_by VARCHAR(100) NOT NULL,
        installed_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
        execution_time INT NOT NULL,
        success BOOL NOT NULL,
        CONSTRAINT flyway_schema_history_pk PRIMARY KEY (installed_rank),
        KEY flyway_schema_history_s_idx (success)
      ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci""";

  private FlywayHistory() {}

  static void write(Connection session, SqlResource baseline, Instant installedOn)
      throws SQLException {
    try (PreparedStatement create = session.prepareStatement(CREATE);
        PreparedStatement insert =
            session.prepareStatement(
                "INSERT INTO flyway_schema_history VALUES"
                    + " (1, '1', 'baseline', 'SQL', 'V1__baseline.sql', ?, 'deploy', ?, 412, TRUE)")) {
      create.execute();
      insert.setInt(1, checksum(baseline.text()));
      insert.setTimestamp(2, Timestamp.from(installedOn));
      insert.execute();
    }
  }

  /** Flyway's own: CRC32 over the lines without their ends. */
  private static int checksum(String script) {
    CRC32 crc = new CRC32();
    script.lines().forEach(line -> crc.update(line.getBytes(StandardCharsets.UTF_8)));
    return (int) crc.getValue();
  }
}

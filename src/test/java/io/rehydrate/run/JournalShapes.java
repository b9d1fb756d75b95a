package io.rehydrate.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The tables as versions before Flyway made them, each with a run and what belongs to it. */
final class JournalShapes {
  static final int FIRST_WITH_SCHEDULES = 3;

  private static final List<String> LATER =
      List.of("schedule_key VARCHAR(250)", "place VARCHAR(1000)", "cancelled_by VARCHAR(700)");

  private JournalShapes() {}

  /**
   * @param shape 1 to 4, the oldest first
   * @param columns how many of the later columns were added before the process was killed
   */
  static void make(Connection session, int shape, int columns, boolean sqlite)
      throws SQLException, IOException {
    List<String> statements = new ArrayList<>(List.of(text(shape, sqlite).split(";")));
    LATER.stream()
        .limit(shape < FIRST_WITH_SCHEDULES ? columns : 0)
        .forEach(column -> statements.add("ALTER TABLE run ADD COLUMN " + column));
    statements.add(
        "INSERT INTO run (id, kind, state, actor, origin, lease, as_of, step, created_at, message)"
            + " VALUES ('20261122t020000-first', 'night', 'succeeded', 'jane', 'cli', 'night:a', 1, 'publish', 2, 'Grüße')");
    statements.add(
        "INSERT INTO lease VALUES ('night:a', 'elsewhere/boot 7 1', '20261122t020000-first', 3)");
    statements.add(
        "INSERT INTO resource (run, kind, name, detail, created_at)"
            + " VALUES ('20261122t020000-first', 'folder', '/x', 'a detail', 4)");
    statements.add("INSERT INTO fact VALUES ('name', 'value', 'jane', 'cli', 5)");
    try (Statement statement = session.createStatement()) {
      for (String sql : statements) {
        if (!sql.isBlank()) {
          statement.execute(sql);
        }
      }
    }
  }

  private static String text(int shape, boolean sqlite) throws IOException {
    try (InputStream in = JournalShapes.class.getResourceAsStream("journal-" + shape + ".sql")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .replace(
              "${auto}",
              sqlite ? "INTEGER PRIMARY KEY AUTOINCREMENT" : "BIGINT AUTO_INCREMENT PRIMARY KEY")
          .replace("${long}", sqlite ? "TEXT" : "LONGTEXT")
          .replace("${options}", sqlite ? "" : "CHARACTER SET utf8mb4 COLLATE utf8mb4_bin");
    }
  }
}

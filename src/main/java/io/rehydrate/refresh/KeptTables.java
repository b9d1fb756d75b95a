package io.rehydrate.refresh;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.mysql.Bounds;
import io.rehydrate.mysql.SqlErrors;
import io.rehydrate.refresh.keep.KeptRows;
import io.rehydrate.schema.TableName;
import io.rehydrate.settings.Settings;
import io.rehydrate.settings.Settings.Target;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Looks up, without changing anything, what a refresh would keep of a target. */
public final class KeptTables {
  private final Settings settings;
  private final Target target;

  public KeptTables(Settings settings, Target target) {
    this.settings = settings;
    this.target = target;
  }

  /**
   * The tables whose rows would stay, and how many they have now.
   *
   * @throws StageFailedException {@code target.check}
   */
  public Map<TableName, Long> rows() {
    Map<TableName, Long> rows = new TreeMap<>();
    if (target.keep().isEmpty()) {
      return rows;
    }
    try (Connection session = TargetSessions.byLogin(Bounds.QUESTIONS).open(target)) {
      Set<String> history = Set.of(Readiness.history(settings.flyway()));
      for (TableName table : KeptRows.tables(session, target, history)) {
        rows.put(table, KeptRows.count(session, table));
      }
      return rows;
    } catch (SQLException e) {
      throw new StageFailedException(
          ErrorCode.TARGET_CHECK,
          "The target " + target.name() + " can't be checked (" + SqlErrors.describe(e) + ")",
          "Look at the rights of " + target.login(),
          e);
    }
  }
}

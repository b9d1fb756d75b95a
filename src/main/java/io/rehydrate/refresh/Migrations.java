package io.rehydrate.refresh;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.MigrationFailedException;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.mysql.Bounds;
import io.rehydrate.mysql.SqlErrors;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** What goes around the migrations of one refresh, and the script after them. */
final class Migrations {
  private final RefreshWork work;
  private final MigrationSessions sessions;

  /**
   * @param longest that an answer is waited for
   */
  Migrations(RefreshWork work, Duration longest) {
    this.work = work;
    this.sessions =
        new MigrationSessions(work.incoming(), work.sessions(), Bounds.WORK.silentFor(longest));
  }

  MigrationSessions sessions() {
    return sessions;
  }

  /** Before anything of a branch runs, as {@link Branch#handOver} says. */
  Branch handOver() {
    try (Connection loader = work.sessions().open(work.target())) {
      return Branch.handOver(loader, work.incoming(), sessions);
    } catch (SQLException e) {
      throw new StageFailedException(
          ErrorCode.REFRESH_LOAD,
          "Handing the dump's routines, views and triggers over to the migration account failed ("
              + SqlErrors.describe(e)
              + ")",
          "The target is as it was; 'targets admit' prints the GRANT statements of both accounts",
          e);
    }
  }

  /**
   * @throws MigrationFailedException {@code migrations.reserved}
   */
  void requireOursUntouched() {
    requireOursUntouched(Set.of());
  }

  /**
   * @param others tables with such a name that were made before the migrations
   * @throws MigrationFailedException {@code migrations.reserved}
   */
  void requireOursUntouched(Set<String> others) {
    try (Connection loader = work.sessions().open(work.target())) {
      List<String> taken =
          Branch.reserved(loader, work.incoming()).stream()
              .filter(table -> !others.contains(table))
              .toList();
      if (!taken.isEmpty()) {
        throw reserved("made " + String.join(", ", taken));
      }
      for (SchemaSwapNames schema : work.incoming().schemas()) {
        if (!RunMarker.isIn(loader, schema.incoming(), work.incoming().run())) {
          throw reserved("dropped or changed " + RunMarker.TABLE);
        }
      }
    } catch (SQLException e) {
      throw new StageFailedException(
          ErrorCode.REFRESH_LOAD,
          "The migrated schema can't be looked at (" + SqlErrors.describe(e) + ")",
          "The target is as it was; refresh again",
          e);
    }
  }

  private static MigrationFailedException reserved(String what) {
    return new MigrationFailedException(
        ErrorCode.MIGRATIONS_RESERVED,
        "A migration, or the script after them, " + what,
        "Names that begin with __rehydrate belong to the refresh; take others");
  }
}

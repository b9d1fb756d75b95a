package io.rehydrate.refresh;

import io.rehydrate.dump.Manifest;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.InvalidException;
import io.rehydrate.error.MigrationFailedException;
import io.rehydrate.error.RefusedException;
import io.rehydrate.error.RehydrateException;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.mysql.Bounds;
import io.rehydrate.mysql.SqlErrors;
import io.rehydrate.refresh.keep.KeptRows;
import io.rehydrate.settings.Settings;
import io.rehydrate.settings.Settings.Target;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whether a refresh could go well, as far as that can be known before anything is written: the
 * rights of a target's accounts, and whether its server can take this dump.
 */
public final class Readiness {
  private static final String TABLE = "flyway.table";
  private static final String DEFAULT_TABLE = "flyway_schema_history";
  private static final String BASELINE = "flyway.baselineOnMigrate";

  private final Map<String, String> flyway;
  private final boolean byFlyway;
  private final boolean inPlace;
  private final TargetSessions sessions = TargetSessions.byLogin(Bounds.QUESTIONS);

  /** Of refreshes as the settings say. */
  public Readiness(Settings settings) {
    this(
        settings.flyway(), settings.migrations().command().isEmpty(), settings.refresh().inPlace());
  }

  /**
   * @param flyway the settings that migrations run with
   * @param byFlyway whether it is Flyway that runs migrations
   * @param inPlace whether the live tables are dropped before the dump is loaded
   */
  Readiness(Map<String, String> flyway, boolean byFlyway, boolean inPlace) {
    this.flyway = Map.copyOf(flyway);
    this.byFlyway = byFlyway;
    this.inPlace = inPlace;
  }

  /**
   * What stands against a refresh, and what might.
   *
   * @param problems it would fail because of these
   * @param doubts it may go well all the same
   */
  public record Outlook(List<RehydrateException> problems, List<String> doubts) {
    public Outlook {
      problems = List.copyOf(problems);
      doubts = List.copyOf(doubts);
    }
  }

  /**
   * Asks the server, and looks at the dump.
   *
   * @param withRef whether the migrations of a ref are to run
   * @return the doubts
   * @throws RehydrateException of the kind and code of the first problem, and reports all of them
   */
  public List<String> require(Target target, boolean withRef, Manifest manifest) {
    boolean migrates = withRef || target.after().isPresent();
    Outlook outlook = outlook(target, withRef, migrates, Optional.of(manifest));
    if (!outlook.problems().isEmpty()) {
      throw together(outlook.problems());
    }
    return outlook.doubts();
  }

  /**
   * As {@link #require}, told instead of thrown, with the account for migrations in any case.
   *
   * @param manifest of the dump that would be brought; empty: none is known
   */
  public Outlook outlook(Target target, boolean withRef, Optional<Manifest> manifest) {
    return outlook(target, withRef, true, manifest);
  }

  private Outlook outlook(
      Target target, boolean withRef, boolean migrates, Optional<Manifest> manifest) {
    List<RehydrateException> problems = new ArrayList<>();
    List<String> doubts = new ArrayList<>();
    try (Connection session = sessions.open(target)) {
      AccountReadiness accounts = new AccountReadiness(target);
      accounts.loader(session).ifPresent(problems::add);
      if (migrates) {
        accounts.migrator(session, problems, doubts);
      }
      if (manifest.isPresent()) {
        new ServerReadiness(target, session, inPlace).look(manifest.get(), problems, doubts);
      }
      for (String pattern : KeptRows.unmatched(session, target)) {
        doubts.add("no table of the target fits '" + pattern + "' of keep-tables");
      }
      if (withRef && byFlyway) {
        manifest.flatMap(dump -> history(target, dump)).ifPresent(problems::add);
      }
    } catch (SQLException e) {
      throw new StageFailedException(
          ErrorCode.TARGET_CHECK,
          "The target " + target.name() + " can't be checked (" + SqlErrors.describe(e) + ")",
          "Look at the rights of " + target.login(),
          e);
    }
    return new Outlook(problems, doubts);
  }

  /** The table with the history of migrations. */
  static String history(Map<String, String> flyway) {
    return flyway.getOrDefault(TABLE, DEFAULT_TABLE);
  }

  /** Migrations go by the history that came with the dump. */
  private Optional<RehydrateException> history(Target target, Manifest manifest) {
    String table = history(flyway);
    Manifest.SchemaEntry schema =
        manifest.schemas().get(SchemaSwapNames.all(target).get(0).source());
    if (schema == null) {
      return Optional.empty();
    }
    Optional<Manifest.TableEntry> history =
        schema.tables().entrySet().stream()
            .filter(entry -> entry.getKey().equalsIgnoreCase(table))
            .map(Map.Entry::getValue)
            .findFirst();
    if (history.isEmpty() && !Boolean.parseBoolean(flyway.get(BASELINE))) {
      return Optional.of(noHistory("holds no table " + table));
    }
    return history
        .filter(entry -> entry.rows() == 0 && entry.rowsBefore() > 0)
        .map(entry -> noHistory("holds none of the rows of " + table));
  }

  private static MigrationFailedException noHistory(String what) {
    return new MigrationFailedException(
        ErrorCode.MIGRATIONS_NO_HISTORY,
        "The dump " + what + ", so it is not known which migrations have run",
        "Where the source has that table, keep it in plan.yaml ('keep'), or name it by flyway.table;"
            + " else set flyway.baselineOnMigrate=true and flyway.baselineVersion");
  }

  private static RehydrateException together(List<RehydrateException> problems) {
    RehydrateException first = problems.get(0);
    if (problems.size() == 1) {
      return first;
    }
    String message = joined(problems.stream().map(RehydrateException::getMessage).toList());
    String hint = joined(problems.stream().map(RehydrateException::hint).distinct().toList());
    return first instanceof InvalidException
        ? new InvalidException(first.errorCode(), message, hint)
        : first instanceof MigrationFailedException
            ? new MigrationFailedException(first.errorCode(), message, hint)
            : new RefusedException(first.errorCode(), message, hint);
  }

  private static String joined(List<String> texts) {
    return texts.stream().filter(text -> !text.isEmpty()).collect(Collectors.joining("; "));
  }
}

package io.rehydrate.refresh.keep;

import io.rehydrate.error.Counted;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.mysql.LoadingSettings;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.mysql.SqlErrors;
import io.rehydrate.schema.TableName;
import io.rehydrate.settings.Settings.Target;
import io.rehydrate.settings.TablePattern;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The rows that a target's owner keeps across one refresh ({@code target.<t>.keep-tables}): saved
 * to files in the run's folder, and put back from them.
 */
public final class KeptRows {
  /** Where in the run's folder rows are saved. */
  public static final String SAVED = "kept";

  /** Where tables are saved that changed while they were exchanged. */
  private static final String LATE = "kept-late";

  private final Target target;
  private final Set<String> never;
  private final Path folder;
  private final Consumer<String> log;
  private final Map<TableName, RowFile> saved = new TreeMap<>();
  private final Map<TableName, RowFile> carried = new TreeMap<>();

  /**
   * @param never names of tables whose rows come with the dump in any case
   * @param folder of the run, which outlives it
   * @param log takes a line of the run's log
   */
  public KeptRows(Target target, Set<String> never, Path folder, Consumer<String> log) {
    this.target = target;
    this.never = Set.copyOf(never);
    this.folder = folder;
    this.log = log;
  }

  /** The tables of the live schemas whose rows are kept. */
  public static List<TableName> tables(Connection session, Target target, Set<String> never)
      throws SQLException {
    List<TableName> found = new ArrayList<>();
    for (String schema : target.schemas().values()) {
      TablesHere.of(session, schema).engines().keySet().stream()
          .filter(table -> target.keep().stream().anyMatch(p -> p.matches(schema, table)))
          .filter(table -> !table.startsWith("__rehydrate") && !never.contains(table))
          .forEach(table -> found.add(new TableName(schema, table)));
    }
    return found;
  }

  /** The live tables whose rows are kept, as they are there now. */
  public List<TableName> here(Connection session) throws SQLException {
    return tables(session, target, never);
  }

  /** The patterns that no table fits. */
  public static List<String> unmatched(Connection session, Target target) throws SQLException {
    List<TableName> all = new ArrayList<>();
    for (String schema : target.schemas().values()) {
      TablesHere.of(session, schema)
          .engines()
          .keySet()
          .forEach(table -> all.add(new TableName(schema, table)));
    }
    return target.keep().stream()
        .filter(p -> all.stream().noneMatch(t -> p.matches(t.schema(), t.table())))
        .map(TablePattern::written)
        .toList();
  }

  /** How many rows a table has. */
  public static long count(Connection session, TableName table) throws SQLException {
    return new TableSaver(session).count("FROM " + table.quoted());
  }

  public Path folder() {
    return folder;
  }

  /** The live tables whose rows are saved. */
  public List<TableName> fromLive() {
    return List.copyOf(saved.keySet());
  }

  /** Everything that is to be put back: what an earlier refresh saved where the table is gone. */
  public List<RowFile> files() {
    Map<TableName, RowFile> all = new TreeMap<>(saved);
    carried.forEach(
        (table, file) -> {
          RowFile live = all.get(table);
          if (live == null || live.rows() == 0) {
            all.put(table, file);
          }
        });
    return List.copyOf(all.values());
  }

  /**
   * Takes over, into this run's folder, what an earlier refresh saved and could not put back.
   *
   * @param earlier the folder of that run
   * @throws StageFailedException {@code refresh.kept}
   */
  public void carry(Path earlier) {
    List<Path> files;
    try (Stream<Path> found = Files.list(earlier.resolve(SAVED))) {
      files = found.filter(file -> file.toString().endsWith(".sql")).sorted().toList();
    } catch (IOException e) {
      throw new StageFailedException(
          ErrorCode.REFRESH_KEPT,
          "An interrupted refresh of the target "
              + target.name()
              + " has saved rows in "
              + earlier.resolve(SAVED)
              + ", and this folder can't be read here",
          "Refresh on the machine that has it, or bring it here; to give these rows up make an"
              + " empty folder of this name",
          e);
    }
    try {
      for (Path file : files) {
        RowFile found = RowFile.open(file);
        RowFile newer = carried.get(new TableName(found.head().schema(), found.head().table()));
        if (newer != null && newer.rows() > 0) {
          // a run's own files come first; what it had carried itself is older
          continue;
        }
        String name = RowFile.name(carried.size() + 1, found.head().table());
        RowFile copy = found.copyTo(folder.resolve(SAVED).resolve("carried-" + name + ".sql"));
        carried.put(new TableName(found.head().schema(), found.head().table()), copy);
        log.accept(
            "kept: "
                + found.head().schema()
                + "."
                + found.head().table()
                + ": an interrupted refresh saved "
                + Counted.of(found.rows(), "row")
                + " in "
                + file);
      }
    } catch (IOException e) {
      throw unsaved(e.getMessage(), e);
    }
  }

  /** Saves all rows of one table, and gives the file. */
  public static Path saveLate(Connection session, TableName table, Path folder)
      throws SQLException, IOException {
    Path file = folder.resolve(LATE).resolve(RowFile.name(1, table.toString()) + ".sql");
    return new TableSaver(session).save(table, file).path();
  }

  /**
   * Saves the rows of the live tables as they are together at one moment.
   *
   * @param session of its own; its settings are changed
   * @throws StageFailedException {@code refresh.kept}; the target is as it was
   */
  public void save(Connection session) {
    if (target.keep().isEmpty()) {
      return;
    }
    try {
      LoadingSettings.apply(session);
      Sessions.run(
          session,
          "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ",
          "START TRANSACTION WITH CONSISTENT SNAPSHOT");
      saveNow(session);
      Sessions.run(session, "COMMIT");
    } catch (SQLException e) {
      throw unsaved(SqlErrors.describe(e), e);
    }
  }

  /** The same in a session that holds the tables' locks already. */
  public void saveLocked(Connection session) {
    if (target.keep().isEmpty()) {
      return;
    }
    try {
      saveNow(session);
    } catch (SQLException e) {
      throw unsaved(SqlErrors.describe(e), e);
    }
  }

  private void saveNow(Connection session) throws SQLException {
    List<TableName> tables = tables(session, target, never);
    saved.keySet().retainAll(tables);
    for (TableName table : tables) {
      try {
        RowFile file =
            new TableSaver(session)
                .save(
                    table,
                    folder
                        .resolve(SAVED)
                        .resolve(RowFile.name(tables.indexOf(table) + 1, table.table()) + ".sql"));
        saved.put(table, file);
      } catch (IOException e) {
        throw unsaved("table " + table + ": " + e.getMessage(), e);
      }
    }
  }

  /** Says in the run's log what is saved. */
  public void tell() {
    saved.forEach(
        (table, file) ->
            log.accept(
                "kept: "
                    + table
                    + ": "
                    + Counted.of(file.rows(), "row")
                    + " saved in "
                    + file.path()));
  }

  private StageFailedException unsaved(String why, Exception cause) {
    return new StageFailedException(
        ErrorCode.REFRESH_KEPT,
        "The rows that the target " + target.name() + " keeps can't be saved (" + why + ")",
        "The target is as it was; see the rights of its account and the room for " + folder,
        cause);
  }

  /**
   * Puts the saved rows in the place of those of the dump.
   *
   * @param session of its own; it is committed
   * @param incoming the schema that is being filled, by that which it is to replace
   * @throws StageFailedException {@code refresh.kept-back}; the rows are saved
   */
  public KeptReport putBack(Connection session, Map<String, String> incoming) {
    try {
      KeptReport report =
          new KeptReport(folder.toString(), new PutBack(session, folder).run(files(), incoming));
      report.tables().stream()
          .flatMap(table -> table.sentences().stream())
          .forEach(sentence -> log.accept("kept: " + sentence));
      if (!report.allFit()) {
        log.accept("warning: not all kept rows fit the new schema; the files are in " + folder);
      }
      return report;
    } catch (SQLException e) {
      throw notBack(SqlErrors.describe(e), e);
    } catch (PutBack.RefusedStatement e) {
      throw notBack(SqlErrors.describe(e.why()), e);
    } catch (IOException e) {
      throw notBack(e.getClass().getSimpleName(), e);
    }
  }

  private StageFailedException notBack(String why, Exception cause) {
    return new StageFailedException(
        ErrorCode.REFRESH_KEPT_BACK,
        "The rows that the target " + target.name() + " keeps can't be put back (" + why + ")",
        "They are saved in " + folder.resolve(SAVED),
        cause);
  }
}

package io.rehydrate.refresh.keep;

import io.rehydrate.mysql.LoadingSettings;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.mysql.SqlErrors;
import io.rehydrate.refresh.keep.KeptReport.KeptTable;
import io.rehydrate.refresh.keep.KeptReport.Misfit;
import io.rehydrate.refresh.keep.KeptReport.Reason;
import io.rehydrate.schema.TableName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Puts saved rows in the place of those that a dump brought, in one transaction. What does not fit
 * is saved as it was, and counted.
 */
final class PutBack {
  /** Rows that are not there afterwards. */
  static final String REJECTED = "kept-rejected";

  /** Rows that are there without the values of columns that are gone. */
  static final String LOST_VALUES = "kept-lost-values";

  private final Connection session;
  private final Path folder;
  private final Map<String, TablesHere> here = new TreeMap<>();
  private final Map<TableName, Progress> tables = new LinkedHashMap<>();

  /**
   * @param session of its own, which is committed
   * @param folder of the run
   */
  PutBack(Connection session, Path folder) {
    this.session = session;
    this.folder = folder;
  }

  /** What is known of one table so far. */
  private static final class Progress {
    private final RowFile saved;
    private final List<Misfit> misfits = new ArrayList<>();
    private long absent;

    private Progress(RowFile saved) {
      this.saved = saved;
    }
  }

  /**
   * @param incoming the schema that is being filled, by that which it is to replace
   */
  List<KeptTable> run(List<RowFile> saved, Map<String, String> incoming)
      throws SQLException, IOException {
    LoadingSettings.apply(session);
    Sessions.run(
        session,
        "SET SESSION sql_mode = 'STRICT_ALL_TABLES," + LoadingSettings.SQL_MODE + "'",
        "SET SESSION unique_checks = 1");
    if (Sessions.version(session).isMariaDb()) {
      Sessions.run(session, "SET SESSION check_constraint_checks = 1");
    }
    for (String schema : incoming.values()) {
      here.put(schema, TablesHere.of(session, schema));
    }
    session.setAutoCommit(false);
    List<KeptTable> outcome = new ArrayList<>();
    List<Progress> all = new ArrayList<>();
    for (RowFile file : saved) {
      Progress progress = new Progress(file);
      all.add(progress);
      Optional<TableName> table =
          Optional.ofNullable(incoming.get(file.head().schema()))
              .flatMap(schema -> here.get(schema).find(file.head().table()));
      if (table.isEmpty()) {
        reject(progress, Reason.TABLE_MISSING);
      } else {
        tables.put(table.get(), progress);
        replace(table.get(), progress);
      }
    }
    references();
    session.commit();
    for (Progress progress : all) {
      RowFile file = progress.saved;
      outcome.add(
          new KeptTable(
              file.head().schema() + "." + file.head().table(),
              file.rows(),
              file.rows() - progress.absent,
              progress.misfits));
    }
    return outcome;
  }

  private Path file(String kind, Progress progress) {
    return folder.resolve(kind).resolve(progress.saved.path().getFileName().toString());
  }

  private void reject(Progress progress, Reason reason) throws IOException {
    if (progress.saved.rows() == 0) {
      return;
    }
    RowFile copy = progress.saved.copyTo(file(REJECTED, progress));
    progress.absent = copy.rows();
    note(progress, reason, "", copy.rows(), copy.path());
  }

  private void note(Progress progress, Reason reason, String what, long rows, Path file) {
    progress.misfits.add(new Misfit(reason.code(), what, rows, folder.relativize(file).toString()));
  }

  private void replace(TableName table, Progress progress) throws SQLException, IOException {
    List<String> saved = progress.saved.head().columns();
    List<String> common = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    List<Integer> lost = new ArrayList<>();
    List<KeptColumn> present = KeptColumn.of(session, table);
    for (int i = 0; i < saved.size(); i++) {
      String name = saved.get(i);
      Optional<KeptColumn> column =
          present.stream().filter(c -> c.name().equalsIgnoreCase(name)).findFirst();
      if (column.isPresent()) {
        common.add(column.get().name());
        places.add(i);
      } else {
        lost.add(i);
      }
    }
    Sessions.run(session, "DELETE FROM " + table.quoted());
    if (common.isEmpty()) {
      reject(progress, Reason.VALUE_MISSING);
      return;
    }
    Map<String, Long> counts = new LinkedHashMap<>();
    Map<String, Reason> reasons = new LinkedHashMap<>();
    long[] lostOf = new long[saved.size()];
    try (RowFile.Writer rejected =
            new RowFile.Writer(file(REJECTED, progress), progress.saved.head());
        RowFile.Writer incomplete =
            new RowFile.Writer(file(LOST_VALUES, progress), progress.saved.head())) {
      RowInsert insert =
          new RowInsert(
              session,
              table,
              common,
              here.get(table.schema()).undoesStatements(table),
              (row, reason, why) -> {
                rejected.add(row);
                String what = SqlErrors.describe(why);
                counts.merge(what, 1L, Long::sum);
                reasons.put(what, reason);
              });
      progress.saved.read(
          row -> {
            if (row.size() != saved.size()) {
              throw new IOException("a row of " + row.size() + " values");
            }
            boolean losesSome = false;
            for (int i : lost) {
              if (!row.get(i).equals(RowText.NULL)) {
                lostOf[i]++;
                losesSome = true;
              }
            }
            if (losesSome) {
              incomplete.add(row);
            }
            insert(insert, places.stream().map(row::get).toList(), row);
          });
      insert.flush();
      finish(progress, rejected, counts, reasons);
      if (incomplete.rows() > 0) {
        Path file = incomplete.finish().path();
        lost.stream()
            .filter(i -> lostOf[i] > 0)
            .forEach(i -> note(progress, Reason.COLUMN_LOST, saved.get(i), lostOf[i], file));
      }
    }
  }

  private static void insert(RowInsert insert, List<String> values, List<String> row)
      throws IOException {
    try {
      insert.add(values, row);
    } catch (SQLException e) {
      throw new RefusedStatement(e);
    }
  }

  /** Carries the server's failure through the reading of a file. */
  static final class RefusedStatement extends UncheckedIOException {
    private static final long serialVersionUID = 1;

    RefusedStatement(SQLException cause) {
      super(new IOException(cause));
    }

    SQLException why() {
      return (SQLException) getCause().getCause();
    }
  }

  private void finish(
      Progress progress,
      RowFile.Writer rejected,
      Map<String, Long> counts,
      Map<String, Reason> reasons)
      throws IOException {
    if (rejected.rows() == 0) {
      return;
    }
    Path file = rejected.finish().path();
    progress.absent = rejected.rows();
    counts.forEach((what, rows) -> note(progress, reasons.get(what), what, rows, file));
  }

  /** Takes out the rows that refer to none, and those that then do, until none is left. */
  private void references() throws SQLException, IOException {
    List<ForeignKey> declared = new ArrayList<>();
    for (String schema : here.keySet()) {
      declared.addAll(ForeignKey.of(session, schema));
    }
    List<ForeignKey> ours =
        declared.stream().filter(key -> tables.containsKey(key.from())).toList();
    int round = 0;
    boolean changed = true;
    while (changed) {
      changed = false;
      round++;
      for (ForeignKey key : ours) {
        changed |= takeOut(key, round);
      }
    }
    TableSaver saver = new TableSaver(session);
    for (ForeignKey key : declared) {
      Progress replaced = tables.get(key.to());
      if (replaced != null && !tables.containsKey(key.from())) {
        long rows = saver.count(key.broken(true));
        if (rows > 0) {
          replaced.misfits.add(
              new Misfit(
                  Reason.DUMP_REFERS.code(), key.from().table() + ", " + key.name(), rows, ""));
        }
      }
    }
  }

  private boolean isThere(TableName table) throws SQLException {
    if (!here.containsKey(table.schema())) {
      here.put(table.schema(), TablesHere.of(session, table.schema()));
    }
    return here.get(table.schema()).engines().containsKey(table.table());
  }

  private boolean takeOut(ForeignKey key, int round) throws SQLException, IOException {
    TableSaver saver = new TableSaver(session);
    String broken = key.broken(isThere(key.to()));
    if (saver.count(broken) == 0) {
      return false;
    }
    Progress progress = tables.get(key.from());
    List<KeptColumn> columns = KeptColumn.of(session, key.from());
    String name =
        RowFile.name(round, key.name()) + "-" + progress.saved.path().getFileName().toString();
    try (RowFile.Writer rejected =
        new RowFile.Writer(
            folder.resolve(REJECTED).resolve(name),
            TableSaver.head(
                new TableName(progress.saved.head().schema(), key.from().table()), columns))) {
      saver.write(columns, ForeignKey.CHILD + ".", broken, rejected);
      RowFile file = rejected.finish();
      // the name of a table to delete from is looked up in the session's own schema
      Sessions.use(session, key.from().schema());
      Sessions.run(session, "DELETE " + ForeignKey.CHILD + " " + broken);
      progress.absent += file.rows();
      note(progress, Reason.BROKEN_REFERENCE, key.name(), file.rows(), file.path());
    }
    return true;
  }
}

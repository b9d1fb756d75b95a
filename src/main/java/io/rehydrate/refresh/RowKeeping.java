package io.rehydrate.refresh;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.mysql.SqlErrors;
import io.rehydrate.refresh.keep.KeptReport;
import io.rehydrate.refresh.keep.KeptRows;
import io.rehydrate.run.ActiveRun;
import io.rehydrate.run.Actor;
import io.rehydrate.run.Journal;
import io.rehydrate.run.KeptFacts;
import io.rehydrate.schema.TableName;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The kept rows of one refresh, from before its load until its exchange. */
final class RowKeeping {
  private final RefreshWork work;
  private final ActiveRun run;
  private final Journal journal;
  private final KeptMarker marker;
  private final KeptRows rows;
  private final boolean inPlace;

  /**
   * @param folder of the run, which outlives it
   * @param history the table of the migrations' history, which comes with the dump
   */
  RowKeeping(
      RefreshWork work,
      ActiveRun run,
      Journal journal,
      Path folder,
      String history,
      boolean inPlace) {
    this.work = work;
    this.run = run;
    this.journal = journal;
    this.marker = new KeptMarker(journal, work.target().name());
    this.rows = new KeptRows(work.target(), Set.of(history), folder, run.log()::info);
    this.inPlace = inPlace;
  }

  /** Before anything is changed on the target: saves the rows that are there. */
  void begin() {
    marker.folder().ifPresent(rows::carry);
    if (work.target().keep().isEmpty() || inPlace) {
      return;
    }
    try (Connection session = work.sessions().open(work.target())) {
      rows.save(session);
      rows.tell();
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /**
   * Saves the rows in a session that has locked the live tables, and notes where they are: from
   * then on they may be dropped.
   *
   * @return the tables whose rows were saved, which nobody may write to until they are dropped
   */
  List<TableName> saveLocked(Connection session) {
    rows.saveLocked(session);
    rows.tell();
    if (!rows.files().isEmpty()) {
      marker.set(run.run(), rows.folder());
    }
    return rows.fromLive();
  }

  /**
   * Puts the rows back into the incoming tables, as they are now.
   *
   * @return how the live tables were when they were read
   */
  List<KeptMark> putBack() {
    List<KeptMark> marks = new ArrayList<>();
    try {
      if (!inPlace && !work.target().keep().isEmpty()) {
        try (Connection session = work.sessions().open(work.target())) {
          for (TableName table : rows.here(session)) {
            marks.add(KeptMark.of(session, table, outgoing(table.schema()), rows.folder()));
          }
          rows.save(session);
        }
      }
      if (rows.files().isEmpty()) {
        return List.of();
      }
      Map<String, String> incoming = new LinkedHashMap<>();
      work.incoming().schemas().forEach(s -> incoming.put(s.live(), s.incoming()));
      try (Connection session = work.sessions().open(work.target())) {
        report(rows.putBack(session, incoming));
      }
      return marks;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private void report(KeptReport report) {
    journal.remember(
        KeptFacts.REPORT + run.id(),
        report.toJson(),
        new Actor(run.run().actor().name(), run.id().value()));
    if (!report.allFit()) {
      run.addNotification(
          "Not all kept rows fit the new schema; they are saved in " + report.folder() + ".");
    }
  }

  private String outgoing(String live) {
    return work.incoming().schemas().stream()
        .filter(s -> s.live().equals(live))
        .map(SchemaSwapNames::outgoing)
        .findFirst()
        .orElseThrow();
  }

  private StageFailedException failed(SQLException e) {
    return new StageFailedException(
        ErrorCode.REFRESH_KEPT,
        "The rows that the target "
            + work.target().name()
            + " keeps can't be saved ("
            + SqlErrors.describe(e)
            + ")",
        "See the rights of its account",
        e);
  }
}

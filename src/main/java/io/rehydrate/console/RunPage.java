package io.rehydrate.console;

import io.rehydrate.http.Ids;
import io.rehydrate.http.RunOperations;
import io.rehydrate.http.RunView;
import io.rehydrate.run.Journal;
import io.rehydrate.run.Run;
import io.rehydrate.run.RunHistory;
import io.rehydrate.run.RunLog;
import io.rehydrate.run.Runs;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Header;
import org.apache.camel.Message;

/** One run: its steps next to those of earlier runs, its log, and how it ended. */
public final class RunPage {
  private static final int TAIL = 48 * 1024;

  private final Console console;
  private final RunOperations operations;
  private final Journal journal;
  private final Runs runs;
  private final RunHistory history;
  private final Clock clock;

  RunPage(
      Console console,
      RunOperations operations,
      Journal journal,
      Runs runs,
      RunHistory history,
      Clock clock) {
    this.console = console;
    this.operations = operations;
    this.journal = journal;
    this.runs = runs;
    this.history = history;
    this.clock = clock;
  }

  /** The list of the newest runs. */
  public String list(Message message) {
    return console.page(
        message, "runs", "runs", "Runs", Map.of("runs", operations.newest(RunOperations.MOST)));
  }

  /** The page of one run, with the end of its log. */
  public String show(@Header("id") String id, Message message) {
    RunView view = operations.view(id);
    Run run = journal.get(Ids.run(id));
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("run", view);
    values.put("subject", Subject.of(view));
    values.put(
        "steps", StepLine.of(run, history.seconds(run, clock.instant()), history.medians(run)));
    values.put("log", tail(run));
    return console.page(message, "run", "runs", "Run " + id, values);
  }

  /** The end of the log from the beginning of a line on. */
  private RunLog.Piece tail(Run run) {
    long end = runs.readLog(run.id(), Long.MAX_VALUE).nextOffset();
    RunLog.Piece piece = runs.readLog(run.id(), Math.max(0, end - TAIL));
    boolean cut = end > TAIL;
    int line = cut ? piece.text().indexOf('\n') + 1 : 0;
    return new RunLog.Piece(piece.text().substring(line), piece.nextOffset());
  }
}

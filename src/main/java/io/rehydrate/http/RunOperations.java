package io.rehydrate.http;

import io.rehydrate.refresh.keep.KeptReport;
import io.rehydrate.run.Journal;
import io.rehydrate.run.KeptFacts;
import io.rehydrate.run.ProgressBook;
import io.rehydrate.run.ProgressNote;
import io.rehydrate.run.QueueOutlook;
import io.rehydrate.run.Run;
import io.rehydrate.run.RunId;
import io.rehydrate.run.RunLog;
import io.rehydrate.run.Runs;
import io.rehydrate.users.Action;
import io.rehydrate.users.Owned;
import io.rehydrate.users.Permissions;
import io.rehydrate.users.Person;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.apache.camel.Message;

/** What the API does with runs. */
public final class RunOperations {
  /** How many runs are listed. */
  public static final int MOST = 100;

  private static final String OFFSET = "offset";

  private final Journal journal;
  private final Runs runs;
  private final ProgressBook progress;

  public RunOperations(Journal journal, Runs runs, ProgressBook progress) {
    this.progress = progress;
    this.journal = journal;
    this.runs = runs;
  }

  /** The newest runs, newest first. */
  public String list(Message message) {
    return Reply.ok(message, newest(MOST));
  }

  /** The newest runs, newest first. */
  public List<RunView> newest(int most) {
    Map<RunId, ProgressNote> notes = progress.notes();
    Map<RunId, QueueOutlook.Place> places = journal.outlook().places();
    return journal.newest(most).stream()
        .map(
            run ->
                RunView.of(
                    run,
                    Optional.ofNullable(notes.get(run.id())),
                    Optional.ofNullable(places.get(run.id()))))
        .toList();
  }

  /** One run. */
  public String get(@Header("id") String id, Message message) {
    return Reply.ok(message, view(id));
  }

  /**
   * One run.
   *
   * @throws io.rehydrate.error.NotFoundException {@code run.unknown}
   */
  public RunView view(String id) {
    Run run = journal.get(Ids.run(id));
    return RunView.of(
            run,
            Optional.ofNullable(progress.notes().get(run.id())),
            Optional.ofNullable(journal.outlook().places().get(run.id())))
        .withKept(journal.recall(KeptFacts.REPORT + run.id()).flatMap(KeptReport::parse));
  }

  /** A bounded piece of a run's log from a byte on; the header says where the next begins. */
  public String log(@Header("id") String id, Message message) {
    RunId run = journal.get(Ids.run(id)).id();
    RunLog.Piece piece = runs.readLog(run, offset(message));
    message.removeHeader(OFFSET);
    message.setHeader(Exchange.HTTP_RESPONSE_CODE, 200);
    message.setHeader(Exchange.CONTENT_TYPE, "text/plain; charset=utf-8");
    message.setHeader("Next-Offset", piece.nextOffset());
    return piece.text();
  }

  private static long offset(Message message) {
    String text = Optional.ofNullable(message.getHeader(OFFSET, String.class)).orElse("0");
    if (!text.matches("[0-9]{1,18}")) {
      throw Json.invalid("offset is a number of bytes, 0 or more", null);
    }
    return Long.parseLong(text);
  }

  /** Has a run cancelled. */
  public String cancel(@Header("id") String id, Message message) {
    return Reply.accepted(message, cancel(id, Caller.of(message)));
  }

  /**
   * Has a run cancelled.
   *
   * @throws io.rehydrate.error.NotAllowedException {@code permission.owner}
   */
  public Run cancel(String id, Person person) {
    Run run = journal.get(Ids.run(id));
    Permissions.require(person, Action.CANCEL, Owned.run(run));
    return runs.cancel(run.id(), person.actor());
  }
}

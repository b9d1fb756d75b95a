package io.rehydrate.http;

import io.rehydrate.run.Journal;
import io.rehydrate.run.ProgressBook;
import io.rehydrate.run.ProgressNote;
import io.rehydrate.run.Run;
import io.rehydrate.run.RunId;
import io.rehydrate.run.RunLog;
import io.rehydrate.run.Runs;
import io.rehydrate.users.Action;
import io.rehydrate.users.Owned;
import io.rehydrate.users.Permissions;
import io.rehydrate.users.Person;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.apache.camel.Message;

/** What the API does with runs. */
public final class RunOperations {
  private static final int MOST = 100;
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
    Map<RunId, ProgressNote> notes = progress.notes();
    return Reply.ok(
        message,
        journal.newest(MOST).stream()
            .map(run -> RunView.of(run, Optional.ofNullable(notes.get(run.id()))))
            .toList());
  }

  /** One run. */
  public String get(@Header("id") String id, Message message) {
    Run run = journal.get(Ids.run(id));
    return Reply.ok(message, RunView.of(run, Optional.ofNullable(progress.notes().get(run.id()))));
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
    Person person = Caller.of(message);
    Run run = journal.get(Ids.run(id));
    Permissions.require(person, Action.CANCEL, Owned.run(run));
    return Reply.accepted(message, runs.cancel(run.id(), person.actor()));
  }
}

package io.rehydrate.http;

import io.rehydrate.dump.DumpId;
import io.rehydrate.error.PrintableText;
import io.rehydrate.store.Pin;
import io.rehydrate.store.Store;
import io.rehydrate.store.StoredDump;
import io.rehydrate.users.Person;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the API does with dumps. */
public final class DumpOperations {
  private static final Logger LOG = LoggerFactory.getLogger(DumpOperations.class);

  private final Store store;
  private final Clock clock;

  public DumpOperations(Store store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  private record PinBody(Optional<String> why, Optional<Instant> until) {}

  private record ReasonBody(Optional<String> why) {}

  /** All dumps, newest first. */
  public String list(Message message) {
    return Reply.ok(message, views());
  }

  /** All dumps, newest first. */
  public List<DumpView> views() {
    return store.list().stream().map(DumpView::of).toList();
  }

  /** One dump, table by table. */
  public String get(@Header("id") String id, Message message) {
    return Reply.ok(message, DumpDetail.of(dump(id)));
  }

  /**
   * One dump.
   *
   * @throws io.rehydrate.error.NotFoundException {@code dump.unknown}
   */
  public StoredDump dump(String id) {
    return store.get(Ids.dump(id));
  }

  /** Spares a dump from retention. The body may say why, and until when. */
  public String pin(@Header("id") String id, @Body String body, Message message) {
    DumpId dump = Ids.dump(id);
    PinBody pin = Json.read(orNothing(body), PinBody.class);
    pin(dump, Caller.of(message), pin.why().orElse(""), pin.until());
    return view(dump, message);
  }

  /**
   * As the request does.
   *
   * @throws io.rehydrate.error.InvalidException {@code request.invalid} for a time that has passed
   */
  public void pin(DumpId dump, Person person, String why, Optional<Instant> end) {
    Instant now = clock.instant();
    if (end.filter(until -> !until.isAfter(now)).isPresent()) {
      throw Json.invalid("until has passed already", null);
    }
    store.pin(dump, new Pin(person.name(), why, now, end));
  }

  /** Leaves a dump to retention again. */
  public String unpin(@Header("id") String id, Message message) {
    DumpId dump = Ids.dump(id);
    store.unpin(dump);
    return view(dump, message);
  }

  /** Offers a held dump after all. The body may say why. */
  public String release(@Header("id") String id, @Body String body, Message message) {
    DumpId dump = Ids.dump(id);
    release(dump, Caller.of(message), why(body));
    return view(dump, message);
  }

  /** As the request does; the daemon's log has who it was, and why. */
  public void release(DumpId dump, Person person, String why) {
    store.release(dump);
    LOG.info("The dump {} was released by {}{}", dump, person.name(), reason(why));
  }

  /** Removes a held dump. The body may say why. */
  public String discard(@Header("id") String id, @Body String body, Message message) {
    discard(Ids.dump(id), Caller.of(message), why(body));
    return Reply.nothing(message);
  }

  /** As the request does; the daemon's log has who it was, and why. */
  public void discard(DumpId dump, Person person, String why) {
    store.discard(dump);
    LOG.info("The dump {} was discarded by {}{}", dump, person.name(), reason(why));
  }

  /** Leaves a dump to retention again. */
  public void unpin(DumpId dump) {
    store.unpin(dump);
  }

  private static String why(String body) {
    return Json.read(orNothing(body), ReasonBody.class).why().orElse("");
  }

  private static String orNothing(String body) {
    return Optional.ofNullable(body).filter(b -> !b.isBlank()).orElse("{}");
  }

  private static String reason(String why) {
    return why.isEmpty() ? "" : ": " + PrintableText.line(why);
  }

  private String view(DumpId id, Message message) {
    return Reply.ok(message, DumpView.of(store.get(id)));
  }
}

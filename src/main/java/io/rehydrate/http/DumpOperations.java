package io.rehydrate.http;

import io.rehydrate.dump.DumpId;
import io.rehydrate.store.Pin;
import io.rehydrate.store.Store;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.apache.camel.Message;

/** What the API does with dumps. */
public final class DumpOperations {
  private final Store store;
  private final Clock clock;

  public DumpOperations(Store store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  private record PinBody(Optional<String> why, Optional<Instant> until) {}

  /** All dumps, newest first. */
  public String list(Message message) {
    return Reply.ok(message, store.list().stream().map(DumpView::of).toList());
  }

  /** One dump, table by table. */
  public String get(@Header("id") String id, Message message) {
    return Reply.ok(message, DumpDetail.of(store.get(Ids.dump(id))));
  }

  /** Spares a dump from retention. The body may say why, and until when. */
  public String pin(@Header("id") String id, @Body String body, Message message) {
    DumpId dump = Ids.dump(id);
    PinBody pin =
        Json.read(Optional.ofNullable(body).filter(b -> !b.isBlank()).orElse("{}"), PinBody.class);
    Instant now = clock.instant();
    if (pin.until().filter(until -> !until.isAfter(now)).isPresent()) {
      throw Json.invalid("until has passed already", null);
    }
    store.pin(dump, new Pin(Caller.of(message).name(), pin.why().orElse(""), now, pin.until()));
    return view(dump, message);
  }

  /** Leaves a dump to retention again. */
  public String unpin(@Header("id") String id, Message message) {
    DumpId dump = Ids.dump(id);
    store.unpin(dump);
    return view(dump, message);
  }

  /** Offers a held dump after all. */
  public String release(@Header("id") String id, Message message) {
    DumpId dump = Ids.dump(id);
    store.release(dump);
    return view(dump, message);
  }

  /** Removes a held dump. */
  public String discard(@Header("id") String id, Message message) {
    store.discard(Ids.dump(id));
    return Reply.nothing(message);
  }

  private String view(DumpId id, Message message) {
    return Reply.ok(message, DumpView.of(store.get(id)));
  }
}

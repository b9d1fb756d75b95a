package io.rehydrate.http;

import io.rehydrate.dump.DumpId;
import io.rehydrate.rehearse.Rehearsal;
import io.rehydrate.rehearse.RehearsalRequests.Outcome;
import io.rehydrate.rehearse.Rehearsals;
import io.rehydrate.run.Actor;
import io.rehydrate.store.Store;
import io.rehydrate.store.StoredDump;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.apache.camel.Message;

/** The operations on rehearsals. */
public final class RehearsalOperations {
  private static final int DUMPS_LOOKED_THROUGH = 10;

  private final Store store;
  private final Rehearsals rehearsals;
  private final Requests requests;

  /** Takes a request. */
  @FunctionalInterface
  public interface Requests {
    Outcome request(Actor actor, String dump, String ref);
  }

  public RehearsalOperations(Store store, Requests requests) {
    this.store = store;
    this.rehearsals = new Rehearsals(store);
    this.requests = requests;
  }

  private record RequestBody(Optional<String> dump, String ref) {}

  /** Those of a dump, the newest first. */
  public String list(@Header("dump") String dump, Message message) {
    if (dump == null || dump.isBlank()) {
      throw Json.invalid("the parameter dump is missing", null);
    }
    return Reply.ok(message, of(store.get(Ids.dump(dump)).id()));
  }

  /** Queues a rehearsal; 200 with its result where that is known already. */
  public String request(@Body String body, Message message) {
    RequestBody asked = Json.read(body, RequestBody.class);
    Outcome outcome =
        requests.request(
            Caller.of(message).actor(), asked.dump().orElse("latest"), asked.ref().strip());
    return outcome.known().isPresent()
        ? Reply.ok(message, outcome.known().get())
        : Reply.queued(message, outcome.queued().orElseThrow());
  }

  /** Those of a dump, the newest first. */
  public List<Rehearsal> of(DumpId dump) {
    return rehearsals.of(dump);
  }

  /** The one of a ref, {@code branch:main}, with a dump. */
  public Optional<Rehearsal> find(DumpId dump, String ref) {
    return of(dump).stream().filter(r -> ref.equals(r.kind() + ":" + r.ref())).findFirst();
  }

  /** The one with the newest dump of each ref, by {@code branch:main}. */
  public Map<String, Rehearsal> newest() {
    Map<String, Rehearsal> newest = new HashMap<>();
    store.list().stream()
        .limit(DUMPS_LOOKED_THROUGH)
        .map(StoredDump::id)
        .flatMap(dump -> of(dump).stream())
        .forEach(r -> newest.putIfAbsent(r.kind() + ":" + r.ref(), r));
    return newest;
  }
}

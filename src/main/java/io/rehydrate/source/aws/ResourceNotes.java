package io.rehydrate.source.aws;

import io.rehydrate.run.Journal;
import io.rehydrate.run.Resource;
import io.rehydrate.run.RunId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** What the journal keeps of the resources that one run makes at AWS, from before they are made. */
final class ResourceNotes {
  private final RunId run;
  private final Journal journal;
  private final Map<String, Resource> written = new HashMap<>();
  private final Map<String, Trace> earlier = new HashMap<>();
  private final Map<String, Trace> beforeSending = new HashMap<>();
  private boolean asked;

  ResourceNotes(RunId run, Journal journal) {
    this.run = run;
    this.journal = journal;
  }

  /** Whether any resource was written, by this process or an earlier one. */
  boolean hasAsked() {
    return asked;
  }

  private static String key(RdsResourceType kind, String id) {
    return kind.resource() + " " + id;
  }

  /** Takes over what an earlier process wrote: it may have been made, whatever is refused now. */
  ResourceNote recall(RdsResourceType kind, Resource resource) {
    ResourceNote memory = ResourceNote.parse(resource.detail());
    asked = true;
    written.put(key(kind, resource.name()), resource);
    earlier.put(key(kind, resource.name()), memory.trace());
    return memory;
  }

  /** Writes a resource into the journal, before it is made; once. */
  void write(RdsResourceType kind, String id, ResourceNote memory) {
    asked = true;
    written.computeIfAbsent(
        key(kind, id),
        key -> {
          long number = journal.add(run, kind.resource(), id, memory.text());
          return new Resource(number, run, kind.resource(), id, memory.text(), Instant.EPOCH);
        });
  }

  Trace trace(RdsResourceType kind, String id) {
    Resource resource = written.get(key(kind, id));
    return resource == null ? Trace.NOTHING : ResourceNote.parse(resource.detail()).trace();
  }

  private void change(RdsResourceType kind, String id, UnaryOperator<ResourceNote> change) {
    Resource old = written.get(key(kind, id));
    if (old == null) {
      return;
    }
    String detail = change.apply(ResourceNote.parse(old.detail())).text();
    if (!detail.equals(old.detail())) {
      journal.detail(old.id(), detail);
      written.put(
          key(kind, id), new Resource(old.id(), run, old.kind(), id, detail, old.createdAt()));
    }
  }

  /** The create call is sent now. */
  void sending(RdsResourceType kind, String id, Instant now) {
    beforeSending.put(key(kind, id), trace(kind, id));
    change(kind, id, memory -> memory.with(memory.trace().sending(now)));
  }

  /**
   * The create call failed.
   *
   * @param certain AWS has done nothing
   */
  void failed(RdsResourceType kind, String id, boolean certain, Instant now) {
    Trace before = beforeSending.getOrDefault(key(kind, id), Trace.NOTHING);
    change(kind, id, memory -> memory.with(certain ? before : memory.trace().unanswered(now)));
  }

  /** AWS has accepted the create call. */
  void made(RdsResourceType kind, String id, RdsResource thing) {
    change(
        kind, id, memory -> memory.with(memory.trace().answered(thing.arn(), thing.resourceId())));
  }

  /** AWS has listed it. */
  void seen(RdsResourceType kind, String id) {
    change(kind, id, ResourceNote::afterSeen);
  }

  /** It is certain that this process has not made it; what an earlier one did is not known. */
  void notMade(RdsResourceType kind, String id) {
    Resource resource = written.get(key(kind, id));
    if (resource != null
        && !earlier.containsKey(key(kind, id))
        && !ResourceNote.parse(resource.detail()).seen()) {
      journal.gone(resource.id());
      written.remove(key(kind, id));
    }
  }

  /** Whether an earlier process may have made it, and AWS need not list it yet. */
  boolean mayExist(RdsResourceType kind, String id, Instant now, Duration grace) {
    Trace trace = earlier.get(key(kind, id));
    return trace != null && trace.certainFrom(Instant.EPOCH, grace).isAfter(now);
  }
}

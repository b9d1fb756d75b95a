package io.rehydrate.demo.rds;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** A thing with a name, tags and a state. */
abstract class Resource {
  static final String AVAILABLE = "available";

  private final Kind kind;
  private final String id;
  private final String resourceId;
  private final Instant made;
  private final Map<String, String> tags;
  private LifeCycle life;
  private CompletableFuture<Void> work = CompletableFuture.completedFuture(null);
  private Instant seenFrom;
  private Instant taggedFrom;

  Resource(Kind kind, String id, Map<String, String> tags, LifeCycle life) {
    this.kind = kind;
    this.id = id;
    this.made = life.begun();
    this.seenFrom = made;
    this.taggedFrom = made;
    this.tags = new LinkedHashMap<>(tags);
    this.life = life;
    this.resourceId =
        (kind == Kind.INSTANCE ? "db-" : "cluster-")
            + UUID.randomUUID().toString().replace("-", "").toUpperCase(java.util.Locale.ROOT);
  }

  final Kind kind() {
    return kind;
  }

  final String id() {
    return id;
  }

  final String arn() {
    return new Arn(kind, id).toString();
  }

  /** Never given to another thing, even of the same name. */
  final String resourceId() {
    return resourceId;
  }

  final Instant made() {
    return made;
  }

  final Map<String, String> tags() {
    return tags;
  }

  /** As a caller is shown them at that time. */
  final Map<String, String> tags(Instant now) {
    return now.isBefore(taggedFrom) ? Map.of() : tags;
  }

  final void hideTagsFor(Duration time) {
    taggedFrom = made.plus(time);
  }

  final LifeCycle life() {
    return life;
  }

  final void begin(LifeCycle other) {
    life = other;
  }

  /** What has to be done before it can be available. */
  final void waitFor(CompletableFuture<Void> other) {
    work = other;
  }

  final void hideFor(Duration time) {
    seenFrom = made.plus(time);
  }

  /** From now on nobody finds it for that long. */
  final void hide(Instant now, Duration time) {
    seenFrom = now.plus(time);
  }

  final boolean isSeen(Instant now) {
    return !now.isBefore(seenFrom);
  }

  /** Its state; to be available it waits until its data really is. */
  final String status(Instant now) {
    String status = life.status(now);
    if (status.equals(Course.GONE)) {
      return "deleting";
    }
    return status.equals(AVAILABLE) && !Work.succeeded(work) ? "failed" : status;
  }

  final boolean isAvailable(Instant now) {
    return status(now).equals(AVAILABLE);
  }

  final boolean isDeleting(Instant now) {
    return status(now).equals("deleting");
  }

  final boolean isGone(Instant now) {
    return life.status(now).equals(Course.GONE);
  }
}

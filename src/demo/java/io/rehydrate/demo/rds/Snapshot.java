package io.rehydrate.demo.rds;

import java.time.Instant;
import java.util.Map;

/** A snapshot of a cluster or of an instance. */
final class Snapshot extends Resource {
  static final String MANUAL = "manual";
  static final String AUTOMATED = "automated";

  private final Origin origin;
  private final String type;
  private final Volume volume;

  /**
   * @param type {@link #MANUAL} or {@link #AUTOMATED}
   */
  Snapshot(
      Kind kind,
      String id,
      Map<String, String> tags,
      LifeCycle life,
      Origin origin,
      String type,
      Volume volume) {
    super(kind, id, tags, life);
    this.origin = origin;
    this.type = type;
    this.volume = volume;
  }

  Origin origin() {
    return origin;
  }

  String type() {
    return type;
  }

  boolean isManual() {
    return type.equals(MANUAL);
  }

  Volume volume() {
    return volume;
  }

  /** How far it is, in percent. */
  int percent(Instant now) {
    return life().percent(now);
  }
}

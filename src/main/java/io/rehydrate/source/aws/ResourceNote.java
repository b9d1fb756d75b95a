package io.rehydrate.source.aws;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * What the journal keeps of a thing at AWS, so that another process can continue with it.
 *
 * @param seen AWS has reported it
 * @param snapshot that it is restored from
 * @param snapshotAt when that was taken, in milliseconds; 0 where there is none
 * @param engineVersion of the snapshot
 * @param older why an older snapshot was taken
 * @param trace of its making and removal
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
record ResourceNote(
    boolean seen,
    String snapshot,
    long snapshotAt,
    String engineVersion,
    String older,
    Trace trace) {
  private static final ObjectMapper JSON = new ObjectMapper();
  static final ResourceNote NOTHING = new ResourceNote(false, "", 0, "", "");

  ResourceNote {
    snapshot = snapshot == null ? "" : snapshot;
    older = older == null ? "" : older;
    engineVersion = engineVersion == null ? "" : engineVersion;
    trace = trace == null ? Trace.NOTHING : trace;
  }

  ResourceNote(boolean seen, String snapshot, long snapshotAt, String engineVersion, String older) {
    this(seen, snapshot, snapshotAt, engineVersion, older, Trace.NOTHING);
  }

  static ResourceNote of(SnapshotChoice choice) {
    return new ResourceNote(
        false,
        choice.id(),
        choice.createdAt().toEpochMilli(),
        choice.engineVersion(),
        choice.older());
  }

  ResourceNote afterSeen() {
    return new ResourceNote(true, snapshot, snapshotAt, engineVersion, older, trace);
  }

  ResourceNote with(Trace other) {
    return new ResourceNote(seen, snapshot, snapshotAt, engineVersion, older, other);
  }

  /** Whether AWS has said of it that this run made it. */
  @JsonIgnore
  boolean isProven() {
    return seen || trace.made();
  }

  static ResourceNote parse(String detail) {
    try {
      return detail.isBlank() ? NOTHING : JSON.readValue(detail, ResourceNote.class);
    } catch (JsonProcessingException e) {
      return NOTHING;
    }
  }

  String text() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}

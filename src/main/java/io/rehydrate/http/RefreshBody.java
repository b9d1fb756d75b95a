package io.rehydrate.http;

import java.util.Optional;

/**
 * What a refresh is asked for with, over HTTP and in the inbox.
 *
 * @param dump a dump's id or {@code latest}
 * @param ref a branch or a tag; empty: no migrations
 */
public record RefreshBody(String target, String dump, Optional<String> ref) {
  public static final String LATEST = "latest";

  /** As it is written; {@code dump} may be left out. */
  private record Written(Optional<String> target, Optional<String> dump, Optional<String> ref) {}

  /**
   * Reads the JSON of a request; strictly: no unknown fields, nothing twice, nothing deep.
   *
   * @throws io.rehydrate.error.InvalidException {@code request.invalid}
   */
  public static RefreshBody parse(String json) {
    Written written = Json.read(json, Written.class);
    String target = written.target().orElseThrow(() -> Json.invalid("it names no target", null));
    return new RefreshBody(target, written.dump().orElse(LATEST), written.ref());
  }
}

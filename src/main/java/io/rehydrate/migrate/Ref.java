package io.rehydrate.migrate;

import java.time.Instant;

/**
 * A branch or a tag of the migrations repository.
 *
 * @param name without {@code refs/heads/} or {@code refs/tags/}
 * @param author the name of the commit's author, without control characters
 * @param subject the first line of the commit's message, shortened, without control characters
 */
public record Ref(
    String name, Kind kind, CommitSha sha, Instant committedAt, String author, String subject) {

  /** What a ref is. */
  public enum Kind {
    BRANCH,
    TAG
  }
}

package io.rehydrate.http;

import io.rehydrate.migrate.Ref;
import java.time.Instant;
import java.util.Locale;

/**
 * A branch or a tag of the migrations repository.
 *
 * @param kind {@code branch} or {@code tag}
 * @param author the name of the commit's author
 * @param subject the first line of the commit's message
 */
public record RefView(
    String name, String kind, String sha, Instant committedAt, String author, String subject) {

  /** As the API tells it. */
  public static RefView of(Ref ref) {
    return new RefView(
        ref.name(),
        ref.kind().name().toLowerCase(Locale.ROOT),
        ref.sha().toString(),
        ref.committedAt(),
        ref.author(),
        ref.subject());
  }
}

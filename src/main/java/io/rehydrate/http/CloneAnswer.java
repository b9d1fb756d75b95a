package io.rehydrate.http;

import io.rehydrate.clone.CloneView;
import java.time.Instant;
import java.util.Optional;

/**
 * A clone, as the API has it.
 *
 * @param password for its owner alone
 * @param expires empty: never
 */
public record CloneAnswer(
    String name,
    String state,
    String owner,
    String host,
    int port,
    String user,
    Optional<String> password,
    String dump,
    Optional<String> ref,
    Optional<String> commit,
    Instant created,
    Optional<Instant> expires) {

  static CloneAnswer of(CloneView view, Optional<String> password) {
    return new CloneAnswer(
        view.name(),
        view.state(),
        view.owner(),
        view.host(),
        view.port(),
        view.user(),
        password,
        view.dump(),
        view.ref(),
        view.commit(),
        view.created(),
        view.expires());
  }
}

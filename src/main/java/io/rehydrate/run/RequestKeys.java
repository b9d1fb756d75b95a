package io.rehydrate.run;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.InvalidException;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The keys of requests, for as long as the journal has their runs. */
final class RequestKeys {
  private final JdbcClient client;

  RequestKeys(JdbcClient client) {
    this.client = client;
  }

  private record Known(String digest, String run) {}

  /**
   * The run of this request; empty where its key is new.
   *
   * @throws InvalidException {@code request.key-used}
   */
  Optional<RunId> run(RequestKey.Keyed request) {
    Optional<Known> known =
        client
            .sql("SELECT request, run FROM request_key WHERE id = ?")
            .param(request.id())
            .query((row, n) -> new Known(row.getString(1), row.getString(2)))
            .optional();
    if (known.filter(used -> !used.digest().equals(request.digest())).isPresent()) {
      throw new InvalidException(
          ErrorCode.REQUEST_KEY_USED,
          "The key of the request was used for another one, that of the run " + known.get().run(),
          "Send the same request again, or give this one another key");
    }
    return known.map(used -> new RunId(used.run()));
  }

  void remember(RequestKey.Keyed request, RunId run) {
    client
        .sql("INSERT INTO request_key (id, request, run) VALUES (?, ?, ?)")
        .params(request.id(), request.digest(), run.value())
        .update();
  }
}

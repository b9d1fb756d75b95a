package io.rehydrate.http;

import io.rehydrate.refresh.RefreshRequest;
import io.rehydrate.run.RequestKey;
import io.rehydrate.run.Run;
import io.rehydrate.users.Person;
import java.nio.charset.StandardCharsets;
import java.util.function.BiFunction;
import org.apache.camel.Body;
import org.apache.camel.Message;

/** The operation on refreshes. */
public final class RefreshOperations {
  private final BiFunction<Person, RefreshRequest, Run> queue;

  /**
   * @param queue takes a request once everything that it names exists and the person may refresh it
   */
  public RefreshOperations(BiFunction<Person, RefreshRequest, Run> queue) {
    this.queue = queue;
  }

  /** Queues a refresh. The body is a {@link RefreshRequest} as JSON; a header may have its key. */
  public String request(@Body String body, Message message) {
    RefreshRequest request =
        RefreshRequest.parse(body.getBytes(StandardCharsets.UTF_8))
            .keyed(Caller.key(message).map(RequestKey::new));
    return Reply.queued(message, queue(Caller.of(message), request));
  }

  /**
   * Queues a refresh.
   *
   * @throws io.rehydrate.error.NotAllowedException {@code permission.owner}
   */
  public Run queue(Person person, RefreshRequest request) {
    return queue.apply(person, request);
  }
}

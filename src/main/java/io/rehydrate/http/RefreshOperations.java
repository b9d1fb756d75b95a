package io.rehydrate.http;

import org.apache.camel.Body;
import org.apache.camel.Message;

/** Takes requests for refreshes. */
public final class RefreshOperations {
  private final RefreshRequests requests;

  public RefreshOperations(RefreshRequests requests) {
    this.requests = requests;
  }

  /** Queues a refresh. The body is a {@link RefreshBody}. */
  public String request(@Body String body, Message message) {
    return Reply.queued(message, requests.queue(Caller.of(message), RefreshBody.parse(body)));
  }
}

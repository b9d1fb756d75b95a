package io.rehydrate.http;

import io.rehydrate.run.Run;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Statuses and headers of the answers. */
final class Reply {
  private static final String JSON = "application/json";

  private Reply() {}

  /** 200, unless another status was set. */
  static String ok(Message message, Object view) {
    message.setHeader(Exchange.CONTENT_TYPE, JSON);
    return Json.text(view);
  }

  /** 202, and where the run is found. */
  static String queued(Message message, Run run) {
    message.setHeader("Location", "/api/v1/runs/" + run.id());
    return accepted(message, run);
  }

  /** 202 with the run as it is now. */
  static String accepted(Message message, Run run) {
    message.setHeader(Exchange.HTTP_RESPONSE_CODE, 202);
    return ok(message, RunView.of(run));
  }

  /** 204. */
  static String nothing(Message message) {
    message.setHeader(Exchange.HTTP_RESPONSE_CODE, 204);
    message.setHeader(Exchange.CONTENT_TYPE, JSON);
    return "";
  }
}

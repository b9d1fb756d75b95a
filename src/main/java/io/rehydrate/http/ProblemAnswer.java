package io.rehydrate.http;

import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Message;

/** Answers a failed operation with its problem document. */
public final class ProblemAnswer {
  private static final String RETRY_AFTER_SECONDS = "60";

  private final Refusals refusals;

  public ProblemAnswer(Refusals refusals) {
    this.refusals = refusals;
  }

  /** Gives the document, and sets the answer's status. */
  public String answer(
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure, Message message) {
    Problem problem = Problem.of(failure);
    refusals.count(problem);
    Caller.refused(message, problem.code());
    message.removeHeaders("*");
    message.setHeader(Exchange.HTTP_RESPONSE_CODE, problem.status());
    message.setHeader(Exchange.CONTENT_TYPE, Problem.MEDIA_TYPE);
    if (problem.status() == 429) {
      message.setHeader("Retry-After", RETRY_AFTER_SECONDS);
    }
    return problem.toJson();
  }
}

package io.rehydrate.source.aws;

import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/** Counts what is sent to AWS, the SDK's own further tries too. */
final class CallCounter implements ExecutionInterceptor {
  private final AtomicLong calls = new AtomicLong();

  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes attributes) {
    calls.incrementAndGet();
  }

  long calls() {
    return calls.get();
  }
}

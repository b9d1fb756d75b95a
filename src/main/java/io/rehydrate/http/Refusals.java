package io.rehydrate.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Optional;

/** Counts refused requests by the code of the reason. */
public final class Refusals {
  /** Begin at zero, so that the first one is seen as a rise. */
  private static final List<String> USUAL =
      List.of(
          "login.required",
          "login.wrong",
          "login.limit",
          "login.token",
          "login.header",
          "login.unknown",
          "permission.role",
          "permission.owner",
          "request.form",
          "request.origin",
          "request.host",
          "request.remote",
          "request.credential");

  private volatile Optional<MeterRegistry> meters = Optional.empty();

  /** Has them counted here from now on. */
  public void countIn(MeterRegistry registry) {
    USUAL.forEach(code -> counter(registry, code));
    meters = Optional.of(registry);
  }

  void count(Problem problem) {
    if (problem.status() >= 400 && problem.status() < 500) {
      count(problem.code());
    }
  }

  void count(String code) {
    meters.ifPresent(registry -> counter(registry, code).increment());
  }

  private static Counter counter(MeterRegistry registry, String code) {
    return Counter.builder("rehydrate.requests.refused")
        .description("Requests that were refused")
        .tag("reason", code)
        .register(registry);
  }
}

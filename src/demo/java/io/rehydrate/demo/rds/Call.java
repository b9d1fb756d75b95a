package io.rehydrate.demo.rds;

import java.time.Instant;
import java.util.Map;

/**
 * One call of the API.
 *
 * @param parameters as they were sent, but for passwords
 * @param outcome {@code OK}, the error's code, or {@code lost}
 */
public record Call(Instant at, String operation, Map<String, String> parameters, String outcome) {
  public static final String OK = "OK";
  public static final String LOST = "lost";

  public Call {
    parameters = Map.copyOf(parameters);
  }
}

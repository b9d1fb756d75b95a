package io.rehydrate.dehydrate;

import java.util.List;

/**
 * Statements that belong together and run one after the other.
 *
 * @param name what it does, for the log: {@code keys of insurance.applications}
 */
public record Task(String name, List<String> statements) {
  public Task {
    statements = List.copyOf(statements);
  }
}

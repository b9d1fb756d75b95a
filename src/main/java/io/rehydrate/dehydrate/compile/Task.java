package io.rehydrate.dehydrate.compile;

import java.util.List;
import java.util.Optional;

/**
 * Statements that belong together and run one after the other.
 *
 * @param name what it does, for the log: {@code keys of insurance.applications}
 * @param subject of a task whose rows are counted
 */
public record Task(String name, List<ScratchStatement> statements, Optional<TaskSubject> subject) {
  public Task {
    statements = List.copyOf(statements);
  }

  /** One whose rows nobody counts. */
  public Task(String name, List<ScratchStatement> statements) {
    this(name, statements, Optional.empty());
  }

  /** Whether it writes a table's rows again, or empties the table. */
  public boolean isRewrite() {
    return subject.filter(s -> s.kind() == TaskSubject.Kind.REWRITE).isPresent();
  }

  Task(String name, List<ScratchStatement> statements, TaskSubject subject) {
    this(name, statements, Optional.of(subject));
  }
}

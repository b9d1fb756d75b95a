package io.rehydrate.dehydrate;

import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.run.Progress;
import io.rehydrate.schema.TableName;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the statements of a stage count for its progress. Tables that are rewritten count by their
 * rows, once for the rows and once for each index; in other stages a statement is a statement.
 */
final class StageProgress {
  private static final String STATEMENTS = "statements";

  /** Those that take as long as there are rows. */
  private static final Pattern OF_ROWS = Pattern.compile("(?:INSERT|ALTER TABLE|DELETE) ");

  private final ResolvedPlan plan;

  StageProgress(ResolvedPlan plan) {
    this.plan = plan;
  }

  void begin(Progress progress, Stage stage) {
    boolean rewrite = stage.name().equals(Rewrite.STAGE);
    long total =
        stage.tasks().stream()
            .mapToLong(task -> task.statements().stream().mapToLong(s -> weight(task, s)).sum())
            .sum();
    progress.begin(stage.name(), rewrite ? Progress.ROWS : STATEMENTS, total);
  }

  /** What a statement of this task counts that has ended. */
  long weight(Task task, String statement) {
    Optional<TableName> rewritten =
        task.subject()
            .filter(subject -> subject.kind() == TaskSubject.Kind.REWRITE)
            .map(TaskSubject::table);
    if (rewritten.isEmpty()) {
      return 1;
    }
    return OF_ROWS.matcher(statement).lookingAt()
        ? Math.max(1, plan.rule(rewritten.get()).table().estimatedRows())
        : 0;
  }
}

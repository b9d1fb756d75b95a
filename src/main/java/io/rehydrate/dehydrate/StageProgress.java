package io.rehydrate.dehydrate;

import io.rehydrate.dehydrate.compile.ScratchStatement;
import io.rehydrate.dehydrate.compile.Stage;
import io.rehydrate.dehydrate.compile.Task;
import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.run.Progress;

/**
 * What the statements of a stage count for its progress. Tables that are rewritten count by their
 * rows, once for the rows and once for each index; in other stages a statement is a statement.
 */
final class StageProgress {
  private static final String STATEMENTS = "statements";

  private final ResolvedPlan plan;

  StageProgress(ResolvedPlan plan) {
    this.plan = plan;
  }

  void begin(Progress progress, Stage stage) {
    long total =
        stage.tasks().stream()
            .mapToLong(task -> task.statements().stream().mapToLong(s -> weight(task, s)).sum())
            .sum();
    progress.begin(stage.name(), stage.isRewrite() ? Progress.ROWS : STATEMENTS, total);
  }

  /** What a statement of this task counts that has ended. */
  long weight(Task task, ScratchStatement statement) {
    if (!task.isRewrite()) {
      return 1;
    }
    return statement.growsWithRows()
        ? Math.max(1, plan.rule(task.subject().orElseThrow().table()).table().estimatedRows())
        : 0;
  }
}

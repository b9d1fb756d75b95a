package io.rehydrate.dehydrate;

import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.run.Progress;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What the statements of a stage count for its progress. Tables that are rewritten count by their
 * rows, once for the rows and once for each index; in other stages a statement is a statement.
 */
final class StageProgress {
  private static final String STATEMENTS = "statements";

  /** Those that take as long as there are rows. */
  private static final Pattern OF_ROWS = Pattern.compile("(?:INSERT|ALTER TABLE|DELETE) ");

  private final Map<String, Long> rowsOfTasks = new TreeMap<>();

  StageProgress(ResolvedPlan plan) {
    plan.tables()
        .forEach(
            (name, rule) ->
                rowsOfTasks.put(Rewrite.taskName(name), Math.max(1, rule.table().estimatedRows())));
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
    Long rows = rowsOfTasks.get(task.name());
    if (rows == null) {
      return 1;
    }
    return OF_ROWS.matcher(statement).lookingAt() ? rows : 0;
  }
}

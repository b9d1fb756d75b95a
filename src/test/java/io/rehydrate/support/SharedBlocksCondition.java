package io.rehydrate.support;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Whether this machine lets a test mount a file system that shares blocks. */
final class SharedBlocksCondition implements ExecutionCondition {
  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return decide(SharedBlocks.obstacle(), System.getenv("REQUIRE_REFLINK"));
  }

  /**
   * @param required {@code 1}: it has to be possible; {@code 0}: do without
   * @throws AssertionError where it is required and impossible: a test must not pass for want of it
   */
  static ConditionEvaluationResult decide(String obstacle, String required) {
    if ("0".equals(required)) {
      return ConditionEvaluationResult.disabled("SKIPPED: REQUIRE_REFLINK=0");
    }
    if (obstacle.isEmpty()) {
      return ConditionEvaluationResult.enabled("on an XFS of its own");
    }
    if ("1".equals(required)) {
      throw new AssertionError("REQUIRE_REFLINK=1, and " + obstacle);
    }
    return ConditionEvaluationResult.disabled("SKIPPED: clones are not tested here: " + obstacle);
  }
}

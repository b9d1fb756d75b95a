package io.rehydrate.support;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.testcontainers.DockerClientFactory;

/** Whether a Docker engine answers, and what it means if none does. */
final class DockerCondition implements ExecutionCondition {

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return decide(
        DockerClientFactory.instance().isDockerAvailable(),
        "1".equals(System.getenv("REQUIRE_DOCKER")));
  }

  /**
   * @throws AssertionError where an engine is required and missing: a test must not pass for want
   *     of one
   */
  static ConditionEvaluationResult decide(boolean answers, boolean required) {
    if (answers) {
      return ConditionEvaluationResult.enabled("a Docker engine answers");
    }
    if (required) {
      throw new AssertionError("REQUIRE_DOCKER=1, and no Docker engine answers");
    }
    return ConditionEvaluationResult.disabled("no Docker engine answers");
  }
}

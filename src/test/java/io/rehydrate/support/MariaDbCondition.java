package io.rehydrate.support;

import io.rehydrate.mysql.ServerVersion;
import io.rehydrate.mysql.Sessions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Whether the MariaDB server is there that the tests are to run on, in the version asked for. */
final class MariaDbCondition implements ExecutionCondition {

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    String required = Optional.ofNullable(System.getenv("REQUIRE_MARIADB")).orElse("");
    ConditionEvaluationResult result = decide(TestServers.programs(), required);
    if (!result.isDisabled() && TestServers.programs().isPresent()) {
      requireVersion(version(), required);
    }
    return result;
  }

  /**
   * @param programs empty: the embedded server, which is always there
   * @param required a version that has to be there; empty: none
   * @throws AssertionError where one is required and missing: a test must not pass for want of it
   */
  static ConditionEvaluationResult decide(Optional<Path> programs, String required) {
    if (programs.isEmpty()) {
      return ConditionEvaluationResult.enabled("on the embedded server");
    }
    if (Files.isExecutable(programs.get().resolve("sbin/mariadbd"))) {
      return ConditionEvaluationResult.enabled("on the server of " + programs.get());
    }
    String missing = "no MariaDB server in " + programs.get();
    if (!required.isEmpty()) {
      throw new AssertionError("REQUIRE_MARIADB=" + required + ", and " + missing);
    }
    return ConditionEvaluationResult.disabled(missing);
  }

  static void requireVersion(ServerVersion found, String required) {
    if (!required.isEmpty() && !found.toString().startsWith(required + ".")) {
      throw new AssertionError("REQUIRE_MARIADB=" + required + ", and it is " + found);
    }
  }

  private static ServerVersion version() {
    try (Connection session = Sessions.open(TestServers.scratch().root(), "scratch")) {
      return Sessions.version(session);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}

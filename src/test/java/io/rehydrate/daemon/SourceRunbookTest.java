package io.rehydrate.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Variable;
import org.junit.jupiter.api.Test;

class SourceRunbookTest extends RunbookTestSupport {
  /** Resolves a plan without a server. */
  public static final class Plan {
    public void resolve(Exchange exchange) {
      exchange.setVariable("plan", "a plan");
    }
  }

  /** Copies nothing, once there is a plan. */
  public static final class Copy {
    public void copy(@Variable("plan") String plan, Exchange exchange) {
      exchange.setVariable("scratch", "a scratch for " + plan);
    }
  }

  @Override
  List<String> files() {
    return List.of(
        "source-server", "source-aurora-snapshot", "source-aurora-clone", "source-rds-instance");
  }

  @Override
  String entries() {
    return "(acquire|release)-.*";
  }

  @Override
  Map<String, Object> standIns() {
    return Map.of("livePlan", new Plan(), "serverSource", new Copy());
  }

  private List<String> steps(String endpoint) {
    calls().clear();
    watch(
        "aws-begin",
        "aws-choose-snapshot",
        "aurora-restore",
        "aurora-clones",
        "aurora-clone",
        "aurora-instance",
        "rds-restore",
        "aws-password",
        "aws-login",
        "aws-release");
    assertThat(send("direct:" + endpoint, "").getException()).isNull();
    return List.copyOf(calls());
  }

  @Test
  void a_server_is_copied_after_the_plan_was_checked() {
    var acquired = send("direct:acquire-server", "");

    assertThat(acquired.getVariable("plan")).isEqualTo("a plan");
    assertThat(acquired.getVariable("scratch")).isEqualTo("a scratch for a plan");
    assertThat(send("direct:release-server", "").getException()).isNull();
  }

  @Test
  void a_snapshot_of_a_cluster_is_restored_and_gets_an_instance_and_a_password_of_its_own() {
    assertThat(steps("acquire-aurora-snapshot"))
        .containsExactly(
            "aws-begin",
            "aws-choose-snapshot",
            "aurora-restore",
            "aws-password",
            "aurora-instance",
            "aws-login");
    assertThat(steps("release-aurora-snapshot")).containsExactly("aws-release");
  }

  @Test
  void a_cluster_is_cloned_after_its_clones_were_counted() {
    assertThat(steps("acquire-aurora-clone"))
        .containsExactly(
            "aws-begin",
            "aurora-clones",
            "aurora-clone",
            "aws-password",
            "aurora-instance",
            "aws-login");
    assertThat(steps("release-aurora-clone")).containsExactly("aws-release");
  }

  @Test
  void a_snapshot_of_an_instance_is_restored_with_a_password_of_its_own() {
    assertThat(steps("acquire-rds-instance"))
        .containsExactly(
            "aws-begin", "aws-choose-snapshot", "rds-restore", "aws-password", "aws-login");
    assertThat(steps("release-rds-instance")).containsExactly("aws-release");
  }
}

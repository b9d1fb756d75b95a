package io.rehydrate.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.MigrationFailedException;
import io.rehydrate.run.ActiveRun;
import io.rehydrate.run.Run;
import io.rehydrate.run.RunState;
import java.util.List;
import java.util.Map;
import org.apache.camel.Variable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RefreshRunbookTest extends RunbookTestSupport {
  private final Steps steps = new Steps();

  /** Notes which of its steps are taken; no server is asked. */
  public final class Steps {
    private String failing = "";

    public String admit() {
      return take("admit");
    }

    public void fetchRef() {
      take("fetchRef");
    }

    public void migrate() {
      take("migrate");
    }

    public void exchange(@Variable("run") ActiveRun run) {
      take("exchange");
      run.accomplished();
    }

    private String take(String step) {
      calls().add(step);
      if (step.equals(failing)) {
        throw new MigrationFailedException(ErrorCode.MIGRATIONS_FAILED, "V2 failed", "Correct it");
      }
      return step;
    }
  }

  @Override
  List<String> files() {
    return List.of("refresh");
  }

  @Override
  String entries() {
    return "refresh|refresh-steps";
  }

  @Override
  Map<String, Object> standIns() {
    return Map.of("refreshSteps", steps);
  }

  @BeforeEach
  void watch() {
    watch("load", "after-script", "notify");
  }

  private Run refresh() {
    Run queued = queuedNight();
    assertThat(send("direct:refresh", queued.id()).getException()).isNull();
    return now(queued);
  }

  @Test
  void a_refresh_takes_its_steps_in_order() {
    assertThat(refresh().state()).isEqualTo(RunState.SUCCEEDED);
    assertThat(calls())
        .containsExactly(
            "admit", "fetchRef", "load", "migrate", "after-script", "exchange", "notify");
  }

  @Test
  void a_migration_that_fails_ends_the_run_before_the_exchange() {
    steps.failing = "migrate";

    Run run = refresh();

    assertThat(run.failure().orElseThrow().code()).isEqualTo("migrations.failed");
    assertThat(calls()).containsExactly("admit", "fetchRef", "load", "migrate", "notify");
  }

  @Test
  void a_script_that_fails_ends_the_run_before_the_exchange() {
    failAt("after-script", new IllegalStateException("no"));

    assertThat(refresh().state()).isEqualTo(RunState.FAILED);
    assertThat(calls()).endsWith("after-script", "notify");
  }
}

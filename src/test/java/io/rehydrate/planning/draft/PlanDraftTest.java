package io.rehydrate.planning.draft;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.support.CommandProcess;
import io.rehydrate.support.OnEveryMariaDb;
import io.rehydrate.support.TestHome;
import io.rehydrate.support.TestServers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OnEveryMariaDb
class PlanDraftTest extends PlanDraftOnAnyServer {

  PlanDraftTest() {
    super(TestServers.source().root());
  }

  @Test
  void the_command_prints_a_draft_that_plan_check_takes(@TempDir Path folder) throws Exception {
    String schema = demo(200, false);
    TestHome home = TestHome.in(folder, schema);

    CommandProcess draft = CommandProcess.start(home.path(), "plan", "draft");
    assertThat(draft.exitCode()).as(draft.errors()).isZero();
    home.plan(draft.output());
    CommandProcess check = CommandProcess.start(home.path(), "plan", "check");

    assertThat(check.exitCode()).as(check.output() + check.errors()).isZero();
    assertThat(check.errors()).contains("The plan fits: 18 tables, 22 relations");
    assertThat(check.output())
        .contains("CREATE INDEX `notes_subject_id`")
        .doesNotContain("relation.broken")
        .doesNotContain("lead nowhere: if that means none");
    TestServers.run(source(), "DROP DATABASE " + schema);
  }
}

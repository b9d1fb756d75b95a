package io.rehydrate.source.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.daemon.Beans;
import io.rehydrate.run.Run;
import io.rehydrate.support.TestServers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No statement runs on a server that is not proven to be the scratch. */
class AwsGuardTest {
  @TempDir Path folder;

  private Run nightAt(String scratchUrl) throws Exception {
    try (AwsHouse house = AwsHouse.withServers(folder, "aurora-clone")) {
      house.home().set("scratch.url", scratchUrl).set("deadline.connect", "2s");
      try (Beans beans = house.beans()) {
        Run run = house.night(beans, AwsHouse.TWO);
        assertThat(house.rds.ledger().left()).isEmpty();
        assertThat(beans.store().list()).isEmpty();
        return run;
      }
    }
  }

  @Test
  void a_tunnel_that_leads_to_the_source_is_refused_before_anybody_logs_in() throws Exception {
    String source = TestServers.source().root().url().address();

    Run run = nightAt("jdbc:mysql://" + source);

    assertThat(run.failure().orElseThrow().code()).isEqualTo("guard.source");
    assertThat(run.failure().orElseThrow().exitCode()).isEqualTo(13);
  }

  @Test
  void a_server_that_does_not_know_the_nights_password_is_refused() throws Exception {
    Run run = nightAt("jdbc:mysql://" + TestServers.target().root().url().address());

    assertThat(run.failure().orElseThrow().code()).isEqualTo("guard.scratch");
    assertThat(run.failure().orElseThrow().exitCode()).isEqualTo(13);
  }

  @Test
  void an_alias_of_the_source_is_told_by_the_password_alone() throws Exception {
    int port = TestServers.source().root().url().port();

    Run run = nightAt("jdbc:mysql://localhost:" + port);

    assertThat(run.failure().orElseThrow().exitCode()).isEqualTo(13);
  }
}

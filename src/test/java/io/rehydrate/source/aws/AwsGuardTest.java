package io.rehydrate.source.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.daemon.Beans;
import io.rehydrate.demo.rds.World;
import io.rehydrate.run.Run;
import io.rehydrate.support.TestServers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * No statement runs on a server that is not proven to be the scratch. Production's server is real,
 * and so is the one that {@code scratch.url} leads to.
 */
class AwsGuardTest {
  @TempDir Path folder;
  private AwsHouse house;

  @BeforeEach
  void open() throws Exception {
    house = AwsHouse.onPaperBesides(TestServers.source(), folder);
  }

  @AfterEach
  void close() {
    house.close();
  }

  private Run nightAt(String scratchUrl) throws Exception {
    house.home().set("scratch.url", scratchUrl);
    try (Beans beans = house.beans()) {
      Run run = house.night(beans, AwsHouse.TWO);
      assertThat(house.rds.ledger().left()).isEmpty();
      assertThat(beans.store().list()).isEmpty();
      return run;
    }
  }

  private static void assertRefused(Run run, String code) {
    assertThat(run.failure().orElseThrow().code()).isEqualTo(code);
    assertThat(run.failure().orElseThrow().exitCode()).isEqualTo(13);
  }

  @Test
  void a_tunnel_that_leads_to_the_source_is_refused_before_anybody_logs_in() throws Exception {
    String source = TestServers.source().root().url().address();

    assertRefused(nightAt("jdbc:mysql://" + source), "guard.source");
  }

  @Test
  void a_server_that_does_not_know_the_nights_password_is_refused() throws Exception {
    String target = TestServers.target().root().url().address();

    assertRefused(nightAt("jdbc:mysql://" + target), "guard.scratch");
  }

  @Test
  void an_alias_of_the_source_is_told_by_the_password_alone() throws Exception {
    int port = TestServers.source().root().url().port();

    assertRefused(nightAt("jdbc:mysql://localhost:" + port), "guard.scratch");
  }

  @Test
  void an_account_that_the_source_knows_does_not_open_an_alias_of_it() throws Exception {
    int port = TestServers.source().root().url().port();
    TestServers.run(
        TestServers.source().root(),
        "CREATE OR REPLACE USER maker@'%' IDENTIFIED BY 'a-password'",
        "GRANT ALL ON *.* TO maker@'%'");
    house.home().secret("maker.password", "a-password");
    house.home().set("scratch.username", "maker").set("scratch.password-file", "maker.password");

    assertRefused(nightAt("jdbc:mysql://localhost:" + port), "guard.scratch");
  }

  @Test
  void the_master_account_is_not_to_be_named_for_the_work() throws Exception {
    house.home().secret("maker.password", "a-password");
    house.home().set("scratch.username", World.MASTER);
    house.home().set("scratch.password-file", "maker.password");
    try (Beans beans = house.beans()) {
      Run run = house.night(beans, AwsHouse.TWO);

      assertThat(run.failure().orElseThrow().code()).isEqualTo("aws.account");
      assertThat(run.failure().orElseThrow().exitCode()).isEqualTo(2);
      assertThat(house.rds.ledger().entries()).isEmpty();
    }
  }
}

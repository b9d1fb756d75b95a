package io.rehydrate.source.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.daemon.Beans;
import io.rehydrate.demo.rds.Fault;
import io.rehydrate.demo.rds.Kind;
import io.rehydrate.run.Run;
import io.rehydrate.run.RunState;
import io.rehydrate.store.StoredDump;
import io.rehydrate.support.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A whole night of each kind through a simulated account with real servers. */
class AwsNightTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"aurora-snapshot", "aurora-clone", "rds-instance"})
  void a_night_publishes_a_masked_dump_and_leaves_nothing_that_is_paid_for(String kind)
      throws Exception {
    AwsHouse house = AwsHouse.withServers(folder, kind);
    house.home().set("dump.verify", "restore");
    boolean byAnother = kind.equals("aurora-clone");
    if (byAnother) {
      worksAsMaker(house);
    }
    try (house;
        Beans beans = house.beans()) {
      Run run = house.night(beans, AwsHouse.TWO);

      String log = house.log(beans, run);
      assertThat(log.contains("the work is done as maker")).as(log).isEqualTo(byAnother);
      assertThat(run.failure()).as(log).isEmpty();
      assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
      StoredDump dump = beans.store().latest();
      var tables = dump.manifest().schemas().get(house.schema).tables();
      assertThat(tables.get("orders").rows()).isEqualTo(2);
      assertThat(tables.get("orders").rowsBefore()).isEqualTo(3);
      assertThat(tables.get("customers").masked()).containsExactly("email");
      assertThat(dump.manifest().source().kind()).isEqualTo(kind);
      assertThat(dump.manifest().source().identifier()).isEqualTo("prod");
      assertThat(dump.manifest().source().fallback()).isEmpty();
      assertThat(house.rds.ledger().left()).as(log).isEmpty();
      assertThat(beans.journal().resources(run.id())).isEmpty();
      assertThat(house.rds.ledger().of(Kind.INSTANCE)).hasSize(1);
      assertThat(house.rds.failures()).isEmpty();
    }
  }

  /** An account of production's that may do with the copy what a night needs, and no more. */
  private static void worksAsMaker(AwsHouse house) throws Exception {
    TestServers.run(
        TestServers.source().root(),
        "CREATE OR REPLACE USER maker@'%' IDENTIFIED BY 'a-password'",
        "GRANT ALL ON `" + house.schema + "`.* TO maker@'%'",
        "GRANT ALL ON `rehydrate\\_%`.* TO maker@'%'");
    house.home().secret("maker.password", "a-password");
    house.home().set("scratch.username", "maker").set("scratch.password-file", "maker.password");
  }

  @Test
  void a_night_on_an_older_snapshot_says_so_in_the_manifest_and_the_report() throws Exception {
    try (AwsHouse house = AwsHouse.withServers(folder, "aurora-snapshot")) {
      house.rds.world().automatedSnapshot("prod", Clock.systemUTC().instant().minusSeconds(18_000));
      house.rds.faults().next("CreateDBClusterSnapshot", Fault.snapshotQuotaExceeded());
      house.home().set("cost.instance-hour", "0.26").set("cost.storage-gb-month", "0.10");
      try (Beans beans = house.beans()) {
        Run run = house.night(beans, AwsHouse.TWO);

        String log = house.log(beans, run);
        assertThat(run.failure()).as(log).isEmpty();
        StoredDump dump = beans.store().latest();
        assertThat(dump.manifest().source().snapshot().orElseThrow()).startsWith("rds:prod-");
        assertThat(dump.manifest().source().fallback().orElseThrow())
            .startsWith("5 h old, because ")
            .contains("SnapshotQuotaExceeded");
        String report =
            Files.readString(
                house.home().path().resolve("store").resolve(dump.id().value() + "/report.html"));
        assertThat(report)
            .contains("5 h old, because")
            .contains("0.17 h of the scratch are paid for (db.r7g.large")
            .contains("about 0.04 USD; forgotten it would cost 190 USD a month");
        assertThat(log).contains("forgotten it would cost 190 USD a month");
      }
    }
  }
}

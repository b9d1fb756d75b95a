package io.rehydrate.source.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.daemon.Beans;
import io.rehydrate.demo.rds.Kind;
import io.rehydrate.run.Run;
import io.rehydrate.run.RunState;
import io.rehydrate.store.StoredDump;
import java.nio.file.Path;
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
    try (AwsHouse house = AwsHouse.withServers(folder, kind);
        Beans beans = house.beans()) {
      Run run = house.night(beans, AwsHouse.TWO);

      String log = house.log(beans, run);
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
}

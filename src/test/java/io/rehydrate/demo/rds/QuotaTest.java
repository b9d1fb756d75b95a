package io.rehydrate.demo.rds;

import static io.rehydrate.demo.rds.RdsFixture.assertRefused;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How much of each there may be. */
class QuotaTest {
  private final RdsFixture fixture = RdsFixture.onPaper();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void of_snapshots_only_the_manual_ones_count() {
    fixture.rds.world().automatedSnapshot("prod", RdsFixture.NIGHT);
    fixture.rds.world().quota(Kind.CLUSTER_SNAPSHOT, 1);
    fixture.snapshot("first");

    assertRefused("SnapshotQuotaExceeded", 400, () -> fixture.snapshot("second"));
    fixture.client.deleteDBClusterSnapshot(r -> r.dbClusterSnapshotIdentifier("first"));
    fixture.passMinutes(1);
    assertThatCode(() -> fixture.snapshot("second")).doesNotThrowAnyException();
  }

  @Test
  void of_clusters() {
    fixture.snapshot("snap");
    fixture.rds.world().quota(Kind.CLUSTER, 1);

    assertRefused("DBClusterQuotaExceededFault", 403, () -> fixture.restore("copy", "snap"));
  }

  @Test
  void of_instances() {
    fixture.snapshot("snap");
    fixture.restore("copy", "snap");
    fixture.rds.world().quota(Kind.INSTANCE, 2);

    assertRefused("InstanceQuotaExceeded", 400, () -> fixture.instance("copy-i1", "copy"));
  }
}

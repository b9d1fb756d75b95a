package io.rehydrate.demo.rds;

import static io.rehydrate.demo.rds.RdsFixture.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBClusterSnapshot;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.Filter;
import software.amazon.awssdk.services.rds.model.Tag;

/** The states that things go through, by the clock alone. */
class LifeCycleTest {
  private final RdsFixture fixture = RdsFixture.onPaper();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void a_cluster_snapshot_is_made_in_its_time() {
    DBClusterSnapshot made =
        fixture
            .client
            .createDBClusterSnapshot(
                r ->
                    r.dbClusterSnapshotIdentifier("Snap-1")
                        .dbClusterIdentifier("PROD")
                        .tags(Tag.builder().key("rehearsal:id").value("7 of 9").build()))
            .dbClusterSnapshot();

    assertThat(made.dbClusterSnapshotIdentifier()).isEqualTo("snap-1");
    assertThat(made.status()).isEqualTo("creating");
    assertThat(made.percentProgress()).isZero();
    assertThat(made.engineVersion()).isEqualTo(World.AURORA_VERSION);
    assertThat(made.snapshotType()).isEqualTo("manual");
    assertThat(made.snapshotCreateTime()).isEqualTo(RdsFixture.NIGHT);
    assertThat(made.tagList())
        .containsExactly(Tag.builder().key("rehearsal:id").value("7 of 9").build());
    fixture.passMinutes(3);
    assertThat(snapshot("snap-1").percentProgress()).isEqualTo(50);
    fixture.passMinutes(3);
    assertThat(snapshot("snap-1").status()).isEqualTo("available");
    assertThat(snapshot("snap-1").percentProgress()).isEqualTo(100);
  }

  private DBClusterSnapshot snapshot(String id) {
    return fixture
        .client
        .describeDBClusterSnapshots(r -> r.dbClusterSnapshotIdentifier(id))
        .dbClusterSnapshots()
        .get(0);
  }

  @Test
  void a_restored_cluster_inherits_next_to_nothing() {
    fixture.snapshot("snap");
    fixture.client.restoreDBClusterFromSnapshot(
        r -> r.dbClusterIdentifier("copy").snapshotIdentifier("snap").engine("aurora-mysql"));
    DBCluster copy = cluster("copy");

    assertThat(copy.status()).isEqualTo("creating");
    assertThat(copy.engineVersion()).isEqualTo("8.0.mysql_aurora.3.08.2");
    assertThat(copy.dbClusterParameterGroup()).isEqualTo("default.aurora-mysql8.0");
    assertThat(copy.dbSubnetGroup()).isEqualTo("default");
    assertThat(copy.tagList()).isEmpty();
    assertThat(copy.serverlessV2ScalingConfiguration()).isNull();
    assertThat(copy.masterUsername()).isEqualTo("admin");
    assertThat(copy.dbClusterMembers()).isEmpty();
    fixture.passMinutes(25);
    assertThat(cluster("copy").status()).isEqualTo("available");
  }

  private DBCluster cluster(String id) {
    return fixture.client.describeDBClusters(r -> r.dbClusterIdentifier(id)).dbClusters().get(0);
  }

  private DBInstance instance(String id) {
    return fixture.client.describeDBInstances(r -> r.dbInstanceIdentifier(id)).dbInstances().get(0);
  }

  @Test
  void a_restored_cluster_has_what_was_asked_for() {
    fixture.snapshot("snap");
    fixture.client.restoreDBClusterFromSnapshot(
        r ->
            r.dbClusterIdentifier("copy")
                .snapshotIdentifier("snap")
                .engine("aurora-mysql")
                .engineVersion(World.AURORA_VERSION)
                .dbClusterParameterGroupName(RdsFixture.GROUP)
                .dbSubnetGroupName("scratch-subnets")
                .vpcSecurityGroupIds("sg-scratch")
                .serverlessV2ScalingConfiguration(s -> s.minCapacity(0.5).maxCapacity(16.0))
                .deletionProtection(true)
                .backupRetentionPeriod(1)
                .tags(Tag.builder().key("a").value("b").build()));
    DBCluster copy = cluster("copy");

    assertThat(copy.engineVersion()).isEqualTo(World.AURORA_VERSION);
    assertThat(copy.dbClusterParameterGroup()).isEqualTo(RdsFixture.GROUP);
    assertThat(copy.dbSubnetGroup()).isEqualTo("scratch-subnets");
    assertThat(copy.vpcSecurityGroups())
        .extracting("vpcSecurityGroupId")
        .containsExactly("sg-scratch");
    assertThat(copy.serverlessV2ScalingConfiguration().minCapacity()).isEqualTo(0.5);
    assertThat(copy.deletionProtection()).isTrue();
    assertThat(copy.backupRetentionPeriod()).isEqualTo(1);
    assertThat(copy.tagList()).hasSize(1);
    assertThat(copy.dbClusterArn()).endsWith(":cluster:copy");
    assertThat(copy.dbClusterResourceId()).startsWith("cluster-");
  }

  @Test
  void a_clone_is_there_sooner_and_known_by_its_group() {
    fixture.client.restoreDBClusterToPointInTime(
        r ->
            r.dbClusterIdentifier("clone")
                .sourceDBClusterIdentifier("prod")
                .restoreType("copy-on-write")
                .useLatestRestorableTime(true));
    fixture.passMinutes(4);

    assertThat(cluster("clone").status()).isEqualTo("available");
    assertThat(cluster("clone").cloneGroupId()).isEqualTo(cluster("prod").cloneGroupId());
    assertThat(
            fixture
                .client
                .describeDBClusters(
                    r ->
                        r.filters(
                            Filter.builder()
                                .name("clone-group-id")
                                .values(cluster("prod").cloneGroupId())
                                .build()))
                .dbClusters())
        .extracting(DBCluster::dbClusterIdentifier)
        .containsExactly("clone", "prod");
  }

  @Test
  void the_sixteenth_clone_is_a_full_copy() {
    for (int i = 1; i <= 16; i++) {
      String id = "clone-" + i;
      fixture.client.restoreDBClusterToPointInTime(
          r ->
              r.dbClusterIdentifier(id)
                  .sourceDBClusterIdentifier("prod")
                  .restoreType("copy-on-write")
                  .useLatestRestorableTime(true));
    }
    fixture.passMinutes(5);

    assertThat(cluster("clone-15").status()).isEqualTo("available");
    assertThat(cluster("clone-16").status()).isEqualTo("creating");
    assertThat(cluster("clone-16").cloneGroupId()).isNotEqualTo(cluster("prod").cloneGroupId());
  }

  @Test
  void an_available_cluster_has_no_instance_and_an_instance_takes_its_own_time() {
    fixture.snapshot("snap");
    fixture.restore("copy", "snap");
    fixture.client.createDBInstance(
        r ->
            r.dbInstanceIdentifier("copy-i1")
                .dbClusterIdentifier("copy")
                .dbInstanceClass("db.r7g.large")
                .engine("aurora-mysql")
                .publiclyAccessible(false)
                .autoMinorVersionUpgrade(false));

    assertThat(cluster("copy").status()).isEqualTo("available");
    assertThat(instance("copy-i1").dbInstanceStatus()).isEqualTo("creating");
    assertThat(instance("copy-i1").endpoint()).isNull();
    fixture.passMinutes(10);
    assertThat(instance("copy-i1").dbInstanceStatus()).isEqualTo("available");
    assertThat(instance("copy-i1").endpoint().address()).isEqualTo("127.0.0.1");
    assertThat(instance("copy-i1").endpoint().port()).isEqualTo(cluster("copy").port());
    assertThat(instance("copy-i1").autoMinorVersionUpgrade()).isFalse();
    assertThat(cluster("copy").dbClusterMembers())
        .extracting("dbInstanceIdentifier", "isClusterWriter")
        .containsExactly(org.assertj.core.groups.Tuple.tuple("copy-i1", true));
  }

  @Test
  void a_new_password_is_pending_while_the_cluster_still_says_available() {
    fixture.client.modifyDBCluster(
        r ->
            r.dbClusterIdentifier("prod")
                .masterUserPassword("correct-horse-1")
                .applyImmediately(true));

    assertThat(cluster("prod").status()).isEqualTo("available");
    assertThat(cluster("prod").pendingModifiedValues().masterUserPassword()).isEqualTo("****");
    fixture.pass(Duration.ofSeconds(20));
    assertThat(cluster("prod").status()).isEqualTo("resetting-master-credentials");
    fixture.pass(Duration.ofSeconds(40));
    assertThat(cluster("prod").status()).isEqualTo("available");
    assertThat(cluster("prod").pendingModifiedValues()).isNull();
  }

  @Test
  void a_new_password_that_need_not_be_at_once_never_comes() {
    fixture.client.modifyDBCluster(
        r -> r.dbClusterIdentifier("prod").masterUserPassword("correct-horse-1"));
    fixture.pass(Duration.ofDays(1));

    assertThat(cluster("prod").pendingModifiedValues().masterUserPassword()).isEqualTo("****");
  }

  @Test
  void a_cluster_may_be_deleted_while_its_last_instance_goes_and_ends_after_it() {
    fixture.snapshot("snap");
    fixture.restore("copy", "snap");
    fixture.instance("copy-i1", "copy");
    fixture.client.deleteDBInstance(r -> r.dbInstanceIdentifier("copy-i1").skipFinalSnapshot(true));
    fixture.client.deleteDBCluster(r -> r.dbClusterIdentifier("copy").skipFinalSnapshot(true));

    assertThat(instance("copy-i1").dbInstanceStatus()).isEqualTo("deleting");
    fixture.passMinutes(3);
    assertThat(cluster("copy").status()).isEqualTo("deleting");
    fixture.passMinutes(4);
    assertRefused("DBInstanceNotFound", 404, () -> fixture.instanceStatus("copy-i1"));
    assertRefused("DBClusterNotFoundFault", 404, () -> fixture.clusterStatus("copy"));
  }

  @Test
  void a_deleted_snapshot_is_gone_after_a_while() {
    fixture.snapshot("snap");
    fixture.client.deleteDBClusterSnapshot(r -> r.dbClusterSnapshotIdentifier("snap"));
    fixture.passMinutes(1);

    assertRefused("DBClusterSnapshotNotFoundFault", 404, () -> fixture.snapshotStatus("snap"));
  }

  @Test
  void a_final_snapshot_stays_when_its_cluster_has_gone() {
    fixture.snapshot("snap");
    fixture.restore("copy", "snap");
    fixture.client.deleteDBCluster(
        r -> r.dbClusterIdentifier("copy").finalDBSnapshotIdentifier("last"));
    fixture.passMinutes(10);

    assertThat(snapshot("last").dbClusterIdentifier()).isEqualTo("copy");
    assertThat(snapshot("last").status()).isEqualTo("available");
  }

  @Test
  void a_cluster_stops_and_starts_with_its_instances() {
    fixture.client.stopDBCluster(r -> r.dbClusterIdentifier("prod"));
    assertThat(fixture.clusterStatus("prod")).isEqualTo("stopping");
    fixture.passMinutes(8);
    assertThat(fixture.clusterStatus("prod")).isEqualTo("stopped");
    assertThat(fixture.instanceStatus("prod-1")).isEqualTo("stopped");
    fixture.client.startDBCluster(r -> r.dbClusterIdentifier("prod"));
    assertThat(fixture.clusterStatus("prod")).isEqualTo("starting");
    fixture.passMinutes(8);
    assertThat(fixture.clusterStatus("prod")).isEqualTo("available");
    assertThat(fixture.instanceStatus("prod-1")).isEqualTo("available");
  }

  @Test
  void an_rds_instance_comes_back_of_its_snapshot_with_its_sources_tags() {
    fixture.rds.world().tag(Kind.INSTANCE, "shop", Map.of("team", "shop"));
    fixture.client.createDBSnapshot(
        r -> r.dbSnapshotIdentifier("shop-snap").dbInstanceIdentifier("shop"));
    fixture.passMinutes(6);
    fixture.client.restoreDBInstanceFromDBSnapshot(
        r ->
            r.dbInstanceIdentifier("shop-copy")
                .dbSnapshotIdentifier("shop-snap")
                .dbInstanceClass("db.r7g.large"));

    assertThat(instance("shop-copy").tagList())
        .containsExactly(Tag.builder().key("team").value("shop").build());
    fixture.passMinutes(10);
    assertThat(instance("shop-copy").dbInstanceStatus()).isEqualTo("backing-up");
    fixture.passMinutes(1);
    assertThat(instance("shop-copy").dbInstanceStatus()).isEqualTo("available");
    assertThat(instance("shop-copy").engineVersion()).isEqualTo(World.MYSQL_VERSION);
    fixture.client.modifyDBInstance(
        r ->
            r.dbInstanceIdentifier("shop-copy")
                .masterUserPassword("correct-horse-1")
                .backupRetentionPeriod(0)
                .applyImmediately(true));
    assertThat(instance("shop-copy").pendingModifiedValues().masterUserPassword())
        .isEqualTo("****");
    fixture.passMinutes(1);
    assertThat(instance("shop-copy").pendingModifiedValues().masterUserPassword()).isNull();
    fixture.client.deleteDBInstance(
        r ->
            r.dbInstanceIdentifier("shop-copy")
                .skipFinalSnapshot(true)
                .deleteAutomatedBackups(true));
    fixture.passMinutes(10);
    assertRefused("DBInstanceNotFound", 404, () -> fixture.instanceStatus("shop-copy"));
  }

  @Test
  void the_ledger_knows_what_was_made_and_when_it_was_gone() {
    fixture.snapshot("snap");
    fixture.restore("copy", "snap");
    fixture.instance("copy-i1", "copy");
    fixture.client.deleteDBInstance(r -> r.dbInstanceIdentifier("copy-i1").skipFinalSnapshot(true));
    fixture.client.deleteDBCluster(r -> r.dbClusterIdentifier("copy").skipFinalSnapshot(true));
    fixture.client.deleteDBClusterSnapshot(r -> r.dbClusterSnapshotIdentifier("snap"));
    assertThat(fixture.rds.ledger().left()).hasSize(3);
    var deleted = fixture.clock.instant();
    fixture.pass(Duration.ofHours(5));

    List<Ledger.Entry> entries = fixture.rds.ledger().entries();
    assertThat(entries)
        .extracting(Ledger.Entry::kind)
        .containsExactly(Kind.CLUSTER_SNAPSHOT, Kind.CLUSTER, Kind.INSTANCE);
    assertThat(entries.get(0).made()).isEqualTo(RdsFixture.NIGHT);
    assertThat(entries.get(1).gone()).contains(deleted.plus(Duration.ofMinutes(7)));
    assertThat(entries.get(2).gone()).contains(deleted.plus(Duration.ofMinutes(7)));
    assertThat(fixture.rds.ledger().left()).isEmpty();
  }

  @Test
  void a_thing_of_the_same_name_is_another_one() {
    fixture.snapshot("snap");
    fixture.restore("copy", "snap");
    String first = cluster("copy").dbClusterResourceId();
    fixture.client.deleteDBCluster(r -> r.dbClusterIdentifier("copy").skipFinalSnapshot(true));
    fixture.passMinutes(3);
    fixture.restore("copy", "snap");

    assertThat(cluster("copy").dbClusterResourceId()).isNotEqualTo(first);
    assertThat(fixture.rds.ledger().of(Kind.CLUSTER)).hasSize(2);
  }
}

package io.rehydrate.demo.rds;

import static io.rehydrate.demo.rds.RdsFixture.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.rds.model.RdsException;

/** What goes wrong on AWS, when it is asked for. */
class FaultsTest {
  private final RdsFixture fixture = RdsFixture.onPaper();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void calls_are_throttled_in_a_row_and_then_answered() {
    fixture.rds.faults().next("DescribeDBClusters", Fault.throttling(), Fault.throttling());

    assertThatThrownBy(() -> fixture.clusterStatus("prod"))
        .isInstanceOfSatisfying(
            RdsException.class, e -> assertThat(e.isThrottlingException()).isTrue());
    assertThatThrownBy(() -> fixture.clusterStatus("prod")).isInstanceOf(RdsException.class);
    assertThat(fixture.clusterStatus("prod")).isEqualTo("available");
    assertThat(fixture.rds.calls().of("DescribeDBClusters"))
        .extracting(Call::outcome)
        .containsExactly("Throttling", "Throttling", "OK");
  }

  @Test
  void the_service_fails() {
    fixture.rds.faults().next("DescribeDBClusters", Fault.internalFailure(), Fault.unavailable());

    assertRefused("InternalFailure", 500, () -> fixture.clusterStatus("prod"));
    assertRefused("ServiceUnavailable", 503, () -> fixture.clusterStatus("prod"));
  }

  @Test
  void an_answer_is_lost_and_the_snapshot_is_there_all_the_same() {
    fixture.rds.faults().next("CreateDBClusterSnapshot", Fault.lostAnswer());

    assertThatThrownBy(() -> fixture.snapshot("snap")).isInstanceOf(SdkClientException.class);
    assertThat(fixture.snapshotStatus("snap")).isEqualTo("creating");
    assertRefused("DBClusterSnapshotAlreadyExistsFault", 400, () -> fixture.snapshot("snap"));
    assertThat(fixture.rds.ledger().of(Kind.CLUSTER_SNAPSHOT)).hasSize(1);
  }

  @Test
  void a_call_is_lost_and_nothing_was_done() {
    fixture.rds.faults().next("CreateDBClusterSnapshot", Fault.lostCall());

    assertThatThrownBy(() -> fixture.snapshot("snap")).isInstanceOf(SdkClientException.class);
    assertThat(fixture.rds.ledger().entries()).isEmpty();
    assertThatCode(() -> fixture.snapshot("snap")).doesNotThrowAnyException();
  }

  @Test
  void every_third_call_fails() {
    fixture.rds.faults().everyNth(3, Fault.unavailable());

    for (int i = 1; i <= 9; i++) {
      if (i % 3 == 0) {
        assertRefused("ServiceUnavailable", 503, () -> fixture.clusterStatus("prod"));
      } else {
        assertThat(fixture.clusterStatus("prod")).isEqualTo("available");
      }
    }
  }

  @Test
  void a_fault_of_a_row_may_be_none() {
    fixture
        .rds
        .faults()
        .next("DescribeDBClusters", Fault.none(), Fault.accessDenied("DescribeDBClusters"));

    assertThat(fixture.clusterStatus("prod")).isEqualTo("available");
    assertRefused("AccessDenied", 403, () -> fixture.clusterStatus("prod"));
  }

  @Test
  void a_fault_may_stay_until_it_is_cleared() {
    fixture.rds.faults().always("DescribeDBClusters", Fault.expiredToken());

    for (int i = 0; i < 3; i++) {
      assertRefused("ExpiredToken", 403, () -> fixture.clusterStatus("prod"));
    }
    fixture.rds.faults().clear();
    assertThat(fixture.clusterStatus("prod")).isEqualTo("available");
  }

  @Test
  void something_new_is_not_seen_for_a_while() {
    fixture.rds.faults().unseen(Duration.ofMinutes(1));
    fixture.client.createDBClusterSnapshot(
        r -> r.dbClusterSnapshotIdentifier("snap").dbClusterIdentifier("prod"));

    assertRefused("DBClusterSnapshotNotFoundFault", 404, () -> fixture.snapshotStatus("snap"));
    assertThat(fixture.client.describeDBClusterSnapshots().dbClusterSnapshots()).isEmpty();
    fixture.passMinutes(1);
    assertThat(fixture.snapshotStatus("snap")).isEqualTo("creating");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "failed",
        "restore-failed",
        "cloning-failed",
        "migration-failed",
        "incompatible-restore",
        "incompatible-parameters",
        "incompatible-network",
        "inaccessible-encryption-credentials",
        "inaccessible-encryption-credentials-recoverable"
      })
  void a_restore_ends_badly_and_can_be_deleted(String end) {
    fixture.snapshot("snap");
    fixture
        .rds
        .faults()
        .course(Step.RESTORE, Course.of("creating", Duration.ofMinutes(9)).settling(end));
    fixture.restore("copy", "snap");

    assertThat(fixture.clusterStatus("copy")).isEqualTo(end);
    assertThat(
            fixture
                .client
                .describeEvents(r -> r.sourceType("db-cluster").sourceIdentifier("copy"))
                .events()
                .get(0)
                .message())
        .contains(end);
    fixture.client.deleteDBCluster(r -> r.dbClusterIdentifier("copy").skipFinalSnapshot(true));
    fixture.passMinutes(5);
    assertThat(fixture.rds.ledger().of(Kind.CLUSTER).get(0).gone()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "failed",
        "insufficient-capacity",
        "incompatible-create",
        "incompatible-credentials",
        "incompatible-network",
        "incompatible-option-group",
        "incompatible-parameters",
        "incompatible-restore",
        "restore-error",
        "storage-full",
        "inaccessible-encryption-credentials"
      })
  void an_instance_ends_badly_and_can_be_deleted(String end) {
    fixture.snapshot("snap");
    fixture.restore("copy", "snap");
    fixture
        .rds
        .faults()
        .course(Step.AURORA_INSTANCE, Course.of("creating", Duration.ofMinutes(9)).settling(end));
    fixture.instance("copy-i1", "copy");

    assertThat(fixture.instanceStatus("copy-i1")).isEqualTo(end);
    fixture.client.deleteDBInstance(r -> r.dbInstanceIdentifier("copy-i1").skipFinalSnapshot(true));
    fixture.passMinutes(8);
    assertThat(fixture.rds.ledger().of(Kind.INSTANCE).get(0).gone()).isPresent();
  }

  @Test
  void a_failed_snapshot_can_be_deleted_and_not_restored() {
    fixture
        .rds
        .faults()
        .course(Step.SNAPSHOT, Course.of("creating", Duration.ofMinutes(2)).settling("failed"));
    fixture.snapshot("snap");

    assertThat(fixture.snapshotStatus("snap")).isEqualTo("failed");
    assertRefused("InvalidDBClusterSnapshotStateFault", 400, () -> fixture.restore("copy", "snap"));
    fixture.client.deleteDBClusterSnapshot(r -> r.dbClusterSnapshotIdentifier("snap"));
    fixture.passMinutes(1);
    assertThat(fixture.rds.ledger().left()).isEmpty();
  }

  @Test
  void a_step_may_never_end_or_pass_through_a_state_never_heard_of() {
    fixture
        .rds
        .faults()
        .course(
            Step.SNAPSHOT,
            Course.staying("creating"),
            Course.of("creating", Duration.ofMinutes(1))
                .then("pondering", Duration.ofHours(2))
                .settling("available"));
    fixture.snapshot("endless");
    fixture.snapshot("strange");

    assertThat(fixture.snapshotStatus("strange")).isEqualTo("pondering");
    fixture.pass(Duration.ofDays(3));
    assertThat(fixture.snapshotStatus("strange")).isEqualTo("available");
    assertThat(fixture.snapshotStatus("endless")).isEqualTo("creating");
  }

  @Test
  void a_deletion_may_never_end() {
    fixture.snapshot("snap");
    fixture.restore("copy", "snap");
    fixture.rds.faults().course(Step.DELETE_CLUSTER, Course.staying("deleting"));
    fixture.client.deleteDBCluster(r -> r.dbClusterIdentifier("copy").skipFinalSnapshot(true));
    fixture.pass(Duration.ofDays(2));

    assertThat(fixture.clusterStatus("copy")).isEqualTo("deleting");
    assertRefused(
        "InvalidDBClusterStateFault",
        400,
        () ->
            fixture.client.deleteDBCluster(
                r -> r.dbClusterIdentifier("copy").skipFinalSnapshot(true)));
  }

  @Test
  void the_source_may_be_busy_for_a_while() {
    fixture
        .rds
        .world()
        .befall(
            Kind.CLUSTER,
            "prod",
            Course.of("backing-up", Duration.ofMinutes(10)).settling("available"));

    assertRefused("InvalidDBClusterStateFault", 400, () -> fixture.snapshot("snap"));
    fixture.passMinutes(10);
    assertThatCode(() -> fixture.snapshot("snap")).doesNotThrowAnyException();
  }
}

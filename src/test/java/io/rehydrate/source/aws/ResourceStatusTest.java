package io.rehydrate.source.aws;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceStatusTest {
  @ParameterizedTest
  @EnumSource(RdsResourceType.class)
  void available_is_ready_and_creating_is_not(RdsResourceType kind) {
    assertThat(ResourceStatus.of(kind, "available")).isEqualTo(ResourceStatus.READY);
    assertThat(ResourceStatus.of(kind, "creating")).isEqualTo(ResourceStatus.PENDING);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cloning-failed",
        "migration-failed",
        "restore-failed",
        "incompatible-restore",
        "incompatible-parameters",
        "incompatible-network",
        "inaccessible-encryption-credentials",
        "inaccessible-encryption-credentials-recoverable",
        "failed",
        "stopped",
        "stopping",
        "deleting",
        "deleted"
      })
  void a_cluster_that_will_never_come_is_not_waited_for(String status) {
    assertThat(ResourceStatus.of(RdsResourceType.CLUSTER, status)).isEqualTo(ResourceStatus.FAILED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "failed",
        "incompatible-create",
        "incompatible-credentials",
        "incompatible-network",
        "incompatible-option-group",
        "incompatible-parameters",
        "incompatible-restore",
        "restore-error",
        "inaccessible-encryption-credentials",
        "inaccessible-encryption-credentials-recoverable",
        "modify-failed",
        "upgrade-failed",
        "storage-full",
        "stopped",
        "stopping",
        "delete-precheck",
        "deleting"
      })
  void an_instance_that_will_never_come_is_not_waited_for(String status) {
    assertThat(ResourceStatus.of(RdsResourceType.INSTANCE, status))
        .isEqualTo(ResourceStatus.FAILED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "modifying",
        "migrating",
        "preparing-data-migration",
        "resetting-master-credentials",
        "configuring-iam-database-auth",
        "configuring-enhanced-monitoring",
        "promoting",
        "rebooting",
        "renaming",
        "upgrading",
        "maintenance",
        "failing-over",
        "backtracking",
        "update-iam-db-auth",
        "scaling-compute",
        "scaling-storage",
        "starting",
        "performing-full-copy",
        "updating-deletion-protection"
      })
  void a_cluster_on_its_way_is_waited_for(String status) {
    assertThat(ResourceStatus.of(RdsResourceType.CLUSTER, status))
        .isEqualTo(ResourceStatus.PENDING);
  }

  /** It may stay so for hours, and AWS calls it operational. */
  @ParameterizedTest
  @ValueSource(strings = {"backing-up", "storage-optimization", "storage-initialization"})
  void what_can_be_worked_on_is_not_waited_for(String status) {
    assertThat(ResourceStatus.of(RdsResourceType.CLUSTER, status)).isEqualTo(ResourceStatus.USABLE);
    assertThat(ResourceStatus.of(RdsResourceType.INSTANCE, status))
        .isEqualTo(ResourceStatus.USABLE);
  }

  /** A word within a word says nothing. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "full-backup",
        "undeleting",
        "stop-protection",
        "error-log-export",
        "failing-forward",
        ""
      })
  void a_word_that_nobody_knows_is_waited_for(String status) {
    for (RdsResourceType kind : RdsResourceType.values()) {
      assertThat(ResourceStatus.of(kind, status)).isEqualTo(ResourceStatus.UNKNOWN);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "CLUSTER_SNAPSHOT,failed,FAILED",
    "SNAPSHOT,failed,FAILED",
    "SNAPSHOT,deleting,FAILED",
    "CLUSTER_SNAPSHOT,copying,PENDING",
    "INSTANCE,insufficient-capacity,NO_CAPACITY",
    "INSTANCE,configuring-log-exports,PENDING",
    "CLUSTER,polishing,UNKNOWN",
    "INSTANCE,polishing-failed,FAILED",
    "INSTANCE,incompatible-moon-phase,FAILED"
  })
  void others_mean_what_they_say(RdsResourceType kind, String status, ResourceStatus progress) {
    assertThat(ResourceStatus.of(kind, status)).isEqualTo(progress);
  }
}

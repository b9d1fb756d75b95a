package io.rehydrate.source.aws;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** What a status means to somebody who waits for a thing to be there. */
enum ResourceStatus {
  READY,
  /** AWS documents it as operational; it may stay so for hours. */
  USABLE,
  PENDING,
  /** Of a status that AWS did not document when this was written: waited for, and logged. */
  UNKNOWN,
  FAILED,
  NO_CAPACITY;

  private static final Map<String, ResourceStatus> CLUSTER = new HashMap<>();
  private static final Map<String, ResourceStatus> INSTANCE = new HashMap<>();
  private static final Map<String, ResourceStatus> SNAPSHOT = new HashMap<>();

  static {
    put(CLUSTER, READY, "available");
    put(CLUSTER, USABLE, "backing-up", "storage-optimization", "storage-initialization");
    put(CLUSTER, PENDING, "creating", "modifying", "migrating", "preparing-data-migration");
    put(CLUSTER, PENDING, "resetting-master-credentials", "configuring-iam-database-auth");
    put(CLUSTER, PENDING, "configuring-enhanced-monitoring", "promoting", "rebooting", "renaming");
    put(CLUSTER, PENDING, "upgrading", "maintenance", "failing-over", "backtracking");
    put(CLUSTER, PENDING, "update-iam-db-auth", "scaling-compute", "scaling-storage", "starting");
    put(CLUSTER, PENDING, "performing-full-copy", "updating-deletion-protection", "cloning");
    put(CLUSTER, FAILED, "failed", "cloning-failed", "migration-failed", "restore-failed");
    put(CLUSTER, FAILED, "incompatible-restore", "incompatible-parameters");
    put(CLUSTER, FAILED, "incompatible-network", "inaccessible-encryption-credentials");
    put(CLUSTER, FAILED, "inaccessible-encryption-credentials-recoverable");
    put(CLUSTER, FAILED, "stopped", "stopping", "deleting", "deleted");

    put(INSTANCE, READY, "available");
    put(INSTANCE, USABLE, "backing-up", "storage-optimization", "storage-initialization");
    put(INSTANCE, PENDING, "creating", "modifying", "rebooting", "renaming", "starting");
    put(INSTANCE, PENDING, "configuring-enhanced-monitoring", "configuring-iam-database-auth");
    put(INSTANCE, PENDING, "configuring-log-exports", "configuring-associated-roles");
    put(INSTANCE, PENDING, "configuring-activity-stream", "converting-to-vpc", "moving-to-vpc");
    put(INSTANCE, PENDING, "maintenance", "resetting-master-credentials", "upgrading");
    put(INSTANCE, PENDING, "storage-config-upgrade", "updating-deletion-protection");
    put(INSTANCE, PENDING, "performing-full-copy");
    put(INSTANCE, NO_CAPACITY, "insufficient-capacity");
    put(INSTANCE, FAILED, "failed", "incompatible-create", "incompatible-credentials");
    put(INSTANCE, FAILED, "incompatible-network", "incompatible-option-group");
    put(INSTANCE, FAILED, "incompatible-parameters", "incompatible-restore", "restore-error");
    put(INSTANCE, FAILED, "inaccessible-encryption-credentials");
    put(INSTANCE, FAILED, "inaccessible-encryption-credentials-recoverable");
    put(INSTANCE, FAILED, "modify-failed", "upgrade-failed", "storage-full");
    put(INSTANCE, FAILED, "stopped", "stopping", "delete-precheck", "deleting", "deleted");

    put(SNAPSHOT, READY, "available");
    put(SNAPSHOT, PENDING, "creating", "copying", "modifying");
    put(SNAPSHOT, FAILED, "failed", "deleting", "deleted");
    put(SNAPSHOT, FAILED, "incompatible-restore", "incompatible-parameters");
  }

  /** Every documented failure is of this form; a word within a word says nothing. */
  private static final Pattern FAILURE =
      Pattern.compile("(incompatible|inaccessible)-.*|.*-(failed|error)");

  private static void put(
      Map<String, ResourceStatus> table, ResourceStatus meaning, String... statuses) {
    for (String status : statuses) {
      table.put(status, meaning);
    }
  }

  static ResourceStatus of(RdsResourceType kind, String status) {
    Map<String, ResourceStatus> table =
        switch (kind) {
          case CLUSTER -> CLUSTER;
          case INSTANCE -> INSTANCE;
          case CLUSTER_SNAPSHOT, SNAPSHOT -> SNAPSHOT;
        };
    return table.getOrDefault(status, FAILURE.matcher(status).matches() ? FAILED : UNKNOWN);
  }
}

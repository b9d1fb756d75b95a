package io.rehydrate.source.aws;

import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What a status means to somebody who waits for a thing to be there. */
enum Progress {
  READY,
  PENDING,
  /** Of a status that AWS did not document when this was written. */
  UNKNOWN,
  FAILED,
  NO_CAPACITY;

  private static final Set<String> CLUSTER_ON_ITS_WAY =
      Set.of(
          "creating",
          "backing-up",
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
          "storage-optimization");

  private static final Set<String> INSTANCE_ON_ITS_WAY =
      Set.of(
          "creating",
          "backing-up",
          "configuring-enhanced-monitoring",
          "configuring-iam-database-auth",
          "configuring-log-exports",
          "configuring-associated-roles",
          "converting-to-vpc",
          "maintenance",
          "modifying",
          "moving-to-vpc",
          "rebooting",
          "renaming",
          "resetting-master-credentials",
          "starting",
          "storage-config-upgrade",
          "storage-initialization",
          "storage-optimization",
          "upgrading");

  private static final Set<String> SNAPSHOT_ON_ITS_WAY = Set.of("creating", "copying");

  private static final Map<ThingKind, Set<String>> ON_ITS_WAY =
      Map.of(
          ThingKind.CLUSTER, CLUSTER_ON_ITS_WAY,
          ThingKind.INSTANCE, INSTANCE_ON_ITS_WAY,
          ThingKind.CLUSTER_SNAPSHOT, SNAPSHOT_ON_ITS_WAY,
          ThingKind.SNAPSHOT, SNAPSHOT_ON_ITS_WAY);

  /** Every failure that AWS documents has one of these in its name; so may those to come. */
  private static final Pattern BAD =
      Pattern.compile("stop|delet|fail|incompatible|inaccessible|error|insufficient|full");

  static Progress of(ThingKind kind, String status) {
    if (status.equals("available")) {
      return READY;
    }
    if (ON_ITS_WAY.get(kind).contains(status)) {
      return PENDING;
    }
    if (status.equals("insufficient-capacity")) {
      return NO_CAPACITY;
    }
    return BAD.matcher(status).find() ? FAILED : UNKNOWN;
  }
}

package io.rehydrate.source.aws;

import java.util.Optional;
import software.amazon.awssdk.services.rds.model.CreateDbClusterSnapshotResponse;
import software.amazon.awssdk.services.rds.model.CreateDbInstanceResponse;
import software.amazon.awssdk.services.rds.model.CreateDbSnapshotResponse;
import software.amazon.awssdk.services.rds.model.RestoreDbClusterFromSnapshotResponse;
import software.amazon.awssdk.services.rds.model.RestoreDbClusterToPointInTimeResponse;
import software.amazon.awssdk.services.rds.model.RestoreDbInstanceFromDbSnapshotResponse;

/** What the answer to a create call reports: it is ours, whatever tags AWS lists for it so far. */
final class Made {
  private Made() {}

  static Optional<RdsResource> by(Object answer) {
    if (answer instanceof CreateDbClusterSnapshotResponse r) {
      return Optional.ofNullable(r.dbClusterSnapshot()).map(RdsResource::of);
    }
    if (answer instanceof CreateDbSnapshotResponse r) {
      return Optional.ofNullable(r.dbSnapshot()).map(RdsResource::of);
    }
    if (answer instanceof RestoreDbClusterFromSnapshotResponse r) {
      return Optional.ofNullable(r.dbCluster()).map(RdsResource::of);
    }
    if (answer instanceof RestoreDbClusterToPointInTimeResponse r) {
      return Optional.ofNullable(r.dbCluster()).map(RdsResource::of);
    }
    if (answer instanceof CreateDbInstanceResponse r) {
      return Optional.ofNullable(r.dbInstance()).map(RdsResource::of);
    }
    if (answer instanceof RestoreDbInstanceFromDbSnapshotResponse r) {
      return Optional.ofNullable(r.dbInstance()).map(RdsResource::of);
    }
    return Optional.empty();
  }
}

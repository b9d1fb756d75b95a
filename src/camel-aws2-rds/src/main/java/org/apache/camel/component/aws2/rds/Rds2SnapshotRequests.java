package org.apache.camel.component.aws2.rds;

import software.amazon.awssdk.services.rds.model.CreateDbClusterSnapshotRequest;
import software.amazon.awssdk.services.rds.model.CreateDbSnapshotRequest;
import software.amazon.awssdk.services.rds.model.DeleteDbClusterSnapshotRequest;
import software.amazon.awssdk.services.rds.model.DeleteDbSnapshotRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbClusterSnapshotsRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbSnapshotsRequest;

/** Requests about snapshots, out of headers. */
final class Rds2SnapshotRequests {
  private Rds2SnapshotRequests() {}

  static CreateDbClusterSnapshotRequest createDBClusterSnapshot(Rds2Headers headers) {
    CreateDbClusterSnapshotRequest.Builder request = CreateDbClusterSnapshotRequest.builder();
    headers.required(
        Rds2Constants.DB_CLUSTER_SNAPSHOT_IDENTIFIER, request::dbClusterSnapshotIdentifier);
    headers.required(Rds2Constants.DB_CLUSTER_IDENTIFIER, request::dbClusterIdentifier);
    headers.tags(request::tags);
    return request.build();
  }

  static DescribeDbClusterSnapshotsRequest describeDBClusterSnapshots(Rds2Headers headers) {
    DescribeDbClusterSnapshotsRequest.Builder request = DescribeDbClusterSnapshotsRequest.builder();
    headers.text(
        Rds2Constants.DB_CLUSTER_SNAPSHOT_IDENTIFIER, request::dbClusterSnapshotIdentifier);
    headers.text(Rds2Constants.DB_CLUSTER_IDENTIFIER, request::dbClusterIdentifier);
    headers.text(Rds2Constants.SNAPSHOT_TYPE, request::snapshotType);
    headers.number(Rds2Constants.MAX_RECORDS, request::maxRecords);
    headers.text(Rds2Constants.MARKER, request::marker);
    return request.build();
  }

  static DeleteDbClusterSnapshotRequest deleteDBClusterSnapshot(Rds2Headers headers) {
    DeleteDbClusterSnapshotRequest.Builder request = DeleteDbClusterSnapshotRequest.builder();
    headers.required(
        Rds2Constants.DB_CLUSTER_SNAPSHOT_IDENTIFIER, request::dbClusterSnapshotIdentifier);
    return request.build();
  }

  static CreateDbSnapshotRequest createDBSnapshot(Rds2Headers headers) {
    CreateDbSnapshotRequest.Builder request = CreateDbSnapshotRequest.builder();
    headers.required(Rds2Constants.DB_SNAPSHOT_IDENTIFIER, request::dbSnapshotIdentifier);
    headers.required(Rds2Constants.DB_INSTANCE_IDENTIFIER, request::dbInstanceIdentifier);
    headers.tags(request::tags);
    return request.build();
  }

  static DescribeDbSnapshotsRequest describeDBSnapshots(Rds2Headers headers) {
    DescribeDbSnapshotsRequest.Builder request = DescribeDbSnapshotsRequest.builder();
    headers.text(Rds2Constants.DB_SNAPSHOT_IDENTIFIER, request::dbSnapshotIdentifier);
    headers.text(Rds2Constants.DB_INSTANCE_IDENTIFIER, request::dbInstanceIdentifier);
    headers.text(Rds2Constants.SNAPSHOT_TYPE, request::snapshotType);
    headers.number(Rds2Constants.MAX_RECORDS, request::maxRecords);
    headers.text(Rds2Constants.MARKER, request::marker);
    return request.build();
  }

  static DeleteDbSnapshotRequest deleteDBSnapshot(Rds2Headers headers) {
    DeleteDbSnapshotRequest.Builder request = DeleteDbSnapshotRequest.builder();
    headers.required(Rds2Constants.DB_SNAPSHOT_IDENTIFIER, request::dbSnapshotIdentifier);
    return request.build();
  }
}

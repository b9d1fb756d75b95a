package org.apache.camel.component.aws2.rds;

/** The operations that the producer knows, named after the methods of the SDK's client. */
public enum Rds2Operations {
  createDBClusterSnapshot,
  describeDBClusterSnapshots,
  deleteDBClusterSnapshot,
  createDBSnapshot,
  describeDBSnapshots,
  deleteDBSnapshot,
  restoreDBClusterFromSnapshot,
  restoreDBClusterToPointInTime,
  restoreDBInstanceFromDBSnapshot,
  describeDBClusters,
  modifyDBCluster,
  startDBCluster,
  deleteDBCluster,
  createDBInstance,
  describeDBInstances,
  modifyDBInstance,
  deleteDBInstance,
  describeEvents,
  addTagsToResource,
  removeTagsFromResource,
  listTagsForResource
}

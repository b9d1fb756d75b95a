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
  listTagsForResource;

  private static final String REQUEST = "Request";

  /**
   * The operation of a request object of the SDK, by the name of its class; null for anything else.
   */
  static Rds2Operations of(Object request) {
    if (request == null) {
      return null;
    }
    String type = request.getClass().getSimpleName();
    for (Rds2Operations operation : values()) {
      if (type.equalsIgnoreCase(operation + REQUEST)) {
        return operation;
      }
    }
    return null;
  }
}

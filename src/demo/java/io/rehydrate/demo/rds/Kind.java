package io.rehydrate.demo.rds;

/** The kinds of things that are made, cost money, and are to be deleted again. */
public enum Kind {
  CLUSTER("cluster", "db-cluster", "DBCluster", "DBClusterNotFoundFault"),
  INSTANCE("db", "db-instance", "DBInstance", "DBInstanceNotFound"),
  CLUSTER_SNAPSHOT(
      "cluster-snapshot",
      "db-cluster-snapshot",
      "DBClusterSnapshot",
      "DBClusterSnapshotNotFoundFault"),
  SNAPSHOT("snapshot", "db-snapshot", "DBSnapshot", "DBSnapshotNotFound");

  private final String arnType;
  private final String eventSource;
  private final String element;
  private final String missing;

  Kind(String arnType, String eventSource, String element, String missing) {
    this.arnType = arnType;
    this.eventSource = eventSource;
    this.element = element;
    this.missing = missing;
  }

  String arnType() {
    return arnType;
  }

  String eventSource() {
    return eventSource;
  }

  String element() {
    return element;
  }

  boolean isSnapshot() {
    return this == CLUSTER_SNAPSHOT || this == SNAPSHOT;
  }

  ApiError notFound(String id) {
    return new ApiError(ApiError.NOT_FOUND, missing, element + " " + id + " not found.");
  }

  ApiError alreadyExists(String id) {
    return ApiError.refused(
        this == CLUSTER || this == CLUSTER_SNAPSHOT
            ? element + "AlreadyExistsFault"
            : element + "AlreadyExists",
        element + " " + id + " already exists.");
  }

  ApiError badState(String message) {
    return ApiError.refused(
        this == CLUSTER || this == CLUSTER_SNAPSHOT
            ? "Invalid" + element + "StateFault"
            : "Invalid" + element + "State",
        message);
  }

  ApiError quotaExceeded() {
    return switch (this) {
      case CLUSTER ->
          new ApiError(
              ApiError.FORBIDDEN,
              "DBClusterQuotaExceededFault",
              "Cannot create more than the allowed number of DB clusters.");
      case INSTANCE ->
          ApiError.refused(
              "InstanceQuotaExceeded",
              "Cannot create more than the allowed number of DB instances.");
      case CLUSTER_SNAPSHOT, SNAPSHOT ->
          ApiError.refused(
              "SnapshotQuotaExceeded",
              "Cannot create more than the allowed number of manual snapshots.");
    };
  }
}

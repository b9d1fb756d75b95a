package io.rehydrate.source.aws;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBClusterMember;
import software.amazon.awssdk.services.rds.model.DBClusterSnapshot;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DBSnapshot;
import software.amazon.awssdk.services.rds.model.Endpoint;
import software.amazon.awssdk.services.rds.model.Tag;

/**
 * Something that AWS reported.
 *
 * @param id in lower case
 * @param automatic a snapshot that AWS took by itself
 * @param guarded protected from deletion
 * @param passwordPending a new master password has not arrived yet
 * @param members of a cluster: its instances
 * @param cluster that an instance belongs to, or empty; of a snapshot: its source
 * @param engineVersion of the data
 * @param resourceId never given to another one, even of the same name; empty for snapshots
 * @param missing what AWS has not told yet and a scratch needs, in words; or empty
 */
public record RdsResource(
    RdsResourceType kind,
    String id,
    String arn,
    String status,
    Map<String, String> tags,
    Optional<Instant> createdAt,
    boolean automatic,
    boolean guarded,
    boolean passwordPending,
    List<String> members,
    String cluster,
    String engineVersion,
    String resourceId,
    String missing) {
  private static final Set<String> GOING = Set.of("delete-precheck", "deleting", "deleted");

  RdsResource(
      RdsResourceType kind,
      String id,
      String arn,
      String status,
      Map<String, String> tags,
      Optional<Instant> createdAt,
      boolean automatic,
      boolean guarded,
      boolean passwordPending,
      List<String> members,
      String cluster,
      String engineVersion) {
    this(
        kind,
        id,
        arn,
        status,
        tags,
        createdAt,
        automatic,
        guarded,
        passwordPending,
        members,
        cluster,
        engineVersion,
        "",
        "");
  }

  static RdsResource of(DBCluster cluster) {
    return new RdsResource(
        RdsResourceType.CLUSTER,
        lower(cluster.dbClusterIdentifier()),
        text(cluster.dbClusterArn()),
        lower(cluster.status()),
        tags(cluster.tagList()),
        Optional.ofNullable(cluster.clusterCreateTime()),
        false,
        isTrue(cluster.deletionProtection()),
        cluster.pendingModifiedValues() != null
            && cluster.pendingModifiedValues().masterUserPassword() != null,
        cluster.dbClusterMembers().stream()
            .map(DBClusterMember::dbInstanceIdentifier)
            .map(RdsResource::lower)
            .filter(member -> !member.isEmpty())
            .toList(),
        "",
        text(cluster.engineVersion()),
        text(cluster.dbClusterResourceId()),
        text(cluster.masterUsername()).isEmpty() ? "without its master user" : "");
  }

  static RdsResource of(DBInstance instance) {
    return new RdsResource(
        RdsResourceType.INSTANCE,
        lower(instance.dbInstanceIdentifier()),
        text(instance.dbInstanceArn()),
        lower(instance.dbInstanceStatus()),
        tags(instance.tagList()),
        Optional.ofNullable(instance.instanceCreateTime()),
        false,
        isTrue(instance.deletionProtection()),
        instance.pendingModifiedValues() != null
            && instance.pendingModifiedValues().masterUserPassword() != null,
        List.of(),
        lower(instance.dbClusterIdentifier()),
        text(instance.engineVersion()),
        text(instance.dbiResourceId()),
        missing(instance));
  }

  static RdsResource of(DBClusterSnapshot snapshot) {
    return new RdsResource(
        RdsResourceType.CLUSTER_SNAPSHOT,
        lower(snapshot.dbClusterSnapshotIdentifier()),
        text(snapshot.dbClusterSnapshotArn()),
        lower(snapshot.status()),
        tags(snapshot.tagList()),
        Optional.ofNullable(snapshot.snapshotCreateTime()),
        "automated".equals(snapshot.snapshotType()),
        false,
        false,
        List.of(),
        lower(snapshot.dbClusterIdentifier()),
        text(snapshot.engineVersion()),
        "",
        "");
  }

  static RdsResource of(DBSnapshot snapshot) {
    return new RdsResource(
        RdsResourceType.SNAPSHOT,
        lower(snapshot.dbSnapshotIdentifier()),
        text(snapshot.dbSnapshotArn()),
        lower(snapshot.status()),
        tags(snapshot.tagList()),
        Optional.ofNullable(snapshot.snapshotCreateTime()),
        "automated".equals(snapshot.snapshotType()),
        false,
        false,
        List.of(),
        lower(snapshot.dbInstanceIdentifier()),
        text(snapshot.engineVersion()),
        "",
        "");
  }

  private static String missing(DBInstance instance) {
    Endpoint endpoint = instance.endpoint();
    if (endpoint == null || text(endpoint.address()).isEmpty() || endpoint.port() == null) {
      return "without an endpoint";
    }
    return text(instance.masterUsername()).isEmpty()
            && text(instance.dbClusterIdentifier()).isEmpty()
        ? "without its master user"
        : "";
  }

  RdsResource withTags(Map<String, String> others) {
    return new RdsResource(
        kind,
        id,
        arn,
        status,
        others,
        createdAt,
        automatic,
        guarded,
        passwordPending,
        members,
        cluster,
        engineVersion,
        resourceId,
        missing);
  }

  /** Whether AWS is removing it, or is about to. */
  boolean isGoing() {
    return GOING.contains(status);
  }

  ResourceStatus progress() {
    return ResourceStatus.of(kind, status);
  }

  static Map<String, String> tags(List<Tag> tags) {
    return tags.stream()
        .filter(t -> t.key() != null)
        .collect(Collectors.toMap(t -> text(t.key()), t -> text(t.value()), (a, b) -> b));
  }

  private static boolean isTrue(Boolean value) {
    return value != null && value;
  }

  private static String lower(String value) {
    return text(value).strip().toLowerCase(Locale.ROOT);
  }

  private static String text(String value) {
    return value == null ? "" : value;
  }

  @Override
  public String toString() {
    return kind + " " + id;
  }
}

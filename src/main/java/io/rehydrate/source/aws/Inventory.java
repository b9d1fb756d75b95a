package io.rehydrate.source.aws;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DescribeDbClusterSnapshotsResponse;
import software.amazon.awssdk.services.rds.model.DescribeDbClustersResponse;
import software.amazon.awssdk.services.rds.model.DescribeDbInstancesResponse;
import software.amazon.awssdk.services.rds.model.DescribeDbSnapshotsResponse;
import software.amazon.awssdk.services.rds.model.DescribeEventsRequest;
import software.amazon.awssdk.services.rds.model.Event;
import software.amazon.awssdk.services.rds.model.Filter;

/** Looks at what is there at AWS; changes nothing. */
public final class Inventory {
  private static final int MINUTES_OF_EVENTS = 360;
  private static final int MOST_EVENTS = 3;
  private static final String MANUAL = "manual";

  private final RdsClient rds;

  public Inventory(RdsClient rds) {
    this.rds = rds;
  }

  /**
   * What AWS lists.
   *
   * @param refused the kinds of which the list is not complete, with the reason
   */
  record Listing(List<RdsResource> things, Map<RdsResourceType, SdkException> refused) {}

  /** One page of a list. */
  private record Page(List<RdsResource> things, String marker) {}

  /** Empty where AWS knows nothing of that name. */
  Optional<RdsResource> find(RdsResourceType kind, String id) {
    try {
      return named(kind, id).filter(thing -> thing.id().equalsIgnoreCase(id)).findFirst();
    } catch (SdkException e) {
      if (RdsErrorClass.of(e) == RdsErrorClass.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private Stream<RdsResource> named(RdsResourceType kind, String id) {
    return switch (kind) {
      case CLUSTER ->
          page(rds.describeDBClusters(r -> r.dbClusterIdentifier(id))).things().stream();
      case INSTANCE ->
          page(rds.describeDBInstances(r -> r.dbInstanceIdentifier(id))).things().stream();
      case CLUSTER_SNAPSHOT ->
          page(rds.describeDBClusterSnapshots(r -> r.dbClusterSnapshotIdentifier(id)))
              .things()
              .stream();
      case SNAPSHOT ->
          page(rds.describeDBSnapshots(r -> r.dbSnapshotIdentifier(id))).things().stream();
    };
  }

  private static Page page(DescribeDbClustersResponse answer) {
    return new Page(answer.dbClusters().stream().map(RdsResource::of).toList(), answer.marker());
  }

  private static Page page(DescribeDbInstancesResponse answer) {
    return new Page(answer.dbInstances().stream().map(RdsResource::of).toList(), answer.marker());
  }

  private static Page page(DescribeDbClusterSnapshotsResponse answer) {
    return new Page(
        answer.dbClusterSnapshots().stream().map(RdsResource::of).toList(), answer.marker());
  }

  private static Page page(DescribeDbSnapshotsResponse answer) {
    return new Page(answer.dbSnapshots().stream().map(RdsResource::of).toList(), answer.marker());
  }

  /**
   * Everything of these kinds in this region, save the snapshots that AWS takes by itself. A list
   * that is refused keeps back no other one.
   */
  Listing all(Set<RdsResourceType> kinds) {
    List<RdsResource> things = new ArrayList<>();
    Map<RdsResourceType, SdkException> refused = new EnumMap<>(RdsResourceType.class);
    for (RdsResourceType kind :
        List.of(
            RdsResourceType.INSTANCE,
            RdsResourceType.CLUSTER,
            RdsResourceType.CLUSTER_SNAPSHOT,
            RdsResourceType.SNAPSHOT)) {
      if (kinds.contains(kind)) {
        try {
          pages(marker -> page(kind, marker), things);
        } catch (SdkException e) {
          refused.put(kind, e);
        }
      }
    }
    return new Listing(things, refused);
  }

  private Page page(RdsResourceType kind, String marker) {
    return switch (kind) {
      case INSTANCE -> page(rds.describeDBInstances(r -> r.marker(marker)));
      case CLUSTER -> page(rds.describeDBClusters(r -> r.marker(marker)));
      case CLUSTER_SNAPSHOT ->
          page(rds.describeDBClusterSnapshots(r -> r.snapshotType(MANUAL).marker(marker)));
      case SNAPSHOT -> page(rds.describeDBSnapshots(r -> r.snapshotType(MANUAL).marker(marker)));
    };
  }

  /** What was read before a page failed is kept. */
  private static void pages(Function<String, Page> ask, List<RdsResource> into) {
    Set<String> markers = new HashSet<>();
    String marker = null;
    do {
      Page page = ask.apply(marker);
      into.addAll(page.things());
      marker = page.marker();
      if (marker != null && !markers.add(marker)) {
        throw SdkClientException.create("AWS lists the same page again and again");
      }
    } while (marker != null && !marker.isEmpty());
  }

  /** The instances that AWS counts to a cluster. */
  List<RdsResource> membersOf(String cluster) {
    List<RdsResource> members = new ArrayList<>();
    pages(
        marker ->
            page(
                rds.describeDBInstances(
                    r ->
                        r.marker(marker)
                            .filters(
                                Filter.builder().name("db-cluster-id").values(cluster).build()))),
        members);
    return members.stream().filter(m -> m.cluster().equals(cluster)).toList();
  }

  /** It with the tags that AWS keeps for it, asked for by its ARN. */
  RdsResource withItsTags(RdsResource thing) {
    return thing.arn().isEmpty()
        ? thing
        : thing.withTags(
            RdsResource.tags(rds.listTagsForResource(r -> r.resourceName(thing.arn())).tagList()));
  }

  /** What AWS itself says of the last hours; nothing where it can't be asked. */
  String events(RdsResourceType kind, String id) {
    DescribeEventsRequest request =
        DescribeEventsRequest.builder()
            .sourceIdentifier(id)
            .sourceType(kind.eventSource())
            .duration(MINUTES_OF_EVENTS)
            .build();
    try {
      List<String> messages =
          rds.describeEvents(request).events().stream()
              .map(Event::message)
              .filter(message -> message != null)
              .toList();
      return String.join(
          " / ", messages.subList(Math.max(0, messages.size() - MOST_EVENTS), messages.size()));
    } catch (SdkException e) {
      return "";
    }
  }
}

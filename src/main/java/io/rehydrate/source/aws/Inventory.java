package io.rehydrate.source.aws;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DescribeEventsRequest;
import software.amazon.awssdk.services.rds.model.Event;

/** Looks at what is there at AWS; changes nothing. */
public final class Inventory {
  private static final int MINUTES_OF_EVENTS = 360;
  private static final int MOST_EVENTS = 3;

  private final RdsClient rds;

  public Inventory(RdsClient rds) {
    this.rds = rds;
  }

  /** Empty where AWS knows nothing of that name. */
  Optional<Thing> find(ThingKind kind, String id) {
    try {
      return things(kind, id).findFirst();
    } catch (SdkException e) {
      if (Fault.of(e) == Fault.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private Stream<Thing> things(ThingKind kind, String id) {
    return switch (kind) {
      case CLUSTER ->
          rds.describeDBClusters(r -> r.dbClusterIdentifier(id)).dbClusters().stream()
              .map(Thing::of);
      case INSTANCE ->
          rds.describeDBInstances(r -> r.dbInstanceIdentifier(id)).dbInstances().stream()
              .map(Thing::of);
      case CLUSTER_SNAPSHOT ->
          rds
              .describeDBClusterSnapshots(r -> r.dbClusterSnapshotIdentifier(id))
              .dbClusterSnapshots()
              .stream()
              .map(Thing::of);
      case SNAPSHOT ->
          rds.describeDBSnapshots(r -> r.dbSnapshotIdentifier(id)).dbSnapshots().stream()
              .map(Thing::of);
    };
  }

  /** Everything of the account in this region, save the snapshots that AWS takes by itself. */
  List<Thing> all() {
    List<Thing> all = new ArrayList<>();
    rds.describeDBInstancesPaginator().dbInstances().forEach(i -> all.add(Thing.of(i)));
    rds.describeDBClustersPaginator().dbClusters().forEach(c -> all.add(Thing.of(c)));
    rds.describeDBClusterSnapshotsPaginator(r -> r.snapshotType("manual"))
        .dbClusterSnapshots()
        .forEach(s -> all.add(Thing.of(s)));
    rds.describeDBSnapshotsPaginator(r -> r.snapshotType("manual"))
        .dbSnapshots()
        .forEach(s -> all.add(Thing.of(s)));
    return all;
  }

  /** What AWS itself says of the last hours; nothing where it can't be asked. */
  String events(ThingKind kind, String id) {
    DescribeEventsRequest request =
        DescribeEventsRequest.builder()
            .sourceIdentifier(id)
            .sourceType(kind.eventSource())
            .duration(MINUTES_OF_EVENTS)
            .build();
    try {
      List<String> messages =
          rds.describeEvents(request).events().stream().map(Event::message).toList();
      return String.join(
          " / ", messages.subList(Math.max(0, messages.size() - MOST_EVENTS), messages.size()));
    } catch (SdkException e) {
      return "";
    }
  }
}

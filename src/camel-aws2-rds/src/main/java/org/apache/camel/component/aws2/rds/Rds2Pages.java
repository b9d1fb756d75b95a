package org.apache.camel.component.aws2.rds;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Stream;
import software.amazon.awssdk.services.rds.model.DescribeDbClusterSnapshotsRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbClusterSnapshotsResponse;
import software.amazon.awssdk.services.rds.model.DescribeDbClustersRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbClustersResponse;
import software.amazon.awssdk.services.rds.model.DescribeDbInstancesRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbInstancesResponse;
import software.amazon.awssdk.services.rds.model.DescribeDbSnapshotsRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbSnapshotsResponse;
import software.amazon.awssdk.services.rds.model.DescribeEventsRequest;
import software.amazon.awssdk.services.rds.model.DescribeEventsResponse;

/**
 * How the pages of one describe operation follow each other.
 *
 * @param marker where the next page begins, null on the last one
 * @param next the request for the page that begins at a marker
 * @param join a page with the records of an earlier one before its own
 */
record Rds2Pages<Q, S>(
    Function<S, String> marker, BiFunction<Q, String, Q> next, BinaryOperator<S> join) {

  static final Rds2Pages<DescribeDbClustersRequest, DescribeDbClustersResponse> CLUSTERS =
      new Rds2Pages<>(
          DescribeDbClustersResponse::marker,
          (request, marker) -> request.toBuilder().marker(marker).build(),
          (before, page) ->
              page.toBuilder().dbClusters(join(before.dbClusters(), page.dbClusters())).build());

  static final Rds2Pages<DescribeDbInstancesRequest, DescribeDbInstancesResponse> INSTANCES =
      new Rds2Pages<>(
          DescribeDbInstancesResponse::marker,
          (request, marker) -> request.toBuilder().marker(marker).build(),
          (before, page) ->
              page.toBuilder().dbInstances(join(before.dbInstances(), page.dbInstances())).build());

  static final Rds2Pages<DescribeDbClusterSnapshotsRequest, DescribeDbClusterSnapshotsResponse>
      CLUSTER_SNAPSHOTS =
          new Rds2Pages<>(
              DescribeDbClusterSnapshotsResponse::marker,
              (request, marker) -> request.toBuilder().marker(marker).build(),
              (before, page) ->
                  page.toBuilder()
                      .dbClusterSnapshots(
                          join(before.dbClusterSnapshots(), page.dbClusterSnapshots()))
                      .build());

  static final Rds2Pages<DescribeDbSnapshotsRequest, DescribeDbSnapshotsResponse> SNAPSHOTS =
      new Rds2Pages<>(
          DescribeDbSnapshotsResponse::marker,
          (request, marker) -> request.toBuilder().marker(marker).build(),
          (before, page) ->
              page.toBuilder().dbSnapshots(join(before.dbSnapshots(), page.dbSnapshots())).build());

  static final Rds2Pages<DescribeEventsRequest, DescribeEventsResponse> EVENTS =
      new Rds2Pages<>(
          DescribeEventsResponse::marker,
          (request, marker) -> request.toBuilder().marker(marker).build(),
          (before, page) -> page.toBuilder().events(join(before.events(), page.events())).build());

  private static <T> List<T> join(List<T> before, List<T> page) {
    return Stream.concat(before.stream(), page.stream()).toList();
  }

  /** Asks for page after page; the answer is the last one with the records of all. */
  S all(Q first, Function<Q, S> call) {
    S answer = call.apply(first);
    while (marker.apply(answer) != null) {
      answer = join.apply(answer, call.apply(next.apply(first, marker.apply(answer))));
    }
    return answer;
  }
}

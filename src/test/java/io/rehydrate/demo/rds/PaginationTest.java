package io.rehydrate.demo.rds;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBClusterSnapshot;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DescribeDbClusterSnapshotsResponse;
import software.amazon.awssdk.services.rds.model.DescribeDbInstancesResponse;
import software.amazon.awssdk.services.rds.model.Filter;

/** Lists come in pages, and no page repeats or forgets one. */
class PaginationTest {
  private final RdsFixture fixture = RdsFixture.onPaper();

  @AfterEach
  void close() {
    fixture.close();
  }

  private void snapshots(int number) {
    for (int i = 1; i <= number; i++) {
      fixture.snapshot("snap-%03d".formatted(i));
    }
  }

  @Test
  void the_sdks_paginator_sees_every_snapshot_once() {
    fixture.rds.world().quota(Kind.CLUSTER_SNAPSHOT, 200);
    snapshots(101);
    List<String> found =
        fixture
            .client
            .describeDBClusterSnapshotsPaginator(r -> r.snapshotType("manual"))
            .dbClusterSnapshots()
            .stream()
            .map(DBClusterSnapshot::dbClusterSnapshotIdentifier)
            .toList();

    assertThat(found)
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, 101).mapToObj("snap-%03d"::formatted).toList());
    assertThat(fixture.rds.calls().of("DescribeDBClusterSnapshots")).hasSize(2);
  }

  @Test
  void a_page_goes_on_behind_what_was_deleted_meanwhile() {
    snapshots(45);
    DescribeDbClusterSnapshotsResponse first =
        fixture.client.describeDBClusterSnapshots(r -> r.maxRecords(20));
    fixture.client.deleteDBClusterSnapshot(r -> r.dbClusterSnapshotIdentifier("snap-020"));
    fixture.passMinutes(1);
    DescribeDbClusterSnapshotsResponse second =
        fixture.client.describeDBClusterSnapshots(r -> r.maxRecords(20).marker(first.marker()));
    DescribeDbClusterSnapshotsResponse last =
        fixture.client.describeDBClusterSnapshots(r -> r.maxRecords(20).marker(second.marker()));

    assertThat(first.dbClusterSnapshots()).hasSize(20);
    assertThat(second.dbClusterSnapshots().get(0).dbClusterSnapshotIdentifier())
        .isEqualTo("snap-021");
    assertThat(last.dbClusterSnapshots()).hasSize(5);
    assertThat(last.marker()).isNull();
  }

  @Test
  void clusters_instances_and_events_come_in_pages_too() {
    fixture.snapshot("snap");
    for (int i = 1; i <= 20; i++) {
      fixture.restore("copy-" + i, "snap");
      fixture.instance("copy-" + i + "-i1", "copy-" + i);
    }
    assertThat(
            fixture.client.describeDBClustersPaginator(r -> r.maxRecords(20)).dbClusters().stream()
                .map(DBCluster::dbClusterIdentifier))
        .hasSize(21)
        .doesNotHaveDuplicates();
    List<DescribeDbInstancesResponse> pages =
        fixture.client.describeDBInstancesPaginator(r -> r.maxRecords(20)).stream().toList();
    assertThat(pages).hasSize(2);
    assertThat(pages.stream().flatMap(p -> p.dbInstances().stream()))
        .extracting(DBInstance::dbInstanceIdentifier)
        .hasSize(22)
        .doesNotHaveDuplicates();
    assertThat(
            fixture
                .client
                .describeEventsPaginator(r -> r.maxRecords(20).duration(60 * 24 * 14))
                .events())
        .hasSizeGreaterThan(40);
  }

  @Test
  void filters_and_names_narrow_a_list() {
    fixture.snapshot("snap");
    fixture.restore("copy", "snap");
    fixture.instance("copy-i1", "copy");
    fixture.instance("copy-i2", "copy");
    fixture.rds.world().automatedSnapshot("prod", RdsFixture.NIGHT);

    assertThat(
            fixture
                .client
                .describeDBInstances(
                    r -> r.filters(Filter.builder().name("db-cluster-id").values("copy").build()))
                .dbInstances())
        .extracting(DBInstance::dbInstanceIdentifier)
        .containsExactly("copy-i1", "copy-i2");
    assertThat(
            fixture
                .client
                .describeDBClusterSnapshots(r -> r.dbClusterIdentifier("prod"))
                .dbClusterSnapshots())
        .extracting(DBClusterSnapshot::snapshotType)
        .containsExactlyInAnyOrder("manual", "automated");
    assertThat(
            fixture
                .client
                .describeDBClusters(
                    r ->
                        r.dbClusterIdentifier("arn:aws:rds:eu-central-1:123456789012:cluster:copy"))
                .dbClusters())
        .hasSize(1);
  }
}

package io.rehydrate.source.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rehydrate.daemon.Beans;
import io.rehydrate.demo.rds.Fault;
import io.rehydrate.demo.rds.Ledger;
import io.rehydrate.demo.rds.World;
import io.rehydrate.run.ActiveRun;
import io.rehydrate.run.Actor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.Tag;

/** What is removed at AWS, and above all what is not. */
class AwsSweepTest {
  private static final String DEAD = "20260101t000000-aaaaa";

  @TempDir Path folder;
  private AwsHouse house;
  private Beans beans;
  private RdsClient client;

  @BeforeEach
  void open() throws Exception {
    house = AwsHouse.onPaper(folder, "aurora-snapshot");
    beans = house.beans();
    client = beans.aws().orElseThrow().client();
  }

  @AfterEach
  void close() {
    beans.close();
    house.close();
  }

  private List<Tag> tags(String run, Map<String, String> changed) {
    Map<String, String> tags = new TreeMap<>();
    tags.put(Ownership.MANAGED_BY, "rehydrate");
    tags.put(Ownership.INSTALLATION, beans.journal().recall("installation").orElseThrow());
    tags.put(Ownership.RUN, run);
    tags.putAll(changed);
    return tags.entrySet().stream()
        .map(t -> Tag.builder().key(t.getKey()).value(t.getValue()).build())
        .toList();
  }

  private void snapshot(String id, List<Tag> tags) {
    client.createDBClusterSnapshot(
        r -> r.dbClusterSnapshotIdentifier(id).dbClusterIdentifier("prod").tags(tags));
    await()
        .until(
            () ->
                client
                    .describeDBClusterSnapshots(r -> r.dbClusterSnapshotIdentifier(id))
                    .dbClusterSnapshots()
                    .get(0)
                    .status()
                    .equals("available"));
  }

  private List<String> left() {
    return house.rds.ledger().left().stream().map(Ledger.Entry::id).sorted().toList();
  }

  private void sweepUntil(String... left) {
    await()
        .untilAsserted(
            () -> {
              house.clock().moveOn(Pace.STEP);
              beans.recover();
              assertThat(left()).containsExactly(left);
            });
  }

  @Test
  void only_what_bears_the_prefix_and_all_tags_is_removed() {
    snapshot("rehydrate-" + DEAD, tags(DEAD, Map.of()));
    snapshot("rehydrate-by-hand", List.of());
    snapshot("rehydrate-of-others", tags(DEAD, Map.of(Ownership.INSTALLATION, "another")));
    snapshot("before-the-upgrade", tags(DEAD, Map.of()));

    AwsSweep.Found found = beans.awsSweep().orElseThrow().look();

    assertThat(found.leftovers()).extracting(RdsResource::id).containsExactly("rehydrate-" + DEAD);
    assertThat(found.doubtful())
        .extracting(RdsResource::id)
        .containsExactlyInAnyOrder("rehydrate-by-hand", "rehydrate-of-others");
    assertThat(left()).hasSize(4);
    sweepUntil("before-the-upgrade", "rehydrate-by-hand", "rehydrate-of-others");
  }

  @Test
  void what_belongs_to_a_run_that_lives_is_spared() {
    ActiveRun run =
        beans.runs().begin(beans.nights().queue(new Actor("tester", "cli"), AwsHouse.TWO).id());
    snapshot("rehydrate-" + run.id(), tags(run.id().value(), Map.of()));

    beans.recover();
    assertThat(beans.awsSweep().orElseThrow().look().leftovers()).isEmpty();
    assertThat(left()).hasSize(1);

    run.step("dehydrate");
    beans.runs().end(run);
    sweepUntil();
  }

  @Test
  void a_list_that_is_refused_keeps_back_no_other_one_and_is_told_with_its_remedy() {
    snapshot("rehydrate-" + DEAD, tags(DEAD, Map.of()));
    house.rds.faults().always("DescribeDBSnapshots", Fault.accessDenied("DescribeDBSnapshots"));
    house.rds.faults().always("DescribeDBInstances", Fault.blank(503));

    AwsSweep.Found found = beans.awsSweep().orElseThrow().look();

    assertThat(found.leftovers()).extracting(RdsResource::id).containsExactly("rehydrate-" + DEAD);
    assertThat(found.unknown())
        .hasSize(2)
        .anyMatch(why -> why.contains("AccessDenied") && why.contains("docs/aws.md"))
        .anyMatch(why -> why.contains("HTTP status 503 without an error code"));
    sweepUntil();
  }

  @Test
  void what_is_refused_for_good_is_known_as_such_and_journalled() {
    snapshot("rehydrate-" + DEAD, tags(DEAD, Map.of()));
    house.rds.faults().always("DeleteDBClusterSnapshot", Fault.accessDenied("it"));

    beans.recover();

    assertThat(beans.awsSweep().orElseThrow().isRefused()).isTrue();
    assertThat(beans.runs().leftBehind())
        .singleElement()
        .matches(resource -> resource.name().equals("rehydrate-" + DEAD));
    house.rds.faults().clear();
    sweepUntil();
    assertThat(beans.awsSweep().orElseThrow().isRefused()).isFalse();
  }

  @Test
  void a_list_that_never_ends_is_left() {
    String page =
        "<DescribeDBClustersResponse><DescribeDBClustersResult><DBClusters/><Marker>a</Marker>"
            + "</DescribeDBClustersResult></DescribeDBClustersResponse>";
    house.rds.faults().always("DescribeDBClusters", new Fault.Page(200, page, false));

    assertThat(beans.awsSweep().orElseThrow().look().unknown())
        .singleElement()
        .asString()
        .contains("again and again");
  }

  @Test
  void what_withstands_removal_for_long_is_told_once_with_the_commands() {
    snapshot("rehydrate-" + DEAD, tags(DEAD, Map.of()));
    house.rds.faults().always("DeleteDBClusterSnapshot", Fault.accessDenied("it"));
    AwsSweep sweep = beans.awsSweep().orElseThrow();
    beans.recover();

    assertThat(sweep.overdue(60_000)).isEmpty();
    assertThat(sweep.overdue(0))
        .contains("AWS resources of a dead run not deleted (still billed)")
        .contains(
            "aws rds delete-db-cluster-snapshot --db-cluster-snapshot-identifier rehydrate-"
                + DEAD);
    assertThat(sweep.overdue(0)).isEmpty();
  }

  @Test
  void a_cluster_goes_with_protection_members_and_all_and_even_when_it_is_stopped() {
    String id = "rehydrate-" + DEAD;
    snapshot("source-of-it", List.of());
    client.restoreDBClusterFromSnapshot(
        r ->
            r.dbClusterIdentifier(id)
                .snapshotIdentifier("source-of-it")
                .engine("aurora-mysql")
                .engineVersion(World.AURORA_VERSION)
                .deletionProtection(true)
                .tags(tags(DEAD, Map.of())));
    available(id);
    for (String member : List.of(id + "-i1", "rehydrate-autoscaling-1")) {
      client.createDBInstance(
          r ->
              r.dbInstanceIdentifier(member)
                  .dbClusterIdentifier(id)
                  .dbInstanceClass("db.r7g.large")
                  .engine("aurora-mysql")
                  .tags(tags(DEAD, Map.of())));
    }
    await()
        .until(
            () ->
                client.describeDBInstances().dbInstances().stream()
                    .allMatch(i -> i.dbInstanceStatus().equals("available")));
    client.stopDBCluster(r -> r.dbClusterIdentifier(id));
    await().until(() -> status(id).equals("stopped"));

    sweepUntil("source-of-it");
  }

  private void available(String id) {
    await().until(() -> status(id).equals("available"));
  }

  private String status(String id) {
    return client.describeDBClusters(r -> r.dbClusterIdentifier(id)).dbClusters().get(0).status();
  }
}

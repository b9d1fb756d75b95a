package io.rehydrate.demo.rds;

import static io.rehydrate.demo.rds.RdsFixture.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.Event;
import software.amazon.awssdk.services.rds.model.Tag;

/** The protocol itself, and the small operations. */
class ProtocolTest {
  private static final String ARN = "arn:aws:rds:eu-central-1:123456789012:cluster:prod";

  private final RdsFixture fixture = RdsFixture.onPaper();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void a_request_without_a_signature_is_refused() throws Exception {
    HttpResponse<String> answer = post(fixture.rds.endpoint(), "Action=DescribeDBClusters");

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.headers().firstValue("x-amzn-RequestId")).isPresent();
    assertThat(answer.body())
        .contains(
            "<ErrorResponse xmlns=\"http://rds.amazonaws.com/doc/2014-10-31/\"><Error><Type>Sender</Type><Code>MissingAuthenticationToken</Code>",
            "</Error><RequestId>");
  }

  private static HttpResponse<String> post(URI address, String body) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(address).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
            HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void a_request_signed_with_another_key_is_refused() {
    try (RdsClient stranger =
        RdsFixture.client(fixture.rds, "another-secret", fixture.rds.region())) {
      assertRefused("SignatureDoesNotMatch", 403, stranger::describeDBClusters);
    }
  }

  @Test
  void a_request_for_another_region_is_refused() {
    try (RdsClient stranger =
        RdsFixture.client(fixture.rds, fixture.rds.secretKey(), "us-east-1")) {
      assertRefused("SignatureDoesNotMatch", 403, stranger::describeDBClusters);
    }
  }

  @Test
  void a_password_is_not_in_the_log_of_calls() {
    fixture.client.modifyDBCluster(
        r ->
            r.dbClusterIdentifier("prod")
                .masterUserPassword("never-to-be-told")
                .applyImmediately(true));

    Call call = fixture.rds.calls().all().get(0);
    assertThat(call.parameters())
        .containsEntry("MasterUserPassword", "****")
        .containsEntry("ApplyImmediately", "true");
    assertThat(fixture.rds.calls().all().toString()).doesNotContain("never-to-be-told");
  }

  @Test
  void calls_are_counted_by_operation_and_by_time() {
    fixture.clusterStatus("prod");
    fixture.passMinutes(1);
    fixture.clusterStatus("prod");
    fixture.instanceStatus("shop");

    assertThat(fixture.rds.calls().counts())
        .isEqualTo(Map.of("DescribeDBClusters", 2L, "DescribeDBInstances", 1L));
    assertThat(
            fixture
                .rds
                .calls()
                .between(
                    RdsFixture.NIGHT.plusSeconds(1), RdsFixture.NIGHT.plus(Duration.ofHours(1))))
        .hasSize(2);
  }

  @Test
  void tags_are_added_listed_and_removed() {
    fixture.client.addTagsToResource(
        r -> r.resourceName(ARN).tags(tag("a", "1"), tag("b", "2"), tag("a:b/c", "x y=z@+-_.")));
    fixture.client.addTagsToResource(r -> r.resourceName(ARN).tags(tag("a", "3")));
    fixture.client.removeTagsFromResource(r -> r.resourceName(ARN).tagKeys("b"));

    List<Tag> left = fixture.client.listTagsForResource(r -> r.resourceName(ARN)).tagList();
    assertThat(left).containsExactly(tag("a", "3"), tag("a:b/c", "x y=z@+-_."));
    assertThat(fixture.client.describeDBClusters().dbClusters().get(0).tagList()).isEqualTo(left);
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  @Test
  void events_are_told_once_they_have_happened() {
    fixture.client.createDBClusterSnapshot(
        r -> r.dbClusterSnapshotIdentifier("snap").dbClusterIdentifier("prod"));
    assertThat(events()).extracting(Event::message).containsExactly("Creating manual snapshot");
    fixture.passMinutes(6);

    assertThat(events())
        .extracting(Event::message)
        .containsExactly("Creating manual snapshot", "DBClusterSnapshot created");
    assertThat(events().get(1).date()).isEqualTo(RdsFixture.NIGHT.plus(Duration.ofMinutes(6)));
    assertThat(events().get(0).sourceArn()).endsWith(":cluster-snapshot:snap");
    fixture.rds.world().event(Kind.CLUSTER, "prod", "failure", "The key can't be reached");
    assertThat(
            fixture
                .client
                .describeEvents(r -> r.sourceType("db-cluster").eventCategories("failure"))
                .events())
        .extracting(Event::message)
        .containsExactly("The key can't be reached");
    fixture.pass(Duration.ofHours(2));
    assertThat(events()).isEmpty();
    assertThat(
            fixture
                .client
                .describeEvents(
                    r -> r.startTime(RdsFixture.NIGHT).endTime(RdsFixture.NIGHT.plusSeconds(1)))
                .events())
        .hasSize(1);
  }

  private List<Event> events() {
    return fixture
        .client
        .describeEvents(r -> r.sourceType("db-cluster-snapshot").sourceIdentifier("snap"))
        .events();
  }

  @Test
  void what_can_be_used_and_ordered_is_listed() {
    assertThat(
            fixture
                .client
                .describeDBEngineVersions(r -> r.engine("aurora-mysql").defaultOnly(true))
                .dbEngineVersions())
        .extracting("engineVersion", "dbParameterGroupFamily")
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("8.0.mysql_aurora.3.08.2", "aurora-mysql8.0"));
    assertThat(fixture.client.describeDBEngineVersions(r -> r.engine("mysql")).dbEngineVersions())
        .hasSize(3);
    assertThat(
            fixture
                .client
                .describeOrderableDBInstanceOptions(
                    r ->
                        r.engine("aurora-mysql")
                            .engineVersion(World.AURORA_VERSION)
                            .dbInstanceClass("db.r7g.large"))
                .orderableDBInstanceOptions())
        .hasSize(1);
    assertThat(
            fixture
                .client
                .describeOrderableDBInstanceOptions(
                    r -> r.engine("aurora-mysql").dbInstanceClass("db.m7g.large"))
                .orderableDBInstanceOptions())
        .isEmpty();
    assertThat(
            fixture
                .client
                .describeDBSubnetGroups(r -> r.dbSubnetGroupName("scratch-subnets"))
                .dbSubnetGroups()
                .get(0)
                .subnets())
        .hasSize(3);
    assertThat(
            fixture
                .client
                .describeDBClusterParameterGroups(
                    r -> r.dbClusterParameterGroupName(RdsFixture.GROUP))
                .dbClusterParameterGroups()
                .get(0)
                .dbParameterGroupFamily())
        .isEqualTo("aurora-mysql8.0");
    assertThat(
            fixture
                .client
                .describeDBParameterGroups(r -> r.dbParameterGroupName("default.mysql8.0"))
                .dbParameterGroups())
        .hasSize(1);
  }

  @Test
  void it_runs_in_real_time_too() {
    try (FakeRds rds =
            FakeRds.start(new PaperStorage(), Clock.systemUTC(), Courses.likeAws().faster(1200));
        RdsClient client = RdsFixture.client(rds, rds.secretKey(), rds.region())) {
      rds.world().aurora("prod", World.AURORA_VERSION);
      client.createDBClusterSnapshot(
          r -> r.dbClusterSnapshotIdentifier("snap").dbClusterIdentifier("prod"));
      Awaitility.await()
          .untilAsserted(
              () ->
                  assertThat(
                          client
                              .describeDBClusterSnapshots(
                                  r -> r.dbClusterSnapshotIdentifier("snap"))
                              .dbClusterSnapshots()
                              .get(0)
                              .status())
                      .isEqualTo("available"));
    }
  }
}

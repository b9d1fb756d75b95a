package org.apache.camel.component.aws2.rds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.rds.model.CreateDbClusterSnapshotRequest;
import software.amazon.awssdk.services.rds.model.DbClusterNotFoundException;
import software.amazon.awssdk.services.rds.model.DescribeDbClustersRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbClustersResponse;
import software.amazon.awssdk.services.rds.model.DescribeDbInstancesResponse;

class Rds2ProducerTest {
  private static final Map<String, Object> HEADERS = new HashMap<>();
  private static DefaultCamelContext camel;
  private RdsAnswers rds;
  private String endpoint;

  static {
    HEADERS.put(Rds2Constants.DB_CLUSTER_IDENTIFIER, "scratch-1");
    HEADERS.put(Rds2Constants.SOURCE_DB_CLUSTER_IDENTIFIER, "prod");
    HEADERS.put(Rds2Constants.DB_INSTANCE_IDENTIFIER, "scratch-1-i1");
    HEADERS.put(Rds2Constants.DB_CLUSTER_SNAPSHOT_IDENTIFIER, "snap-1");
    HEADERS.put(Rds2Constants.DB_SNAPSHOT_IDENTIFIER, "isnap-1");
    HEADERS.put(Rds2Constants.SNAPSHOT_IDENTIFIER, "snap-1");
    HEADERS.put(Rds2Constants.SNAPSHOT_TYPE, "automated");
    HEADERS.put(Rds2Constants.RESTORE_TYPE, "copy-on-write");
    HEADERS.put(Rds2Constants.USE_LATEST_RESTORABLE_TIME, true);
    HEADERS.put(Rds2Constants.ENGINE, "aurora-mysql");
    HEADERS.put(Rds2Constants.ENGINE_VERSION, "8.0.mysql_aurora.3.08.0");
    HEADERS.put(Rds2Constants.DB_INSTANCE_CLASS, "db.r7g.large");
    HEADERS.put(Rds2Constants.DB_SUBNET_GROUP_NAME, "dev");
    HEADERS.put(Rds2Constants.VPC_SECURITY_GROUP_IDS, List.of("sg-1", "sg-2"));
    HEADERS.put(Rds2Constants.DB_CLUSTER_PARAMETER_GROUP_NAME, "scratch-cluster");
    HEADERS.put(Rds2Constants.DB_PARAMETER_GROUP_NAME, "scratch-instance");
    HEADERS.put(Rds2Constants.MASTER_USER_PASSWORD, "a-new-password");
    HEADERS.put(Rds2Constants.APPLY_IMMEDIATELY, true);
    HEADERS.put(Rds2Constants.BACKUP_RETENTION_PERIOD, 1);
    HEADERS.put(Rds2Constants.DELETION_PROTECTION, false);
    HEADERS.put(Rds2Constants.PUBLICLY_ACCESSIBLE, false);
    HEADERS.put(Rds2Constants.AUTO_MINOR_VERSION_UPGRADE, false);
    HEADERS.put(Rds2Constants.SERVERLESS_MIN_CAPACITY, 4.0);
    HEADERS.put(Rds2Constants.SERVERLESS_MAX_CAPACITY, 16.0);
    HEADERS.put(Rds2Constants.SKIP_FINAL_SNAPSHOT, true);
    HEADERS.put(Rds2Constants.DELETE_AUTOMATED_BACKUPS, true);
    HEADERS.put(Rds2Constants.SOURCE_IDENTIFIER, "scratch-1");
    HEADERS.put(Rds2Constants.SOURCE_TYPE, "db-cluster");
    HEADERS.put(Rds2Constants.DURATION, 60);
    HEADERS.put(Rds2Constants.RESOURCE_NAME, "arn:aws:rds:eu-central-1:1:cluster:scratch-1");
    HEADERS.put(Rds2Constants.TAGS, new TreeMap<>(Map.of("managed-by", "a-test")));
    HEADERS.put(Rds2Constants.TAG_KEYS, "one, two");
  }

  @BeforeAll
  static void startCamel() {
    camel = new DefaultCamelContext();
    camel.start();
  }

  @AfterAll
  static void stopCamel() {
    camel.stop();
  }

  @BeforeEach
  void startServer() throws Exception {
    rds = new RdsAnswers();
    endpoint =
        "aws2-rds:test?accessKey=AK&secretKey=SK&region=eu-central-1&overrideEndpoint=true"
            + "&uriEndpointOverride="
            + rds.uri();
  }

  @AfterEach
  void stopServer() {
    rds.close();
  }

  private Object send(String options, Object body, Map<String, Object> headers) {
    Exchange answer =
        camel
            .createProducerTemplate()
            .request(
                endpoint + options,
                exchange -> {
                  exchange.getMessage().setBody(body);
                  exchange.getMessage().setHeaders(new HashMap<>(headers));
                });
    if (answer.getException() != null) {
      throw answer.getException(RuntimeException.class);
    }
    return answer.getMessage().getBody();
  }

  @ParameterizedTest
  @EnumSource(Rds2Operations.class)
  void an_operation_calls_the_action_of_its_name_and_answers_with_its_response(
      Rds2Operations operation) {
    Object answer = send("&operation=" + operation, null, HEADERS);

    String action =
        operation.name().substring(0, 1).toUpperCase(Locale.ROOT) + operation.name().substring(1);
    assertThat(rds.asked()).containsEntry("Action", action).containsEntry("Version", "2014-10-31");
    assertThat(answer.getClass().getSimpleName())
        .isEqualTo(action.replace("DB", "Db") + "Response");
  }

  static Stream<Arguments> members() {
    return Stream.of(
        Arguments.of(
            Rds2Operations.createDBClusterSnapshot,
            "DBClusterSnapshotIdentifier=snap-1 DBClusterIdentifier=scratch-1"
                + " Tags.Tag.1.Key=managed-by Tags.Tag.1.Value=a-test"),
        Arguments.of(
            Rds2Operations.describeDBClusterSnapshots,
            "DBClusterSnapshotIdentifier=snap-1 DBClusterIdentifier=scratch-1"
                + " SnapshotType=automated"),
        Arguments.of(Rds2Operations.deleteDBClusterSnapshot, "DBClusterSnapshotIdentifier=snap-1"),
        Arguments.of(
            Rds2Operations.createDBSnapshot,
            "DBSnapshotIdentifier=isnap-1 DBInstanceIdentifier=scratch-1-i1"
                + " Tags.Tag.1.Key=managed-by Tags.Tag.1.Value=a-test"),
        Arguments.of(
            Rds2Operations.describeDBSnapshots,
            "DBSnapshotIdentifier=isnap-1 DBInstanceIdentifier=scratch-1-i1"
                + " SnapshotType=automated"),
        Arguments.of(Rds2Operations.deleteDBSnapshot, "DBSnapshotIdentifier=isnap-1"),
        Arguments.of(
            Rds2Operations.restoreDBClusterFromSnapshot,
            "DBClusterIdentifier=scratch-1 SnapshotIdentifier=snap-1 Engine=aurora-mysql"
                + " EngineVersion=8.0.mysql_aurora.3.08.0 DBSubnetGroupName=dev"
                + " VpcSecurityGroupIds.VpcSecurityGroupId.1=sg-1"
                + " VpcSecurityGroupIds.VpcSecurityGroupId.2=sg-2"
                + " DBClusterParameterGroupName=scratch-cluster PubliclyAccessible=false"
                + " DeletionProtection=false BackupRetentionPeriod=1"
                + " ServerlessV2ScalingConfiguration.MinCapacity=4.0"
                + " ServerlessV2ScalingConfiguration.MaxCapacity=16.0"
                + " Tags.Tag.1.Key=managed-by Tags.Tag.1.Value=a-test"),
        Arguments.of(
            Rds2Operations.restoreDBClusterToPointInTime,
            "DBClusterIdentifier=scratch-1 SourceDBClusterIdentifier=prod"
                + " RestoreType=copy-on-write UseLatestRestorableTime=true DBSubnetGroupName=dev"
                + " VpcSecurityGroupIds.VpcSecurityGroupId.1=sg-1"
                + " VpcSecurityGroupIds.VpcSecurityGroupId.2=sg-2"
                + " DBClusterParameterGroupName=scratch-cluster PubliclyAccessible=false"
                + " DeletionProtection=false BackupRetentionPeriod=1"
                + " ServerlessV2ScalingConfiguration.MinCapacity=4.0"
                + " ServerlessV2ScalingConfiguration.MaxCapacity=16.0"
                + " Tags.Tag.1.Key=managed-by Tags.Tag.1.Value=a-test"),
        Arguments.of(
            Rds2Operations.restoreDBInstanceFromDBSnapshot,
            "DBInstanceIdentifier=scratch-1-i1 DBSnapshotIdentifier=isnap-1"
                + " DBInstanceClass=db.r7g.large Engine=aurora-mysql DBSubnetGroupName=dev"
                + " VpcSecurityGroupIds.VpcSecurityGroupId.1=sg-1"
                + " VpcSecurityGroupIds.VpcSecurityGroupId.2=sg-2"
                + " DBParameterGroupName=scratch-instance PubliclyAccessible=false"
                + " AutoMinorVersionUpgrade=false DeletionProtection=false"
                + " Tags.Tag.1.Key=managed-by Tags.Tag.1.Value=a-test"),
        Arguments.of(
            Rds2Operations.modifyDBCluster,
            "DBClusterIdentifier=scratch-1 MasterUserPassword=a-new-password"
                + " DeletionProtection=false BackupRetentionPeriod=1 ApplyImmediately=true"
                + " VpcSecurityGroupIds.VpcSecurityGroupId.1=sg-1"
                + " VpcSecurityGroupIds.VpcSecurityGroupId.2=sg-2"
                + " ServerlessV2ScalingConfiguration.MinCapacity=4.0"
                + " ServerlessV2ScalingConfiguration.MaxCapacity=16.0"),
        Arguments.of(Rds2Operations.startDBCluster, "DBClusterIdentifier=scratch-1"),
        Arguments.of(
            Rds2Operations.deleteDBCluster,
            "DBClusterIdentifier=scratch-1 SkipFinalSnapshot=true DeleteAutomatedBackups=true"),
        Arguments.of(
            Rds2Operations.createDBInstance,
            "DBInstanceIdentifier=scratch-1-i1 DBInstanceClass=db.r7g.large Engine=aurora-mysql"
                + " EngineVersion=8.0.mysql_aurora.3.08.0 DBClusterIdentifier=scratch-1"
                + " DBSubnetGroupName=dev DBParameterGroupName=scratch-instance"
                + " PubliclyAccessible=false AutoMinorVersionUpgrade=false"
                + " Tags.Tag.1.Key=managed-by Tags.Tag.1.Value=a-test"),
        Arguments.of(
            Rds2Operations.modifyDBInstance,
            "DBInstanceIdentifier=scratch-1-i1 DBInstanceClass=db.r7g.large"
                + " MasterUserPassword=a-new-password DeletionProtection=false"
                + " BackupRetentionPeriod=1 ApplyImmediately=true"
                + " VpcSecurityGroupIds.VpcSecurityGroupId.1=sg-1"
                + " VpcSecurityGroupIds.VpcSecurityGroupId.2=sg-2"),
        Arguments.of(
            Rds2Operations.deleteDBInstance,
            "DBInstanceIdentifier=scratch-1-i1 SkipFinalSnapshot=true"
                + " DeleteAutomatedBackups=true"),
        Arguments.of(
            Rds2Operations.describeEvents,
            "SourceIdentifier=scratch-1 SourceType=db-cluster Duration=60"),
        Arguments.of(
            Rds2Operations.addTagsToResource,
            "ResourceName=arn:aws:rds:eu-central-1:1:cluster:scratch-1"
                + " Tags.Tag.1.Key=managed-by Tags.Tag.1.Value=a-test"),
        Arguments.of(
            Rds2Operations.removeTagsFromResource,
            "ResourceName=arn:aws:rds:eu-central-1:1:cluster:scratch-1"
                + " TagKeys.member.1=one TagKeys.member.2=two"),
        Arguments.of(
            Rds2Operations.listTagsForResource,
            "ResourceName=arn:aws:rds:eu-central-1:1:cluster:scratch-1"));
  }

  @ParameterizedTest
  @MethodSource("members")
  void headers_become_the_members_of_the_request(Rds2Operations operation, String members) {
    send("&operation=" + operation, null, HEADERS);

    Map<String, String> expected = new TreeMap<>();
    for (String member : members.split(" ")) {
      expected.put(member.split("=")[0], member.split("=")[1]);
    }
    Map<String, String> asked = new TreeMap<>(rds.asked());
    asked.remove("Action");
    asked.remove("Version");
    assertThat(asked).isEqualTo(expected);
  }

  @Test
  void a_header_that_must_be_there_is_asked_for_by_name() {
    assertThatThrownBy(() -> send("&operation=deleteDBCluster", null, Map.of()))
        .hasMessageContaining(Rds2Constants.DB_CLUSTER_IDENTIFIER);
    assertThat(rds.calls()).isZero();
  }

  @Test
  void the_operation_of_the_header_beats_that_of_the_endpoint() {
    send(
        "&operation=deleteDBCluster", null, Map.of(Rds2Constants.OPERATION, "describeDBInstances"));

    assertThat(rds.asked()).containsEntry("Action", "DescribeDBInstances");
  }

  @Test
  void without_an_operation_nothing_is_asked() {
    assertThatThrownBy(() -> send("", null, Map.of())).hasMessageContaining("Operation");
    assertThat(rds.calls()).isZero();
  }

  @Test
  void a_request_object_is_sent_as_it_is() {
    send(
        "&operation=createDBClusterSnapshot&pojoRequest=true",
        CreateDbClusterSnapshotRequest.builder()
            .dbClusterIdentifier("prod")
            .dbClusterSnapshotIdentifier("s")
            .build(),
        HEADERS);

    assertThat(rds.asked())
        .containsEntry("DBClusterIdentifier", "prod")
        .doesNotContainKey("Tags.Tag.1.Key");
  }

  @Test
  void a_request_object_says_by_its_type_which_operation_it_is_for() {
    send("&pojoRequest=true", DescribeDbClustersRequest.builder().build(), Map.of());

    assertThat(rds.asked()).containsEntry("Action", "DescribeDBClusters");
  }

  @Test
  void a_request_object_of_another_operation_is_refused() {
    assertThatThrownBy(
            () ->
                send(
                    "&operation=deleteDBCluster&pojoRequest=true",
                    DescribeDbClustersRequest.builder().build(),
                    Map.of()))
        .hasMessageContaining("DeleteDbClusterRequest");
    assertThat(rds.calls()).isZero();
  }

  @Test
  void all_pages_are_read() {
    rds.next(clusters("a", "m1")).next(clusters("b", "m2")).next(clusters("c", null));

    DescribeDbClustersResponse answer =
        (DescribeDbClustersResponse) send("&operation=describeDBClusters", null, Map.of());

    assertThat(answer.dbClusters())
        .extracting("dbClusterIdentifier")
        .containsExactly("a", "b", "c");
    assertThat(rds.asked()).containsEntry("Marker", "m2");
    assertThat(rds.calls()).isEqualTo(3);
  }

  @Test
  void one_page_is_read_where_that_is_wanted_and_the_header_tells_of_the_next() {
    rds.next(clusters("a", "m1")).next(clusters("b", null));
    String options = "&operation=describeDBClusters&autoPaginate=false";

    Exchange first = camel.createProducerTemplate().request(endpoint + options, e -> {});
    assertThat(first.getMessage().getHeader(Rds2Constants.MARKER)).isEqualTo("m1");
    Exchange second =
        camel
            .createProducerTemplate()
            .request(endpoint + options, e -> e.getMessage().setHeader(Rds2Constants.MARKER, "m1"));

    assertThat(rds.asked()).containsEntry("Marker", "m1");
    assertThat(second.getMessage().getHeader(Rds2Constants.MARKER)).isNull();
    assertThat(second.getMessage().getBody(DescribeDbClustersResponse.class).dbClusters())
        .extracting("dbClusterIdentifier")
        .containsExactly("b");
  }

  private static String clusters(String id, String marker) {
    return "<DBClusters><DBCluster><DBClusterIdentifier>"
        + id
        + "</DBClusterIdentifier></DBCluster></DBClusters>"
        + (marker == null ? "" : "<Marker>" + marker + "</Marker>");
  }

  @Test
  void an_answer_is_read_with_its_tags() {
    rds.next(
        "<DBInstances><DBInstance><DBInstanceIdentifier>i</DBInstanceIdentifier>"
            + "<DBInstanceStatus>insufficient-capacity</DBInstanceStatus>"
            + "<TagList><Tag><Key>k</Key><Value>v</Value></Tag></TagList>"
            + "</DBInstance></DBInstances>");

    DescribeDbInstancesResponse answer =
        (DescribeDbInstancesResponse) send("&operation=describeDBInstances", null, Map.of());

    assertThat(answer.dbInstances().get(0).dbInstanceStatus()).isEqualTo("insufficient-capacity");
    assertThat(answer.dbInstances().get(0).tagList().get(0).value()).isEqualTo("v");
  }

  @Test
  void a_refusal_comes_as_the_sdks_own_exception() {
    rds.nextError(404, "DBClusterNotFoundFault", "DBCluster x not found.");

    assertThatThrownBy(() -> send("&operation=describeDBClusters", null, HEADERS))
        .isInstanceOf(DbClusterNotFoundException.class)
        .hasMessageContaining("DBCluster x not found.");
  }
}

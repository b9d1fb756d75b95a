package io.rehydrate.demo.rds;

import static io.rehydrate.demo.rds.RdsFixture.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.CreateDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.Filter;
import software.amazon.awssdk.services.rds.model.ModifyDbClusterRequest;
import software.amazon.awssdk.services.rds.model.RestoreDbClusterFromSnapshotRequest;
import software.amazon.awssdk.services.rds.model.RestoreDbClusterToPointInTimeRequest;
import software.amazon.awssdk.services.rds.model.Tag;

/** Whatever AWS refuses, with its code and status, and nothing made by it. */
class RefusalsTest {
  private static final String VALUE = "InvalidParameterValue";
  private static final String COMBINATION = "InvalidParameterCombination";
  private static final String MISSING = "MissingParameter";
  private static final String CLUSTER_STATE = "InvalidDBClusterStateFault";
  private static final String INSTANCE_STATE = "InvalidDBInstanceState";
  private static final String SNAPSHOT_STATE = "InvalidDBClusterSnapshotStateFault";
  private static final String AURORA = "aurora-mysql";

  private static RdsFixture fixture;

  private record Refusal(String name, String code, int status, Consumer<RdsClient> call) {}

  /**
   * {@code snap} is available, {@code baking} being made; {@code copy} is a cluster with an
   * instance {@code copy-i1}, {@code bare} has none, {@code kept} is protected; {@code backing} is
   * busy.
   */
  @BeforeAll
  static void start() {
    fixture = RdsFixture.onPaper();
    fixture.snapshot("snap");
    fixture.restore("copy", "snap");
    fixture.instance("copy-i1", "copy");
    fixture.restore("bare", "snap");
    fixture.restore("kept", "snap");
    fixture.client.modifyDBCluster(r -> r.dbClusterIdentifier("kept").deletionProtection(true));
    fixture.rds.world().aurora("backing", World.AURORA_VERSION);
    fixture.rds.world().aurora("halted", World.AURORA_VERSION);
    fixture.rds.world().aurora("new-version", "8.0.mysql_aurora.3.10.1");
    fixture.rds.world().mysql("broken", World.MYSQL_VERSION);
    fixture.rds.world().mysql("safe", World.MYSQL_VERSION);
    fixture.client.modifyDBInstance(r -> r.dbInstanceIdentifier("safe").deletionProtection(true));
    fixture.client.createDBClusterSnapshot(
        r -> r.dbClusterSnapshotIdentifier("new-snap").dbClusterIdentifier("new-version"));
    fixture.client.createDBSnapshot(
        r -> r.dbSnapshotIdentifier("shop-snap").dbInstanceIdentifier("shop"));
    fixture.rds.world().automatedSnapshot("prod", RdsFixture.NIGHT);
    fixture.passMinutes(10);
    fixture
        .rds
        .world()
        .befall(Kind.CLUSTER, "backing", Course.staying("backing-up"))
        .befall(Kind.CLUSTER, "halted", Course.staying("stopped"))
        .befall(Kind.INSTANCE, "halted-1", Course.staying("stopped"))
        .befall(Kind.INSTANCE, "broken", Course.staying("incompatible-network"));
    fixture.rds.faults().course(Step.SNAPSHOT, Course.staying("creating"));
    fixture.client.createDBClusterSnapshot(
        r -> r.dbClusterSnapshotIdentifier("baking").dbClusterIdentifier("prod"));
    fixture.rds.faults().course(Step.AURORA_INSTANCE, Course.staying("creating"));
    fixture.client.createDBInstance(
        r ->
            r.dbInstanceIdentifier("copy-i2")
                .dbClusterIdentifier("copy")
                .dbInstanceClass("db.r7g.large")
                .engine(AURORA));
  }

  @AfterAll
  static void stop() {
    fixture.close();
  }

  @TestFactory
  Stream<DynamicTest> refused() {
    return Stream.of(
            identifiers(),
            snapshots(),
            restores(),
            clones(),
            changes(),
            instances(),
            deletions(),
            reading())
        .flatMap(List::stream)
        .map(
            refusal ->
                DynamicTest.dynamicTest(
                    refusal.name(),
                    () -> {
                      int made = fixture.rds.ledger().entries().size();
                      assertRefused(
                          refusal.code(),
                          refusal.status(),
                          () -> refusal.call().accept(fixture.client));
                      assertThat(fixture.rds.ledger().entries()).hasSize(made);
                      assertThat(last(fixture.rds.calls().all()).outcome())
                          .isEqualTo(refusal.code());
                    }));
  }

  private static Call last(List<Call> calls) {
    return calls.get(calls.size() - 1);
  }

  private static Refusal bad(String name, String code, Consumer<RdsClient> call) {
    return new Refusal(name, code, 400, call);
  }

  private static Refusal missing(String name, String code, Consumer<RdsClient> call) {
    return new Refusal(name, code, 404, call);
  }

  private static List<Refusal> identifiers() {
    return Stream.of(
            "1starts-with-a-digit",
            "-starts-with-a-hyphen",
            "ends-with-a-hyphen-",
            "two--hyphens",
            "under_score",
            "rds:prod-2026-11-22",
            "dot.ted",
            "a".repeat(64))
        .flatMap(
            id ->
                Stream.of(
                    bad(
                        "a cluster snapshot named " + id,
                        VALUE,
                        c ->
                            c.createDBClusterSnapshot(
                                r ->
                                    r.dbClusterSnapshotIdentifier(id).dbClusterIdentifier("prod"))),
                    bad("a cluster named " + id, VALUE, restoring(r -> r.dbClusterIdentifier(id))),
                    bad(
                        "an instance named " + id,
                        VALUE,
                        creating(r -> r.dbInstanceIdentifier(id)))))
        .toList();
  }

  private static Consumer<RdsClient> restoring(
      Consumer<RestoreDbClusterFromSnapshotRequest.Builder> change) {
    RestoreDbClusterFromSnapshotRequest.Builder request =
        RestoreDbClusterFromSnapshotRequest.builder()
            .dbClusterIdentifier("fresh")
            .snapshotIdentifier("snap")
            .engine(AURORA)
            .engineVersion(World.AURORA_VERSION);
    change.accept(request);
    return client -> client.restoreDBClusterFromSnapshot(request.build());
  }

  private static Consumer<RdsClient> cloning(
      Consumer<RestoreDbClusterToPointInTimeRequest.Builder> change) {
    RestoreDbClusterToPointInTimeRequest.Builder request =
        RestoreDbClusterToPointInTimeRequest.builder()
            .dbClusterIdentifier("fresh")
            .sourceDBClusterIdentifier("prod")
            .restoreType("copy-on-write")
            .useLatestRestorableTime(true);
    change.accept(request);
    return client -> client.restoreDBClusterToPointInTime(request.build());
  }

  private static Consumer<RdsClient> creating(Consumer<CreateDbInstanceRequest.Builder> change) {
    CreateDbInstanceRequest.Builder request =
        CreateDbInstanceRequest.builder()
            .dbInstanceIdentifier("fresh-i1")
            .dbClusterIdentifier("copy")
            .dbInstanceClass("db.r7g.large")
            .engine(AURORA);
    change.accept(request);
    return client -> client.createDBInstance(request.build());
  }

  private static Consumer<RdsClient> changing(Consumer<ModifyDbClusterRequest.Builder> change) {
    ModifyDbClusterRequest.Builder request =
        ModifyDbClusterRequest.builder().dbClusterIdentifier("copy").applyImmediately(true);
    change.accept(request);
    return client -> client.modifyDBCluster(request.build());
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  private static Consumer<RdsClient> snapping(String id, String cluster, Tag... tags) {
    return c ->
        c.createDBClusterSnapshot(
            r -> r.dbClusterSnapshotIdentifier(id).dbClusterIdentifier(cluster).tags(tags));
  }

  private static List<Refusal> snapshots() {
    return List.of(
        bad(
            "a snapshot that exists",
            "DBClusterSnapshotAlreadyExistsFault",
            snapping("SNAP", "prod")),
        missing("a snapshot of nothing", "DBClusterNotFoundFault", snapping("fresh", "nobody")),
        bad("a snapshot without a name", MISSING, snapping(null, "prod")),
        bad("a snapshot of no cluster", MISSING, snapping("fresh", null)),
        bad("a snapshot while another runs", CLUSTER_STATE, snapping("fresh", "backing")),
        bad("a snapshot of a stopped cluster", CLUSTER_STATE, snapping("fresh", "halted")),
        bad("a tag of AWS's own", VALUE, snapping("fresh", "prod", tag("aws:x", "y"))),
        bad("a tag of RDS's own", VALUE, snapping("fresh", "prod", tag("rds:x", "y"))),
        bad("a tag without a key", VALUE, snapping("fresh", "prod", tag("", "y"))),
        bad("a tag's key too long", VALUE, snapping("fresh", "prod", tag("k".repeat(129), "y"))),
        bad("a tag's value too long", VALUE, snapping("fresh", "prod", tag("k", "v".repeat(257)))),
        bad("a tag's value with a comma", VALUE, snapping("fresh", "prod", tag("k", "a,b"))),
        bad("a tag twice", VALUE, snapping("fresh", "prod", tag("k", "1"), tag("k", "2"))),
        bad(
            "51 tags",
            VALUE,
            snapping(
                "fresh",
                "prod",
                IntStream.rangeClosed(1, 51).mapToObj(i -> tag("k" + i, "")).toArray(Tag[]::new))),
        bad(
            "an instance snapshot of a cluster's member",
            VALUE,
            c ->
                c.createDBSnapshot(
                    r -> r.dbSnapshotIdentifier("fresh").dbInstanceIdentifier("prod-1"))),
        missing(
            "an instance snapshot of nothing",
            "DBInstanceNotFound",
            c ->
                c.createDBSnapshot(
                    r -> r.dbSnapshotIdentifier("fresh").dbInstanceIdentifier("nobody"))),
        bad(
            "an instance snapshot that exists",
            "DBSnapshotAlreadyExists",
            c ->
                c.createDBSnapshot(
                    r -> r.dbSnapshotIdentifier("shop-snap").dbInstanceIdentifier("shop"))),
        bad(
            "an instance snapshot of a broken instance",
            INSTANCE_STATE,
            c ->
                c.createDBSnapshot(
                    r -> r.dbSnapshotIdentifier("fresh").dbInstanceIdentifier("broken"))));
  }

  private static List<Refusal> restores() {
    return List.of(
        bad(
            "a cluster that exists",
            "DBClusterAlreadyExistsFault",
            restoring(r -> r.dbClusterIdentifier("Copy"))),
        missing(
            "a restore of nothing",
            "DBClusterSnapshotNotFoundFault",
            restoring(r -> r.snapshotIdentifier("nothing"))),
        bad(
            "a restore of what is being made",
            SNAPSHOT_STATE,
            restoring(r -> r.snapshotIdentifier("baking"))),
        bad("a restore without an engine", MISSING, restoring(r -> r.engine(null))),
        bad("a restore to another engine", COMBINATION, restoring(r -> r.engine("mysql"))),
        bad(
            "a version that there is not",
            COMBINATION,
            restoring(r -> r.engineVersion("8.0.mysql_aurora.3.99.0"))),
        bad(
            "a version earlier than the snapshot's",
            COMBINATION,
            restoring(r -> r.snapshotIdentifier("new-snap"))),
        bad(
            "no version where the region's own is earlier",
            COMBINATION,
            restoring(r -> r.snapshotIdentifier("new-snap").engineVersion(null))),
        missing(
            "a subnet group that there is not",
            "DBSubnetGroupNotFoundFault",
            restoring(r -> r.dbSubnetGroupName("nowhere"))),
        missing(
            "a parameter group that there is not",
            "DBClusterParameterGroupNotFound",
            restoring(r -> r.dbClusterParameterGroupName("nothing"))),
        bad(
            "a parameter group of another family",
            COMBINATION,
            restoring(r -> r.dbClusterParameterGroupName("old-group"))),
        bad(
            "a security group that there is not",
            VALUE,
            restoring(r -> r.vpcSecurityGroupIds("sg-scratch", "sg-nothing"))),
        bad(
            "a key that there is not",
            "KMSKeyNotAccessibleFault",
            restoring(r -> r.kmsKeyId("alias/nothing"))),
        bad("a retention of no days", VALUE, restoring(r -> r.backupRetentionPeriod(0))),
        bad(
            "a storage type of instances",
            "StorageTypeNotSupported",
            restoring(r -> r.storageType("gp3"))),
        bad("a port too low", VALUE, restoring(r -> r.port(80))),
        bad(
            "a parameter of Multi-AZ clusters",
            COMBINATION,
            restoring(r -> r.dbClusterInstanceClass("db.m6gd.large"))),
        bad("a parameter that is not simulated", "NotSimulated", restoring(r -> r.domain("d-123"))),
        bad(
            "a structure that is not simulated",
            "NotSimulated",
            restoring(r -> r.scalingConfiguration(s -> s.minCapacity(1)))),
        bad("the old serverless mode", COMBINATION, restoring(r -> r.engineMode("serverless"))),
        bad(
            "capacity without a maximum",
            COMBINATION,
            restoring(r -> r.serverlessV2ScalingConfiguration(s -> s.minCapacity(1.0)))),
        bad(
            "capacity in thirds",
            VALUE,
            restoring(
                r -> r.serverlessV2ScalingConfiguration(s -> s.minCapacity(0.3).maxCapacity(4.0)))),
        bad(
            "a maximum below one unit",
            VALUE,
            restoring(
                r -> r.serverlessV2ScalingConfiguration(s -> s.minCapacity(0.5).maxCapacity(0.5)))),
        bad(
            "capacity beyond all",
            VALUE,
            restoring(
                r ->
                    r.serverlessV2ScalingConfiguration(
                        s -> s.minCapacity(1.0).maxCapacity(257.0)))),
        bad(
            "a minimum above the maximum",
            COMBINATION,
            restoring(
                r -> r.serverlessV2ScalingConfiguration(s -> s.minCapacity(8.0).maxCapacity(4.0)))),
        bad(
            "an RDS restore over an instance that exists",
            "DBInstanceAlreadyExists",
            c ->
                c.restoreDBInstanceFromDBSnapshot(
                    r -> r.dbInstanceIdentifier("shop").dbSnapshotIdentifier("shop-snap"))),
        missing(
            "an RDS restore of nothing",
            "DBSnapshotNotFound",
            c ->
                c.restoreDBInstanceFromDBSnapshot(
                    r -> r.dbInstanceIdentifier("fresh").dbSnapshotIdentifier("nothing"))),
        bad(
            "an RDS restore to another engine",
            COMBINATION,
            c ->
                c.restoreDBInstanceFromDBSnapshot(
                    r ->
                        r.dbInstanceIdentifier("fresh")
                            .dbSnapshotIdentifier("shop-snap")
                            .engine("postgres"))),
        bad(
            "an RDS restore to a class that there is not",
            VALUE,
            c ->
                c.restoreDBInstanceFromDBSnapshot(
                    r ->
                        r.dbInstanceIdentifier("fresh")
                            .dbSnapshotIdentifier("shop-snap")
                            .dbInstanceClass("db.x9.huge"))));
  }

  private static List<Refusal> clones() {
    return List.of(
        bad(
            "a clone that exists",
            "DBClusterAlreadyExistsFault",
            cloning(r -> r.dbClusterIdentifier("copy"))),
        missing(
            "a clone of nothing",
            "DBClusterNotFoundFault",
            cloning(r -> r.sourceDBClusterIdentifier("nobody"))),
        bad("a clone of no cluster", COMBINATION, cloning(r -> r.sourceDBClusterIdentifier(null))),
        bad(
            "a clone of a busy cluster",
            CLUSTER_STATE,
            cloning(r -> r.sourceDBClusterIdentifier("backing"))),
        bad(
            "a clone of a cluster without an instance",
            CLUSTER_STATE,
            cloning(r -> r.sourceDBClusterIdentifier("bare"))),
        bad("a restore type that there is not", VALUE, cloning(r -> r.restoreType("thin"))),
        bad(
            "a clone of an earlier time",
            COMBINATION,
            cloning(r -> r.useLatestRestorableTime(null).restoreToTime(RdsFixture.NIGHT))),
        bad(
            "a copy of two times",
            COMBINATION,
            cloning(r -> r.restoreType("full-copy").restoreToTime(RdsFixture.NIGHT))),
        bad(
            "a copy of no time",
            COMBINATION,
            cloning(r -> r.restoreType("full-copy").useLatestRestorableTime(null))),
        bad(
            "a copy of an earlier time",
            "NotSimulated",
            cloning(
                r ->
                    r.restoreType(null)
                        .useLatestRestorableTime(null)
                        .restoreToTime(RdsFixture.NIGHT))),
        bad("a public clone", COMBINATION, cloning(r -> r.publiclyAccessible(true))),
        bad(
            "a clone with a parameter group of another family",
            COMBINATION,
            cloning(r -> r.dbClusterParameterGroupName("old-group"))));
  }

  private static List<Refusal> changes() {
    return List.of(
        missing(
            "a change of nothing",
            "DBClusterNotFoundFault",
            changing(r -> r.dbClusterIdentifier("nobody").deletionProtection(false))),
        bad(
            "a change of a busy cluster",
            CLUSTER_STATE,
            changing(r -> r.dbClusterIdentifier("backing").deletionProtection(false))),
        bad("a password too short", VALUE, changing(r -> r.masterUserPassword("short"))),
        bad("a password too long", VALUE, changing(r -> r.masterUserPassword("l".repeat(42)))),
        bad("a password with a slash", VALUE, changing(r -> r.masterUserPassword("slash/slash"))),
        bad("a password with an at", VALUE, changing(r -> r.masterUserPassword("at@at@at@at"))),
        bad("a password with a quote", VALUE, changing(r -> r.masterUserPassword("quote\"quote"))),
        bad("a password with a space", VALUE, changing(r -> r.masterUserPassword("space space"))),
        bad(
            "a password with an umlaut",
            VALUE,
            changing(r -> r.masterUserPassword("ümläutümläut"))),
        bad("a managed password", "NotSimulated", changing(r -> r.manageMasterUserPassword(true))),
        bad(
            "a password for a cluster's member",
            COMBINATION,
            c ->
                c.modifyDBInstance(
                    r -> r.dbInstanceIdentifier("copy-i1").masterUserPassword("long-enough"))),
        bad(
            "deletion protection for a cluster's member",
            COMBINATION,
            c ->
                c.modifyDBInstance(
                    r -> r.dbInstanceIdentifier("copy-i1").deletionProtection(true))),
        bad(
            "a change of a broken instance",
            INSTANCE_STATE,
            c ->
                c.modifyDBInstance(r -> r.dbInstanceIdentifier("broken").deletionProtection(true))),
        missing(
            "a change of no instance",
            "DBInstanceNotFound",
            c ->
                c.modifyDBInstance(
                    r -> r.dbInstanceIdentifier("nobody").deletionProtection(true))));
  }

  private static List<Refusal> instances() {
    return List.of(
        bad(
            "an instance that exists",
            "DBInstanceAlreadyExists",
            creating(r -> r.dbInstanceIdentifier("copy-i1"))),
        missing(
            "an instance of nothing",
            "DBClusterNotFoundFault",
            creating(r -> r.dbClusterIdentifier("nobody"))),
        bad(
            "an Aurora instance without a cluster",
            COMBINATION,
            creating(r -> r.dbClusterIdentifier(null))),
        bad(
            "an instance of a busy cluster",
            CLUSTER_STATE,
            creating(r -> r.dbClusterIdentifier("backing"))),
        bad("an instance without a class", MISSING, creating(r -> r.dbInstanceClass(null))),
        bad("a class that there is not", VALUE, creating(r -> r.dbInstanceClass("db.x9.huge"))),
        bad(
            "a class of another engine",
            COMBINATION,
            creating(r -> r.dbInstanceClass("db.m7g.large"))),
        bad(
            "serverless without scaling",
            CLUSTER_STATE,
            creating(r -> r.dbInstanceClass("db.serverless"))),
        bad("another engine", "NotSimulated", creating(r -> r.engine("postgres"))),
        bad(
            "another version than the cluster's",
            COMBINATION,
            creating(r -> r.engineVersion("8.0.mysql_aurora.3.10.1"))),
        bad("a retention of its own", COMBINATION, creating(r -> r.backupRetentionPeriod(1))),
        bad(
            "security groups of its own",
            COMBINATION,
            creating(r -> r.vpcSecurityGroupIds("sg-scratch"))),
        bad("a master of its own", COMBINATION, creating(r -> r.masterUsername("root"))),
        bad(
            "a password of its own",
            COMBINATION,
            creating(r -> r.masterUserPassword("long-enough"))),
        bad("protection of its own", COMBINATION, creating(r -> r.deletionProtection(true))),
        bad("a port of its own", COMBINATION, creating(r -> r.port(3306))),
        bad("storage of its own", COMBINATION, creating(r -> r.allocatedStorage(20))),
        bad(
            "another subnet group than the cluster's",
            COMBINATION,
            creating(r -> r.dbSubnetGroupName("scratch-subnets"))),
        missing(
            "a parameter group that there is not",
            "DBParameterGroupNotFound",
            creating(r -> r.dbParameterGroupName("nothing"))),
        bad(
            "a parameter group of another family",
            COMBINATION,
            creating(r -> r.dbParameterGroupName("default.mysql8.0"))),
        missing(
            "a certificate that there is not",
            "CertificateNotFound",
            creating(r -> r.caCertificateIdentifier("rds-ca-2019"))),
        bad("a tier beyond all", VALUE, creating(r -> r.promotionTier(16))),
        bad("a zone elsewhere", VALUE, creating(r -> r.availabilityZone("us-east-1a"))),
        bad("monitoring without a role", COMBINATION, creating(r -> r.monitoringInterval(60))),
        bad("an AWS tag", VALUE, creating(r -> r.tags(tag("AWS:x", "y")))));
  }

  private static Consumer<RdsClient> deletingCluster(String id, Boolean skip, String last) {
    return c ->
        c.deleteDBCluster(
            r -> r.dbClusterIdentifier(id).skipFinalSnapshot(skip).finalDBSnapshotIdentifier(last));
  }

  private static Consumer<RdsClient> deletingInstance(String id, Boolean skip, String last) {
    return c ->
        c.deleteDBInstance(
            r ->
                r.dbInstanceIdentifier(id).skipFinalSnapshot(skip).finalDBSnapshotIdentifier(last));
  }

  private static Consumer<RdsClient> deletingSnapshot(String id) {
    return c -> c.deleteDBClusterSnapshot(r -> r.dbClusterSnapshotIdentifier(id));
  }

  private static List<Refusal> deletions() {
    return List.of(
        missing(
            "deleting no cluster", "DBClusterNotFoundFault", deletingCluster("nobody", true, null)),
        bad("deleting a cluster with members", CLUSTER_STATE, deletingCluster("copy", true, null)),
        bad("deleting a protected cluster", COMBINATION, deletingCluster("kept", true, null)),
        bad("deleting a busy cluster", CLUSTER_STATE, deletingCluster("backing", true, null)),
        bad("deleting a stopped cluster", CLUSTER_STATE, deletingCluster("halted", true, null)),
        bad(
            "deleting a cluster without a word on a last snapshot",
            COMBINATION,
            deletingCluster("bare", null, null)),
        bad(
            "deleting a cluster with and without a last snapshot",
            COMBINATION,
            deletingCluster("bare", true, "last")),
        bad(
            "a last snapshot that exists",
            "DBClusterSnapshotAlreadyExistsFault",
            deletingCluster("bare", false, "snap")),
        missing(
            "deleting no instance", "DBInstanceNotFound", deletingInstance("nobody", true, null)),
        bad(
            "deleting an instance without a word on a last snapshot",
            COMBINATION,
            deletingInstance("shop", null, null)),
        bad(
            "deleting an instance with and without a last snapshot",
            COMBINATION,
            deletingInstance("shop", true, "last")),
        bad("a last snapshot of a member", COMBINATION, deletingInstance("copy-i1", false, "last")),
        bad(
            "a last snapshot of a broken instance",
            INSTANCE_STATE,
            deletingInstance("broken", false, "last")),
        bad("deleting a protected instance", COMBINATION, deletingInstance("safe", true, null)),
        bad(
            "deleting an instance being made",
            INSTANCE_STATE,
            deletingInstance("copy-i2", true, null)),
        bad(
            "deleting a stopped instance",
            INSTANCE_STATE,
            deletingInstance("halted-1", true, null)),
        missing(
            "deleting no snapshot", "DBClusterSnapshotNotFoundFault", deletingSnapshot("nothing")),
        bad("deleting a snapshot being made", SNAPSHOT_STATE, deletingSnapshot("baking")),
        bad(
            "deleting a snapshot of the service",
            SNAPSHOT_STATE,
            deletingSnapshot("rds:prod-2026-11-22-02-00")),
        missing(
            "deleting no instance snapshot",
            "DBSnapshotNotFound",
            c -> c.deleteDBSnapshot(r -> r.dbSnapshotIdentifier("nothing"))),
        bad(
            "starting what runs",
            CLUSTER_STATE,
            c -> c.startDBCluster(r -> r.dbClusterIdentifier("copy"))),
        bad(
            "stopping what is stopped",
            CLUSTER_STATE,
            c -> c.stopDBCluster(r -> r.dbClusterIdentifier("halted"))));
  }

  private static List<Refusal> reading() {
    return List.of(
        missing(
            "no cluster",
            "DBClusterNotFoundFault",
            c -> c.describeDBClusters(r -> r.dbClusterIdentifier("nobody"))),
        missing(
            "no instance",
            "DBInstanceNotFound",
            c -> c.describeDBInstances(r -> r.dbInstanceIdentifier("nobody"))),
        missing(
            "no snapshot",
            "DBClusterSnapshotNotFoundFault",
            c -> c.describeDBClusterSnapshots(r -> r.dbClusterSnapshotIdentifier("nothing"))),
        bad(
            "a snapshot by two names",
            COMBINATION,
            c ->
                c.describeDBClusterSnapshots(
                    r -> r.dbClusterSnapshotIdentifier("snap").dbClusterIdentifier("prod"))),
        bad(
            "an automated snapshot without its type",
            COMBINATION,
            c ->
                c.describeDBClusterSnapshots(
                    r -> r.dbClusterSnapshotIdentifier("rds:prod-2026-11-22-02-00"))),
        bad(
            "a type of snapshots that there is not",
            VALUE,
            c -> c.describeDBClusterSnapshots(r -> r.snapshotType("all"))),
        bad("a page too small", VALUE, c -> c.describeDBClusters(r -> r.maxRecords(19))),
        bad("a page too large", VALUE, c -> c.describeDBInstances(r -> r.maxRecords(101))),
        bad("a marker of nobody", VALUE, c -> c.describeDBClusters(r -> r.marker("nobody's"))),
        bad(
            "a filter that there is not",
            VALUE,
            c ->
                c.describeDBClusters(
                    r -> r.filters(Filter.builder().name("tag:owner").values("us").build()))),
        bad("tags of no ARN", VALUE, c -> c.listTagsForResource(r -> r.resourceName("prod"))),
        missing(
            "tags of nothing",
            "DBClusterNotFoundFault",
            c ->
                c.listTagsForResource(
                    r -> r.resourceName("arn:aws:rds:eu-central-1:123456789012:cluster:nobody"))),
        bad(
            "events of a name without a type",
            COMBINATION,
            c -> c.describeEvents(r -> r.sourceIdentifier("prod"))),
        bad(
            "events of the last 15 days",
            VALUE,
            c -> c.describeEvents(r -> r.duration((int) Duration.ofDays(15).toMinutes()))),
        missing(
            "no subnet group",
            "DBSubnetGroupNotFoundFault",
            c -> c.describeDBSubnetGroups(r -> r.dbSubnetGroupName("nowhere"))),
        missing(
            "no cluster parameter group",
            "DBParameterGroupNotFound",
            c -> c.describeDBClusterParameterGroups(r -> r.dbClusterParameterGroupName("nothing"))),
        missing(
            "no parameter group",
            "DBParameterGroupNotFound",
            c -> c.describeDBParameterGroups(r -> r.dbParameterGroupName("nothing"))),
        bad(
            "an operation that is not simulated",
            "InvalidAction",
            c -> c.rebootDBInstance(r -> r.dbInstanceIdentifier("copy-i1"))));
  }
}

package io.rehydrate.source.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rehydrate.daemon.Beans;
import io.rehydrate.demo.rds.Course;
import io.rehydrate.demo.rds.FakeRds;
import io.rehydrate.demo.rds.Fault;
import io.rehydrate.demo.rds.Kind;
import io.rehydrate.demo.rds.Step;
import io.rehydrate.run.Run;
import io.rehydrate.run.RunState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.rds.RdsClient;

/**
 * What AWS may do to a night, and what becomes of the night. Here there is no server behind an
 * endpoint: a night that comes as far as the login came through.
 */
class AwsFaultsTest {
  private static final String CAME_THROUGH = "server.unreachable";

  private static final String TRIES = "aws.maxAttempts";

  @TempDir static Path folder;
  private static PaperNights nights;

  /** What the SDK tries by itself, with pauses of seconds, the routes are to outlive as well. */
  @BeforeAll
  static void open() {
    System.setProperty(TRIES, "1");
    nights = new PaperNights(folder);
  }

  @AfterAll
  static void close() {
    System.clearProperty(TRIES);
    nights.close();
  }

  /** Sets a trap in an account. */
  private interface Trap {
    void set(FakeRds rds);
  }

  /**
   * @param end the code of the run's failure
   * @param older whether the newest automatic snapshot was taken
   * @param instances how many were ever paid for
   */
  private record Case(
      String name,
      String kind,
      Map<String, String> settings,
      Trap trap,
      String end,
      boolean older,
      int instances) {
    static Case survives(String name, Trap trap) {
      return new Case(name, "aurora-snapshot", Map.of(), trap, CAME_THROUGH, false, 1);
    }

    static Case takesOlder(String name, Trap trap) {
      return new Case(name, "aurora-snapshot", Map.of(), trap, CAME_THROUGH, true, 1);
    }

    static Case fails(String name, String code, Trap trap) {
      return new Case(name, "aurora-snapshot", Map.of(), trap, code, false, 0);
    }

    Case of(String otherKind) {
      return new Case(
          name + " (" + otherKind + ")", otherKind, settings, trap, end, older, instances);
    }

    Case with(String key, String value) {
      Map<String, String> more = new TreeMap<>(settings);
      more.put(key, value);
      return new Case(name, kind, more, trap, end, older, instances);
    }

    Case instances(int number) {
      return new Case(name, kind, settings, trap, end, older, number);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static Trap next(String operation, Fault... faults) {
    return rds -> rds.faults().next(operation, faults);
  }

  private static Trap always(String operation, Fault fault) {
    return rds -> rds.faults().always(operation, fault);
  }

  private static Trap course(Step step, Course... courses) {
    return rds -> rds.faults().course(step, courses);
  }

  private static Trap both(Trap one, Trap other) {
    return rds -> {
      one.set(rds);
      other.set(rds);
    };
  }

  private static Fault[] times(int number, Fault fault) {
    return Stream.generate(() -> fault).limit(number).toArray(Fault[]::new);
  }

  private static Fault refusal(int status, String code) {
    return Fault.refusal(status, code, "so it is");
  }

  private static Course failing(String status) {
    Course begun = Course.of("creating", Duration.ofMillis(20));
    return status.equals("deleting")
        ? begun.then(status, Duration.ofMillis(100)).settling(Course.GONE)
        : begun.settling(status);
  }

  static Stream<Case> cases() {
    return Stream.of(
        Case.survives("nothing", rds -> {}),
        Case.survives("nothing", rds -> {}).of("rds-instance"),
        Case.survives("nothing", rds -> {}).of("aurora-clone"),
        // the snapshot
        Case.takesOlder(
            "snapshot quota", next("CreateDBClusterSnapshot", Fault.snapshotQuotaExceeded())),
        Case.takesOlder(
                "snapshot quota", next("CreateDBSnapshot", refusal(400, "SnapshotQuotaExceeded")))
            .of("rds-instance"),
        Case.survives(
            "source busy for a while",
            next("CreateDBClusterSnapshot", times(3, Fault.invalidClusterState()))),
        Case.takesOlder(
                "source busy for too long",
                always("CreateDBClusterSnapshot", Fault.invalidClusterState()))
            .with("deadline.ready", "1s"),
        Case.takesOlder("snapshot fails", course(Step.SNAPSHOT, failing("failed"))),
        Case.takesOlder("snapshot fails", course(Step.SNAPSHOT, failing("failed")))
            .of("rds-instance"),
        Case.takesOlder(
                "snapshot too late",
                course(
                    Step.SNAPSHOT,
                    Course.of("creating", Duration.ofMinutes(25)).settling("available")))
            .with("deadline.snapshot", "10m"),
        Case.survives(
            "snapshot's answer lost", next("CreateDBClusterSnapshot", Fault.lostAnswer())),
        Case.survives("snapshot's answer lost", next("CreateDBSnapshot", Fault.lostAnswer()))
            .of("rds-instance"),
        Case.takesOlder("snapshot deleted by somebody", course(Step.SNAPSHOT, failing("deleting"))),
        Case.survives("snapshot's call lost", next("CreateDBClusterSnapshot", Fault.lostCall())),
        Case.survives(
            "throttled long", next("CreateDBClusterSnapshot", times(6, Fault.throttling()))),
        Case.survives(
            "throttled in other words",
            next(
                "CreateDBClusterSnapshot",
                refusal(400, "ThrottlingException"),
                refusal(400, "RequestLimitExceeded"),
                refusal(503, "RequestLimitExceeded"))),
        Case.survives(
            "the snapshot is not ready for a restore",
            next(
                "RestoreDBClusterFromSnapshot",
                times(2, refusal(400, "InvalidDBClusterSnapshotStateFault")))),
        Case.survives(
                "the snapshot is not ready for a restore",
                next(
                    "RestoreDBInstanceFromDBSnapshot",
                    times(2, refusal(400, "InvalidDBSnapshotState"))))
            .of("rds-instance"),
        Case.fails(
            "snapshot not allowed",
            "aws.refused",
            next("CreateDBClusterSnapshot", Fault.accessDenied("CreateDBClusterSnapshot"))),
        // the cluster
        Case.survives(
            "restore's answer lost", next("RestoreDBClusterFromSnapshot", Fault.lostAnswer())),
        Case.survives(
                "clone's answer lost", next("RestoreDBClusterToPointInTime", Fault.lostAnswer()))
            .of("aurora-clone"),
        Case.survives(
            "restore fails inside AWS",
            next("RestoreDBClusterFromSnapshot", times(5, Fault.internalFailure()))),
        Case.survives(
            "credentials expire once", next("RestoreDBClusterFromSnapshot", Fault.expiredToken())),
        Case.fails(
            "no room for a cluster",
            "aws.refused",
            always(
                "RestoreDBClusterFromSnapshot",
                refusal(403, "InsufficientDBClusterCapacityFault"))),
        Case.survives(
            "no room for a cluster at first",
            next(
                "RestoreDBClusterFromSnapshot",
                refusal(403, "InsufficientDBClusterCapacityFault"),
                refusal(400, "InsufficientStorageClusterCapacity"))),
        Case.fails(
            "cluster quota",
            "aws.refused",
            next("RestoreDBClusterFromSnapshot", refusal(403, "DBClusterQuotaExceededFault"))),
        Case.fails(
            "key not accessible",
            "aws.refused",
            next("RestoreDBClusterFromSnapshot", refusal(400, "KMSKeyNotAccessibleFault"))),
        Case.fails("no such subnet group", "aws.refused", rds -> {})
            .with("scratch.subnet-group", "nowhere"),
        Case.fails("no such parameter group", "aws.refused", rds -> {})
            .with("scratch.cluster-parameter-group", "nowhere"),
        Case.survives(
            "a status never heard of",
            course(
                Step.RESTORE, Course.of("polishing", Duration.ofMillis(50)).settling("available"))),
        Case.survives("serverless", rds -> {})
            .with("scratch.instance-classes", "db.serverless")
            .with("scratch.min-acu", "2")
            .with("scratch.max-acu", "16"),
        // the instance
        Case.survives("instance's answer lost", next("CreateDBInstance", Fault.lostAnswer())),
        Case.survives(
                "instance's answer lost",
                next("RestoreDBInstanceFromDBSnapshot", Fault.lostAnswer()))
            .of("rds-instance"),
        Case.survives(
                "no capacity at once",
                next("CreateDBInstance", Fault.insufficientInstanceCapacity()))
            .with("scratch.instance-classes", "db.r7g.large,db.r6g.large"),
        Case.survives(
                "no capacity later", course(Step.AURORA_INSTANCE, failing("insufficient-capacity")))
            .with("scratch.instance-classes", "db.r7g.large,db.r6g.large")
            .instances(2),
        Case.survives(
                "no capacity later", course(Step.RDS_INSTANCE, failing("insufficient-capacity")))
            .of("rds-instance")
            .with("scratch.instance-classes", "db.r7g.large,db.m7g.large")
            .instances(2),
        Case.fails(
            "no capacity for any class",
            "aws.capacity",
            always("CreateDBInstance", Fault.insufficientInstanceCapacity())),
        Case.fails(
            "instance quota",
            "aws.refused",
            next("CreateDBInstance", refusal(400, "InstanceQuotaExceeded"))),
        Case.fails(
            "a serverless instance without a capacity",
            "aws.refused",
            next(
                "CreateDBInstance",
                Fault.refusal(
                    400,
                    "InvalidDBClusterStateFault",
                    "Set the Serverless v2 scaling configuration on the parent DB cluster before"
                        + " creating a Serverless v2 DB instance."))),
        Case.survives("password's answer lost", next("ModifyDBCluster", Fault.lostAnswer())),
        Case.survives(
            "not ready for a password",
            next("ModifyDBCluster", times(2, Fault.invalidClusterState()))),
        // looking
        Case.survives("listed late", rds -> rds.faults().unseen(Duration.ofMillis(200))),
        Case.survives(
            "each third call is throttled", rds -> rds.faults().everyNth(3, Fault.throttling())),
        Case.survives(
            "each fourth answer is lost", rds -> rds.faults().everyNth(4, Fault.lostAnswer())),
        Case.survives(
            "looks fail for long", next("DescribeDBClusters", times(9, Fault.unavailable()))),
        // removing
        Case.survives(
            "removals are refused for a while",
            both(
                next("DeleteDBInstance", times(2, refusal(400, "InvalidDBInstanceState"))),
                next("DeleteDBCluster", times(3, Fault.invalidClusterState())))),
        Case.survives(
            "snapshots are not ready to be removed",
            next(
                "DeleteDBClusterSnapshot",
                times(2, refusal(400, "InvalidDBClusterSnapshotStateFault")))),
        Case.survives(
                "snapshots are not ready to be removed",
                next("DeleteDBSnapshot", times(2, refusal(400, "InvalidDBSnapshotState"))))
            .of("rds-instance"),
        Case.survives(
            "a removal's answer is lost",
            both(
                next("DeleteDBInstance", Fault.lostAnswer()),
                both(
                    next("DeleteDBCluster", Fault.lostAnswer()),
                    next("DeleteDBClusterSnapshot", Fault.lostAnswer())))),
        Case.survives(
            "removals fail inside AWS",
            next("DeleteDBCluster", times(6, Fault.internalFailure()))));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void a_night_comes_through_or_fails_in_words_and_leaves_nothing(Case what) throws Exception {
    assertNight(what);
  }

  private static void assertNight(Case what) throws Exception {
    assertThat(night(what).state()).isEqualTo(RunState.FAILED);
  }

  private static Run night(Case what) throws Exception {
    PaperNights.Place place = nights.at(what.kind(), what.settings());
    what.trap().set(place.house().rds);
    Run run = place.night();

    String log = place.log(run);
    assertThat(run.failure().orElseThrow().code()).as(log).isEqualTo(what.end());
    if (what.older()) {
      assertThat(log).contains("the automatic snapshot rds:prod-").contains("2 h old");
    } else {
      assertThat(log).doesNotContain("the automatic snapshot");
    }
    place.assertNothingLeft(run);
    assertThat(place.made(run, Kind.INSTANCE)).as(log).hasSize(what.instances());
    assertThat(place.made(run, Kind.CLUSTER)).hasSizeLessThanOrEqualTo(1);
    assertThat(place.made(run, Kind.CLUSTER_SNAPSHOT)).hasSizeLessThanOrEqualTo(1);
    assertThat(place.made(run, Kind.SNAPSHOT)).hasSizeLessThanOrEqualTo(1);
    return run;
  }

  /** What no waiting and no other way helps with: told in AWS's own words. */
  @ParameterizedTest
  @CsvSource({
    "RestoreDBClusterFromSnapshot, 400, InvalidRestoreFault",
    "RestoreDBClusterFromSnapshot, 400, InvalidVPCNetworkStateFault",
    "RestoreDBClusterFromSnapshot, 400, InvalidSubnet",
    "RestoreDBClusterFromSnapshot, 400, DBSubnetGroupDoesNotCoverEnoughAZs",
    "RestoreDBClusterFromSnapshot, 404, DBSubnetGroupNotFoundFault",
    "RestoreDBClusterFromSnapshot, 404, DBClusterParameterGroupNotFound",
    "RestoreDBClusterFromSnapshot, 404, OptionGroupNotFoundFault",
    "RestoreDBClusterFromSnapshot, 400, StorageQuotaExceeded",
    "RestoreDBClusterFromSnapshot, 400, InvalidParameterCombination",
    "RestoreDBClusterFromSnapshot, 400, InvalidParameterValue",
    "CreateDBInstance, 404, DBParameterGroupNotFound",
    "CreateDBInstance, 404, CertificateNotFound",
    "CreateDBInstance, 400, StorageTypeNotSupported",
    "ModifyDBCluster, 403, AccessDenied"
  })
  void a_refusal_for_good_ends_the_night_in_words_and_leaves_nothing(
      String call, int status, String code) throws Exception {
    Case refused = Case.fails(code, "aws.refused", next(call, refusal(status, code))).instances(0);
    Run run = night(refused);

    assertThat(run.failure().orElseThrow().message())
        .contains(code.replaceFirst("Fault$", ""))
        .contains("so it is");
  }

  @Test
  void what_bears_the_name_of_a_night_and_not_its_tags_is_not_taken_for_its_own() throws Exception {
    PaperNights.Place place = nights.at("aurora-snapshot", Map.of());
    Run queued = place.queued();
    String name = "rehydrate-" + queued.id();
    RdsClient client = place.beans().aws().orElseThrow().client();
    client.createDBClusterSnapshot(
        r -> r.dbClusterSnapshotIdentifier(name).dbClusterIdentifier("prod"));

    Run run = place.night(queued);

    assertThat(run.failure().orElseThrow().code()).isEqualTo("aws.foreign");
    assertThat(place.made(run, Kind.CLUSTER_SNAPSHOT))
        .singleElement()
        .matches(foreign -> foreign.gone().isEmpty());
    assertThat(place.beans().runs().log(run.id()).read(0).text()).contains("it is not deleted");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "migration-failed",
        "restore-failed",
        "incompatible-restore",
        "incompatible-parameters",
        "incompatible-network",
        "inaccessible-encryption-credentials",
        "inaccessible-encryption-credentials-recoverable",
        "failed",
        "stopped",
        "deleting"
      })
  void a_cluster_that_fails_is_told_with_its_status_and_removed(String status) throws Exception {
    assertNight(Case.fails(status, "aws.failed", course(Step.RESTORE, failing(status))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"cloning-failed"})
  void a_clone_that_fails_is_told_with_its_status_and_removed(String status) throws Exception {
    assertNight(
        Case.fails(status, "aws.failed", course(Step.CLONE, failing(status))).of("aurora-clone"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "failed",
        "incompatible-create",
        "incompatible-credentials",
        "incompatible-network",
        "incompatible-option-group",
        "incompatible-parameters",
        "incompatible-restore",
        "restore-error",
        "inaccessible-encryption-credentials",
        "inaccessible-encryption-credentials-recoverable",
        "modify-failed",
        "upgrade-failed",
        "storage-full"
      })
  void an_instance_that_fails_is_told_with_its_status_and_removed(String status) throws Exception {
    assertNight(
        Case.fails(status, "aws.failed", course(Step.AURORA_INSTANCE, failing(status)))
            .instances(1));
    assertNight(
        Case.fails(status, "aws.failed", course(Step.RDS_INSTANCE, failing(status)))
            .of("rds-instance")
            .instances(1));
  }

  @Test
  void the_fallback_stands_in_the_news_with_its_reason_and_age() throws Exception {
    try (AwsHouse house =
        AwsHouse.onPaper(Files.createTempDirectory(folder, "home"), "aurora-snapshot")) {
      house.rds.world().automatedSnapshot("prod", house.clock().instant().minusSeconds(90_000));
      house.rds.world().automatedSnapshot("prod", house.clock().instant().minusSeconds(10_000));
      house.rds.faults().next("CreateDBClusterSnapshot", Fault.snapshotQuotaExceeded());
      try (Beans beans = house.beans()) {
        List<String> news = new CopyOnWriteArrayList<>();
        beans.runs().onEnd(run -> news.add(beans.runs().news(run)));
        house.night(beans, AwsHouse.TWO);

        assertThat(news)
            .singleElement()
            .asString()
            .contains("which is 2 h old, because taking the snapshot")
            .contains("SnapshotQuotaExceeded");
      }
    }
  }

  @Test
  void what_can_not_be_removed_in_time_is_told_with_the_commands() throws Exception {
    try (AwsHouse house =
        AwsHouse.onPaper(Files.createTempDirectory(folder, "home"), "aurora-snapshot")) {
      house.home().set("deadline.delete", "1s");
      house.rds.faults().always("DeleteDBCluster", Fault.accessDenied("DeleteDBCluster"));
      try (Beans beans = house.beans()) {
        List<String> news = new CopyOnWriteArrayList<>();
        beans.runs().onEnd(run -> news.add(beans.runs().news(run)));
        Run run = house.night(beans, AwsHouse.TWO);

        assertThat(news)
            .singleElement()
            .asString()
            .contains("AWS resources not deleted (still billed)")
            .contains("aws rds delete-db-cluster --skip-final-snapshot --db-cluster-identifier")
            .doesNotContain("delete-db-instance");
        assertThat(beans.journal().resources(run.id())).hasSize(1);

        house.rds.faults().clear();
        await()
            .untilAsserted(
                () -> {
                  house.clock().moveOn(Pace.STEP);
                  beans.recover();
                  assertThat(house.rds.ledger().left()).isEmpty();
                  assertThat(beans.journal().resources(run.id())).isEmpty();
                });
      }
    }
  }
}

package io.rehydrate.source.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rehydrate.daemon.Beans;
import io.rehydrate.demo.rds.Course;
import io.rehydrate.demo.rds.Fault;
import io.rehydrate.demo.rds.Kind;
import io.rehydrate.demo.rds.Step;
import io.rehydrate.run.Run;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What AWS may do to a night, and what becomes of the night. Here there is no server behind an
 * endpoint: a night that comes as far as the login came through.
 */
class AwsFaultsTest {
  private static final String CAME_THROUGH = "server.unreachable";

  @TempDir Path folder;

  /** Sets a trap in an account. */
  private interface Trap {
    void set(AwsHouse house) throws Exception;
  }

  /**
   * @param end the code of the run's failure
   * @param older whether the newest automatic snapshot was taken
   * @param instances how many were ever paid for
   */
  private record Case(
      String name, String kind, Trap trap, String end, boolean older, int instances) {
    static Case survives(String name, Trap trap) {
      return new Case(name, "aurora-snapshot", trap, CAME_THROUGH, false, 1);
    }

    static Case takesOlder(String name, Trap trap) {
      return new Case(name, "aurora-snapshot", trap, CAME_THROUGH, true, 1);
    }

    static Case fails(String name, String code, Trap trap) {
      return new Case(name, "aurora-snapshot", trap, code, false, 0);
    }

    Case of(String otherKind) {
      return new Case(name + " (" + otherKind + ")", otherKind, trap, end, older, instances);
    }

    Case instances(int number) {
      return new Case(name, kind, trap, end, older, number);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static Trap next(String operation, Fault... faults) {
    return house -> house.rds.faults().next(operation, faults);
  }

  private static Trap always(String operation, Fault fault) {
    return house -> house.rds.faults().always(operation, fault);
  }

  private static Trap course(Step step, Course... courses) {
    return house -> house.rds.faults().course(step, courses);
  }

  private static Trap setting(String key, String value) {
    return house -> house.home().set(key, value);
  }

  private static Trap both(Trap one, Trap other) {
    return house -> {
      one.set(house);
      other.set(house);
    };
  }

  private static Fault[] times(int number, Fault fault) {
    return Stream.generate(() -> fault).limit(number).toArray(Fault[]::new);
  }

  private static Fault refusal(int status, String code) {
    return Fault.refusal(status, code, "so it is");
  }

  private static Course failing(String status) {
    return Course.of("creating", Duration.ofMillis(100)).settling(status);
  }

  static Stream<Case> cases() {
    return Stream.of(
        Case.survives("nothing", house -> {}),
        Case.survives("nothing", house -> {}).of("rds-instance"),
        Case.survives("nothing", house -> {}).of("aurora-clone"),
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
            both(
                setting("deadline.ready", "1s"),
                always("CreateDBClusterSnapshot", Fault.invalidClusterState()))),
        Case.takesOlder("snapshot fails", course(Step.SNAPSHOT, failing("failed"))),
        Case.takesOlder("snapshot fails", course(Step.SNAPSHOT, failing("failed")))
            .of("rds-instance"),
        Case.takesOlder(
            "snapshot too late",
            both(
                setting("deadline.snapshot", "1s"),
                course(
                    Step.SNAPSHOT,
                    Course.of("creating", Duration.ofSeconds(4)).settling("available")))),
        Case.survives(
            "snapshot's answer lost", next("CreateDBClusterSnapshot", Fault.lostAnswer())),
        Case.survives("snapshot's answer lost", next("CreateDBSnapshot", Fault.lostAnswer()))
            .of("rds-instance"),
        Case.survives("snapshot's call lost", next("CreateDBClusterSnapshot", Fault.lostCall())),
        Case.survives(
            "throttled long", next("CreateDBClusterSnapshot", times(6, Fault.throttling()))),
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
            next(
                "RestoreDBClusterFromSnapshot",
                refusal(403, "InsufficientDBClusterCapacityFault"))),
        Case.fails(
            "cluster quota",
            "aws.refused",
            next("RestoreDBClusterFromSnapshot", refusal(403, "DBClusterQuotaExceededFault"))),
        Case.fails(
            "key not accessible",
            "aws.refused",
            next("RestoreDBClusterFromSnapshot", refusal(400, "KMSKeyNotAccessibleFault"))),
        Case.fails(
            "no such subnet group", "aws.refused", setting("scratch.subnet-group", "nowhere")),
        Case.fails(
            "no such parameter group",
            "aws.refused",
            setting("scratch.cluster-parameter-group", "nowhere")),
        Case.survives(
            "a status never heard of",
            course(
                Step.RESTORE,
                Course.of("polishing", Duration.ofMillis(500)).settling("available"))),
        // the instance
        Case.survives("instance's answer lost", next("CreateDBInstance", Fault.lostAnswer())),
        Case.survives(
                "instance's answer lost",
                next("RestoreDBInstanceFromDBSnapshot", Fault.lostAnswer()))
            .of("rds-instance"),
        Case.survives(
            "no capacity at once",
            both(
                setting("scratch.instance-classes", "db.r7g.large,db.r6g.large"),
                next("CreateDBInstance", Fault.insufficientInstanceCapacity()))),
        Case.survives(
                "no capacity later",
                both(
                    setting("scratch.instance-classes", "db.r7g.large,db.r6g.large"),
                    course(Step.AURORA_INSTANCE, failing("insufficient-capacity"))))
            .instances(2),
        Case.survives(
                "no capacity later",
                both(
                    setting("scratch.instance-classes", "db.r7g.large,db.m7g.large"),
                    course(Step.RDS_INSTANCE, failing("insufficient-capacity"))))
            .of("rds-instance")
            .instances(2),
        Case.fails(
            "no capacity for any class",
            "aws.capacity",
            always("CreateDBInstance", Fault.insufficientInstanceCapacity())),
        Case.fails(
            "instance quota",
            "aws.refused",
            next("CreateDBInstance", refusal(400, "InstanceQuotaExceeded"))),
        Case.survives("password's answer lost", next("ModifyDBCluster", Fault.lostAnswer())),
        Case.survives(
            "not ready for a password",
            next("ModifyDBCluster", times(2, Fault.invalidClusterState()))),
        // looking
        Case.survives("listed late", house -> house.rds.faults().unseen(Duration.ofSeconds(1))),
        Case.survives(
            "each third call is throttled",
            house -> house.rds.faults().everyNth(3, Fault.throttling())),
        Case.survives(
            "each fourth answer is lost",
            house -> house.rds.faults().everyNth(4, Fault.lostAnswer())),
        Case.survives(
            "looks fail for long", next("DescribeDBClusters", times(9, Fault.unavailable()))),
        // removing
        Case.survives(
            "removals are refused for a while",
            both(
                next("DeleteDBInstance", times(2, refusal(400, "InvalidDBInstanceState"))),
                next("DeleteDBCluster", times(3, Fault.invalidClusterState())))),
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

  private void assertNight(Case what) throws Exception {
    try (AwsHouse house = AwsHouse.onPaper(folder, what.kind())) {
      house.rds.world().automatedSnapshot("prod", Clock.systemUTC().instant().minusSeconds(7_200));
      what.trap().set(house);
      try (Beans beans = house.beans()) {
        Run run = house.night(beans, AwsHouse.TWO);

        String log = house.log(beans, run);
        assertThat(run.failure().orElseThrow().code()).as(log).isEqualTo(what.end());
        if (what.older()) {
          assertThat(log).contains("the automatic snapshot rds:prod-").contains("2 h old");
        } else {
          assertThat(log).doesNotContain("the automatic snapshot");
        }
        assertThat(house.rds.ledger().left()).as(log).isEmpty();
        assertThat(beans.journal().resources(run.id())).as(log).isEmpty();
        assertThat(house.rds.ledger().of(Kind.INSTANCE)).hasSize(what.instances());
        assertThat(house.rds.ledger().of(Kind.CLUSTER)).hasSizeLessThanOrEqualTo(1);
        assertThat(house.rds.ledger().of(Kind.CLUSTER_SNAPSHOT)).hasSizeLessThanOrEqualTo(1);
        assertThat(house.rds.ledger().of(Kind.SNAPSHOT)).hasSizeLessThanOrEqualTo(1);
      }
    }
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
        "failed"
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
        "modify-failed",
        "upgrade-failed",
        "storage-full"
      })
  void an_instance_that_fails_is_told_with_its_status_and_removed(String status) throws Exception {
    assertNight(
        Case.fails(status, "aws.failed", course(Step.AURORA_INSTANCE, failing(status)))
            .instances(1));
  }

  @Test
  void the_fallback_stands_in_the_news_with_its_reason_and_age() throws Exception {
    try (AwsHouse house = AwsHouse.onPaper(folder, "aurora-snapshot")) {
      house.rds.world().automatedSnapshot("prod", Clock.systemUTC().instant().minusSeconds(90_000));
      house.rds.world().automatedSnapshot("prod", Clock.systemUTC().instant().minusSeconds(10_000));
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
    try (AwsHouse house = AwsHouse.onPaper(folder, "aurora-snapshot")) {
      house.home().set("deadline.delete", "2s");
      house.rds.faults().always("DeleteDBCluster", Fault.accessDenied("DeleteDBCluster"));
      try (Beans beans = house.beans()) {
        List<String> news = new CopyOnWriteArrayList<>();
        beans.runs().onEnd(run -> news.add(beans.runs().news(run)));
        Run run = house.night(beans, AwsHouse.TWO);

        assertThat(news)
            .singleElement()
            .asString()
            .contains("STILL THERE AT AWS")
            .contains("aws rds delete-db-cluster --skip-final-snapshot --db-cluster-identifier")
            .doesNotContain("delete-db-instance");
        assertThat(beans.journal().resources(run.id())).hasSize(1);

        house.rds.faults().clear();
        await()
            .untilAsserted(
                () -> {
                  beans.recover();
                  assertThat(house.rds.ledger().left()).isEmpty();
                  assertThat(beans.journal().resources(run.id())).isEmpty();
                });
      }
    }
  }
}

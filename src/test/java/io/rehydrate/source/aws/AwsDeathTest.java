package io.rehydrate.source.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.rehydrate.daemon.Beans;
import io.rehydrate.daemon.Engine;
import io.rehydrate.demo.rds.Fault;
import io.rehydrate.demo.rds.Kind;
import io.rehydrate.run.ActiveRun;
import io.rehydrate.run.Actor;
import io.rehydrate.run.Run;
import io.rehydrate.run.RunId;
import io.rehydrate.run.RunState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.dao.DataAccessException;

/**
 * A night of each kind that dies at each of its calls that make or remove something, before AWS has
 * taken the call or after, and is started again each time. From its death on a process reaches
 * neither AWS nor the journal. What a real kill does is in {@link AwsKillTest}.
 */
class AwsDeathTest {
  private static final Duration UNTIL_A_LEASE_LAPSES = Duration.ofSeconds(31);
  private static final int ROUNDS = 200;

  @TempDir Path folder;
  private final PacedClock clock = new PacedClock();
  private AwsHouse house;

  static Stream<Arguments> deaths() {
    List<List<String>> nights =
        List.of(
            List.of(
                "aurora-snapshot",
                "CreateDBClusterSnapshot",
                "RestoreDBClusterFromSnapshot",
                "ModifyDBCluster",
                "CreateDBInstance",
                "DeleteDBInstance",
                "DeleteDBCluster",
                "DeleteDBClusterSnapshot"),
            List.of(
                "aurora-clone",
                "RestoreDBClusterToPointInTime",
                "ModifyDBCluster",
                "CreateDBInstance",
                "DeleteDBInstance",
                "DeleteDBCluster"),
            List.of(
                "rds-instance",
                "CreateDBSnapshot",
                "RestoreDBInstanceFromDBSnapshot",
                "ModifyDBInstance",
                "DeleteDBInstance",
                "DeleteDBSnapshot"));
    return nights.stream()
        .flatMap(
            night ->
                Stream.of(true, false)
                    .map(
                        taken ->
                            Arguments.of(night.get(0), night.subList(1, night.size()), taken)));
  }

  @AfterEach
  void close() {
    house.close();
  }

  @ParameterizedTest(name = "{0}, calls taken: {2}")
  @MethodSource("deaths")
  void a_night_that_dies_at_each_of_its_calls_pays_for_nothing_twice_and_leaves_nothing(
      String kind, List<String> calls, boolean taken) throws Exception {
    house = AwsHouse.onPaper(folder, kind, clock);
    for (String call : calls) {
      dieAt(call, taken);
    }
    try (Beans beans = house.beans()) {
      recover(beans);

      assertThat(beans.journal().newest(10)).hasSize(1);
      Run run = beans.journal().newest(1).get(0);
      assertThat(run.state()).isEqualTo(RunState.INTERRUPTED);
      assertThat(run.failure().orElseThrow().code()).isEqualTo("server.unreachable");
      assertThat(house.rds.ledger().left()).as(house.log(beans, run)).isEmpty();
      for (Kind made : Kind.values()) {
        assertThat(house.rds.ledger().of(made)).hasSizeLessThanOrEqualTo(1);
      }
      assertThat(house.rds.ledger().of(Kind.INSTANCE)).hasSize(1);
    }
  }

  /** What the first life has ordered uses up what the second one asks for. */
  @ParameterizedTest
  @CsvSource({
    "aurora-snapshot, CreateDBClusterSnapshot, SnapshotQuotaExceeded",
    "aurora-snapshot, RestoreDBClusterFromSnapshot, DBClusterQuotaExceededFault",
    "aurora-snapshot, CreateDBInstance, InsufficientDBInstanceCapacity",
    "aurora-clone, RestoreDBClusterToPointInTime, InsufficientStorageClusterCapacity",
    "aurora-clone, CreateDBInstance, AccessDenied",
    "rds-instance, CreateDBSnapshot, SnapshotQuotaExceeded",
    "rds-instance, RestoreDBInstanceFromDBSnapshot, InstanceQuotaExceeded"
  })
  void what_a_dead_process_may_have_made_is_not_struck_out(String kind, String call, String code)
      throws Exception {
    house = AwsHouse.onPaper(folder, kind, clock);
    house.rds.faults().unseen(Duration.ofSeconds(90));
    dieAt(call, true);
    house.rds.faults().next(call, refusal(code), refusal(code), refusal(code));
    try (Beans beans = house.beans()) {
      assertThat(catchThrowable(() -> live(beans))).isNull();
      recover(beans);

      Run run = beans.journal().newest(1).get(0);
      assertThat(run.failure().orElseThrow().code())
          .as(house.log(beans, run))
          .isEqualTo("server.unreachable");
      assertThat(house.rds.ledger().left()).as(house.log(beans, run)).isEmpty();
      for (Kind made : Kind.values()) {
        assertThat(house.rds.ledger().of(made)).hasSizeLessThanOrEqualTo(1);
      }
    }
  }

  /**
   * Given up at once: what it may have ordered a moment ago is waited for before it counts as gone.
   */
  @ParameterizedTest
  @CsvSource({
    "aurora-snapshot, RestoreDBClusterFromSnapshot",
    "aurora-clone, CreateDBInstance",
    "rds-instance, CreateDBSnapshot"
  })
  void what_a_dead_process_ordered_last_is_removed_however_late_it_is_listed(
      String kind, String call) throws Exception {
    house = AwsHouse.onPaper(folder, kind, clock);
    house.rds.faults().unseen(Duration.ofSeconds(100));
    dieAt(call, true);
    try (Beans beans = house.beans()) {
      Run dead = beans.journal().newest(1).get(0);
      beans.runs().cancel(dead.id(), new Actor("tester", "cli"));
      recover(beans);

      assertThat(house.rds.ledger().left()).as(house.log(beans, dead)).isEmpty();
    }
  }

  private static Fault refusal(String code) {
    return Fault.refusal(400, code, "so it is");
  }

  /** A life of a daemon, until its death at this call. */
  private void dieAt(String call, boolean taken) throws Exception {
    Beans beans = house.beans();
    boolean[] dead = {false};
    house
        .rds
        .faults()
        .next(
            call,
            Fault.meanwhile(
                taken,
                () -> {
                  dead[0] = true;
                  kill(beans);
                }));
    assertThat(catchThrowable(() -> live(beans))).isNotNull();
    assertThat(dead[0]).as("dead at " + call).isTrue();
    bury(beans);
    clock.moveOn(UNTIL_A_LEASE_LAPSES);
  }

  /** A dead process would not even try to end its run; this one fails at that. */
  private static void bury(Beans beans) {
    try {
      beans.close();
    } catch (DataAccessException e) {
      beans.close();
    }
  }

  private void live(Beans beans) throws Exception {
    beans.recover();
    RunId begun = beans.runs().nextResumable();
    if (begun == null && beans.journal().newest(1).isEmpty()) {
      begun = beans.nights().queue(new Actor("tester", "cli"), AwsHouse.TWO).id();
    }
    if (begun == null) {
      recover(beans);
    } else {
      try (Engine engine = Engine.foreground(beans)) {
        engine.send("direct:night", begun);
      }
    }
  }

  private void recover(Beans beans) throws Exception {
    for (int i = 0; i < ROUNDS && !beans.journal().runsWithResources().isEmpty(); i++) {
      clock.moveOn(Pace.STEP);
      beans.recover();
    }
  }

  /** What a dead process still tries fails. */
  private static void kill(Beans beans) {
    beans.aws().orElseThrow().close();
    try {
      ((AutoCloseable) beans.byName().get("state")).close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    for (ActiveRun run : beans.runs().active()) {
      run.cancel("killed");
    }
  }
}

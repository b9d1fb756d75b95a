package io.rehydrate.source.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rehydrate.demo.rds.Call;
import io.rehydrate.demo.rds.Course;
import io.rehydrate.demo.rds.Fault;
import io.rehydrate.demo.rds.Kind;
import io.rehydrate.demo.rds.Step;
import io.rehydrate.http.LeftoverCheck;
import io.rehydrate.http.RunMetrics;
import io.rehydrate.run.Run;
import io.rehydrate.run.RunState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.health.HealthCheck;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a night whose resources AWS does not delete, and of the nights after it. */
class AwsLeftoversTest {
  private static final Map<String, String> SOON = Map.of("deadline.delete", "5m");
  private static final Map<String, String> SOON_AND_ONE =
      Map.of("deadline.delete", "5m", "scratch.max-leftovers", "1");

  @TempDir Path folder;
  private PaperNights nights;

  @BeforeEach
  void open() {
    System.setProperty("aws.maxAttempts", "1");
    nights = new PaperNights(folder, true);
  }

  @AfterEach
  void close() {
    System.clearProperty("aws.maxAttempts");
    nights.close();
  }

  private static HealthCheck.State health(PaperNights.Place place) {
    return new LeftoverCheck(place.beans().leftovers()).callReadiness().getState();
  }

  private static double gauge(PaperNights.Place place) {
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    RunMetrics.gaugeLeftovers(meters, place.beans().leftovers());
    return meters.get("rehydrate.aws.leftovers").gauge().value();
  }

  @Test
  void a_night_that_leaves_something_says_so_everywhere_and_no_further_one_begins()
      throws Exception {
    PaperNights.Place place = nights.at("aurora-clone", SOON);
    List<String> news = new CopyOnWriteArrayList<>();
    place.beans().runs().onEnd(run -> news.add(place.beans().runs().news(run)));
    place.house().rds.faults().always("DeleteDBCluster", Fault.accessDenied("DeleteDBCluster"));

    Run left = place.night();

    assertThat(left.state()).isEqualTo(RunState.FAILED);
    assertThat(left.step()).isEqualTo("release");
    Run.Failure failure = left.failure().orElseThrow();
    assertThat(failure.code()).isEqualTo("aws.leftovers");
    assertThat(failure.exitCode()).isEqualTo(16);
    assertThat(failure.message())
        .contains("AccessDenied")
        .contains("aws rds delete-db-cluster --skip-final-snapshot --db-cluster-identifier")
        .doesNotContain("delete-db-instance");
    assertThat(failure.hint()).contains("docs/aws.md has the policy");
    assertThat(news).singleElement().asString().contains("aws rds delete-db-cluster");
    assertThat(place.log(left)).contains("docs/aws.md has the policy");
    assertThat(health(place)).isEqualTo(HealthCheck.State.DOWN);
    assertThat(gauge(place)).isEqualTo(1);

    Run refused = place.night();

    assertThat(refused.failure().orElseThrow().code()).isEqualTo("aws.earlier-leftovers");
    assertThat(refused.failure().orElseThrow().exitCode()).isEqualTo(13);
    assertThat(refused.failure().orElseThrow().message()).contains("rehydrate-" + left.id());
    assertThat(place.made(refused, Kind.CLUSTER)).isEmpty();

    place.assertItIsRemovedInTheEnd(left);
    assertThat(health(place)).isEqualTo(HealthCheck.State.UP);
    assertThat(gauge(place)).isZero();
    assertThat(place.night().failure()).isEmpty();
  }

  @Test
  void so_many_nights_may_leave_something_as_are_allowed() throws Exception {
    PaperNights.Place place = nights.at("rds-instance", SOON_AND_ONE);
    place.house().rds.faults().always("DeleteDBSnapshot", Fault.accessDenied("DeleteDBSnapshot"));

    assertThat(place.night().failure().orElseThrow().code()).isEqualTo("aws.leftovers");
    assertThat(place.night().failure().orElseThrow().code()).isEqualTo("aws.leftovers");
    assertThat(place.night().failure().orElseThrow().code()).isEqualTo("aws.earlier-leftovers");
  }

  @Test
  void a_night_that_fails_and_leaves_something_tells_both() throws Exception {
    PaperNights.Place place = nights.at("rds-instance", SOON);
    place.house().rds.faults().always("DeleteDBInstance", Fault.internalFailure());
    place.house().rds.faults().always("ModifyDBInstance", Fault.accessDenied("ModifyDBInstance"));

    Run run = place.night();

    Run.Failure failure = run.failure().orElseThrow();
    assertThat(failure.code()).isEqualTo("aws.leftovers");
    assertThat(failure.exitCode()).isEqualTo(16);
    assertThat(failure.message())
        .contains("aws rds delete-db-instance")
        .contains("Before that the run failed: AWS refused setting the password")
        .contains("[aws.refused]");
    place.assertNothingIsHidden(run);
    place.assertItIsRemovedInTheEnd(run);
  }

  @Test
  void an_instance_that_somebody_else_added_holds_the_cluster_and_is_named() throws Exception {
    PaperNights.Place place = nights.at("aurora-clone", SOON);
    Run queued = place.queued();
    String cluster = "rehydrate-" + queued.id();
    place
        .house()
        .rds
        .faults()
        .next(
            "DeleteDBInstance",
            Fault.around(
                () -> place.house().rds.world().reader(cluster, "foreign-reader"), () -> {}));

    Run run = place.night(queued);

    assertThat(run.failure().orElseThrow().code()).isEqualTo("aws.leftovers");
    assertThat(run.failure().orElseThrow().message()).contains("held by foreign-reader");
    assertThat(place.beans().awsSweep().orElseThrow().look().held())
        .singleElement()
        .asString()
        .contains(cluster)
        .contains("foreign-reader");
    for (int i = 0; i < 3; i++) {
      place.house().clock().moveOn(Duration.ofMinutes(1));
      place.beans().recover();
    }
    assertThat(place.house().rds.world().has(Kind.INSTANCE, "foreign-reader")).isTrue();
    assertThat(place.house().rds.world().has(Kind.CLUSTER, cluster)).isTrue();
    assertThat(place.house().rds.calls().of("DeleteDBInstance"))
        .noneMatch(call -> call.parameters().containsValue("foreign-reader"));

    place
        .beans()
        .aws()
        .orElseThrow()
        .client()
        .deleteDBInstance(r -> r.dbInstanceIdentifier("foreign-reader").skipFinalSnapshot(true));
    place.assertItIsRemovedInTheEnd(run);
  }

  @Test
  void a_password_that_does_not_take_effect_is_set_again() throws Exception {
    for (String kind : List.of("aurora-clone", "rds-instance")) {
      PaperNights.Place place = nights.at(kind, Map.of());
      place
          .house()
          .rds
          .faults()
          .course(Step.NEW_PASSWORD, Course.of("available", Duration.ofHours(6)));
      String modify = kind.equals("aurora-clone") ? "ModifyDBCluster" : "ModifyDBInstance";

      Run run = place.night();

      assertThat(run.failure()).as(place.log(run)).isEmpty();
      assertThat(place.house().rds.calls().of(modify))
          .filteredOn(call -> call.outcome().equals(Call.OK))
          .hasSize(2);
      assertThat(place.log(run)).contains("it is set again");
    }
  }

  @Test
  void credentials_that_are_gone_for_a_minute_end_no_night() throws Exception {
    for (String kind : Scenario.CALLS.keySet()) {
      for (String call : Scenario.CALLS.get(kind).subList(0, 3)) {
        PaperNights.Place place = nights.at(kind, Map.of());
        String key = System.getProperty("aws.accessKeyId");
        place
            .house()
            .rds
            .faults()
            .next(
                call,
                Fault.none(),
                Fault.meanwhile(
                    true,
                    () -> {
                      System.clearProperty("aws.accessKeyId");
                      int[] steps = {0};
                      place
                          .house()
                          .clock()
                          .atEachStep(
                              () -> {
                                if (++steps[0] == 3) {
                                  System.setProperty("aws.accessKeyId", key);
                                }
                              });
                    }));
        try {
          Run run = place.night();

          assertThat(run.failure()).as(place.log(run)).isEmpty();
          place.assertNothingLeft(run);
        } finally {
          place.house().clock().atEachStep(() -> {});
          System.setProperty("aws.accessKeyId", key);
        }
      }
    }
  }
}

package io.rehydrate.source.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.demo.rds.Course;
import io.rehydrate.demo.rds.FakeRds;
import io.rehydrate.demo.rds.Fault;
import io.rehydrate.demo.rds.Kind;
import io.rehydrate.demo.rds.Step;
import io.rehydrate.run.Run;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Nights of each kind at an account that misbehaves, at every call, before it and after it.
 * Whatever it does: nothing that it lists bears the night's tags and is neither removed nor
 * journalled and reported with its command, the exit says so, and it is removed once the account
 * behaves.
 */
class AwsScenariosTest {
  private static final String TRIES = "aws.maxAttempts";

  /** Faults that are tried at the second call of each sort as well. */
  private static final Set<String> LATER_TOO =
      Set.of("a lost answer", "a proxy's page instead of the answer", "not found", "no status");

  @TempDir static Path folder;
  private static PaperNights nights;
  private static PaperNights retried;

  @BeforeAll
  static void open() {
    nights = new PaperNights(folder.resolve("once"), true);
    retried = new PaperNights(folder.resolve("twice"), true);
  }

  @AfterAll
  static void close() {
    System.clearProperty(TRIES);
    nights.close();
    retried.close();
  }

  private static Fault refusal(int status, String code) {
    return Fault.refusal(status, code, "so it is");
  }

  /** Faults that every call may meet, and every night outlives. */
  static Stream<Scenario> anywhere() {
    Map<String, Function<String, Fault>> faults =
        Map.ofEntries(
            Map.entry("a lost call", call -> Fault.lostCall()),
            Map.entry("a lost answer", call -> Fault.lostAnswer()),
            Map.entry("an answer that breaks off", call -> Fault.brokenOff()),
            Map.entry("half an answer", call -> Fault.cut()),
            Map.entry("a proxy's page instead of the call", call -> Fault.html(200, false)),
            Map.entry("a proxy's page instead of the answer", call -> Fault.html(200, true)),
            Map.entry("a gateway's error after the call", call -> Fault.html(502, true)),
            Map.entry("a proxy's refusal", call -> Fault.html(403, false)),
            Map.entry("an error without a body", call -> Fault.blank(400)),
            Map.entry("a failure inside AWS", call -> Fault.internalFailure()),
            Map.entry("throttling", call -> Fault.throttling()),
            Map.entry("an unknown key", call -> refusal(403, "InvalidClientTokenId")),
            Map.entry("not found", call -> Fault.notFound(Scenario.about(call))),
            Map.entry("a wrong state", call -> Fault.badState(Scenario.about(call))),
            Map.entry("no tags", call -> Fault.without("TagList")),
            Map.entry("no endpoint", call -> Fault.without("Endpoint")),
            Map.entry("no status", call -> Fault.without("(?:DBInstance)?Status")));
    return Scenario.CALLS.keySet().stream()
        .flatMap(
            kind ->
                faults.entrySet().stream()
                    .flatMap(
                        f ->
                            Stream.of(1, 2)
                                .filter(nth -> nth == 1 || LATER_TOO.contains(f.getKey()))
                                .map(
                                    nth ->
                                        Scenario.everyCall(f.getKey(), kind, nth, f.getValue()))));
  }

  private static String creating(String kind) {
    return switch (kind) {
      case "aurora-snapshot" -> "RestoreDBClusterFromSnapshot";
      case "aurora-clone" -> "RestoreDBClusterToPointInTime";
      default -> "RestoreDBInstanceFromDBSnapshot";
    };
  }

  /** Calls that make something, with what they make. */
  private static List<List<String>> making() {
    return List.of(
        List.of("aurora-snapshot", "CreateDBClusterSnapshot"),
        List.of("aurora-snapshot", "RestoreDBClusterFromSnapshot"),
        List.of("aurora-snapshot", "CreateDBInstance"),
        List.of("aurora-clone", "RestoreDBClusterToPointInTime"),
        List.of("aurora-clone", "CreateDBInstance"),
        List.of("rds-instance", "CreateDBSnapshot"),
        List.of("rds-instance", "RestoreDBInstanceFromDBSnapshot"));
  }

  /**
   * The first request is accepted, nobody hears of it, and it uses up what the second one wants.
   */
  static Stream<Scenario> acceptedAndRefused() {
    List<Fault> refusals =
        List.of(
            refusal(400, "InstanceQuotaExceeded"),
            Fault.insufficientInstanceCapacity(),
            Fault.accessDenied("it"));
    List<Scenario> all = new ArrayList<>();
    for (List<String> call : making()) {
      for (Fault refusal : refusals) {
        all.add(
            Scenario.of(
                call.get(1) + " is accepted, and then " + ((Fault.Refuse) refusal).code(),
                call.get(0),
                rds -> {
                  rds.faults().unseen(Duration.ofSeconds(45));
                  rds.faults().next(call.get(1), Fault.lostAnswer(), refusal, refusal, refusal);
                }));
      }
      all.add(
          Scenario.of(
              call.get(1) + " is accepted, and half its answer arrives",
              call.get(0),
              rds -> {
                rds.faults().unseen(Duration.ofSeconds(45));
                rds.faults().next(call.get(1), Fault.cut(), Fault.accessDenied("it"));
              }));
    }
    return all.stream();
  }

  /** Slow consistency: of listing, of tags, and of what one part of AWS knows of another. */
  static Stream<Scenario> slow() {
    return Scenario.CALLS.keySet().stream()
        .flatMap(
            kind ->
                Stream.of(
                    Scenario.of(
                        "listed after 100 s",
                        kind,
                        rds -> rds.faults().unseen(Duration.ofSeconds(100))),
                    Scenario.of(
                        "listed after 8 min",
                        kind,
                        rds -> rds.faults().unseen(Duration.ofMinutes(8))),
                    Scenario.of(
                        "tags after 100 s",
                        kind,
                        rds -> rds.faults().untagged(Duration.ofSeconds(100))),
                    Scenario.of(
                        "tags after 10 min, by their own call before",
                        kind,
                        rds -> rds.faults().untagged(Duration.ofMinutes(10))),
                    Scenario.of(
                        "tags after 90 s, and the create call's answer lost",
                        kind,
                        rds -> {
                          rds.faults().untagged(Duration.ofSeconds(90));
                          rds.faults().next(creating(kind), Fault.lostAnswer());
                        }),
                    Scenario.of(
                        "what was made is unknown to others for a while",
                        kind,
                        rds -> {
                          rds.faults().next(creating(kind), notFoundSource(kind));
                          rds.faults().next("ModifyDBCluster", Fault.notFound(Kind.CLUSTER));
                          rds.faults().next("CreateDBInstance", Fault.notFound(Kind.CLUSTER));
                        })));
  }

  private static Fault notFoundSource(String kind) {
    return Fault.notFound(
        switch (kind) {
          case "aurora-snapshot" -> Kind.CLUSTER_SNAPSHOT;
          case "aurora-clone" -> Kind.CLUSTER;
          default -> Kind.SNAPSHOT;
        });
  }

  /** Longer than anybody waits for an instance. */
  private static Course lasting(String status) {
    return Course.of("creating", Duration.ofSeconds(30))
        .then(status, Duration.ofMinutes(100))
        .settling("available");
  }

  private static Course passing(String status) {
    return Course.of("creating", Duration.ofSeconds(30))
        .then(status, Duration.ofMinutes(3))
        .settling("available");
  }

  /** Status words: those that AWS calls usable, and those that nobody has heard of. */
  static Stream<Scenario> statuses() {
    List<Scenario> all = new ArrayList<>();
    for (String status : List.of("storage-optimization", "storage-initialization", "backing-up")) {
      all.add(
          Scenario.of(
                  "the instance stays in " + status,
                  "aurora-clone",
                  rds -> rds.faults().course(Step.AURORA_INSTANCE, lasting(status)))
              .with("deadline.instance", "30m"));
      all.add(
          Scenario.of(
              "the cluster is " + status + " for long",
              "aurora-snapshot",
              rds -> rds.faults().course(Step.RESTORE, passing(status))));
      all.add(
          Scenario.of(
              "the instance is " + status + " for long",
              "rds-instance",
              rds -> rds.faults().course(Step.RDS_INSTANCE, passing(status))));
    }
    for (String status :
        List.of(
            "performing-full-copy", "updating-deletion-protection", "full-sync", "undeleting")) {
      all.add(
          Scenario.of(
              "the cluster is " + status,
              "aurora-clone",
              rds -> rds.faults().course(Step.CLONE, passing(status))));
      all.add(
          Scenario.of(
              "the instance is " + status,
              "rds-instance",
              rds -> rds.faults().course(Step.RDS_INSTANCE, passing(status))));
    }
    return all.stream();
  }

  private static void lack(FakeRds rds, String call, String element, int times) {
    Fault[] faults = new Fault[times];
    java.util.Arrays.fill(faults, Fault.without(element));
    rds.faults().next(call, faults);
  }

  /** Answers that lack what they should have. */
  static Stream<Scenario> missing() {
    Consumer<FakeRds> everything =
        rds -> {
          lack(rds, "DescribeDBInstances", "Endpoint", 4);
          lack(rds, "DescribeDBClusters", "MasterUsername", 4);
        };
    return Scenario.CALLS.keySet().stream()
        .flatMap(
            kind ->
                Stream.of(
                    Scenario.of("no endpoint, no master user for some looks", kind, everything),
                    Scenario.of(
                        "no engine for some looks",
                        kind,
                        rds -> {
                          lack(rds, "DescribeDBClusters", "Engine", 3);
                          lack(rds, "DescribeDBInstances", "EngineVersion", 3);
                        }),
                    Scenario.of(
                        "the create call's answer names nothing",
                        kind,
                        rds -> {
                          lack(rds, creating(kind), "(?:DBCluster|DBInstance)", 1);
                        }),
                    Scenario.of(
                        "no members, no ARN",
                        kind,
                        rds -> {
                          rds.faults()
                              .always("DescribeDBClusters", Fault.without("DBClusterMembers"));
                          rds.faults()
                              .always("DescribeDBInstances", Fault.without("DBInstanceArn"));
                        })));
  }

  /** What AWS lacks, or does not offer. */
  static Stream<Scenario> lacking() {
    Fault noClass =
        Fault.refusal(
            400,
            "InvalidParameterCombination",
            "RDS does not support creating a DB instance with the following combination:"
                + " DBInstanceClass=db.r7g.large, Engine=aurora-mysql");
    Fault managed =
        Fault.refusal(
            400,
            "InvalidParameterCombination",
            "You can't specify MasterUserPassword for a resource with ManageMasterUserPassword"
                + " enabled.");
    return Scenario.CALLS.keySet().stream()
        .flatMap(
            kind -> {
              String instance =
                  kind.equals("rds-instance")
                      ? "RestoreDBInstanceFromDBSnapshot"
                      : "CreateDBInstance";
              return Stream.of(
                  Scenario.of(
                          "the first class is not offered",
                          kind,
                          rds -> rds.faults().next(instance, noClass))
                      .with("scratch.instance-classes", "db.r7g.large, db.m7g.large, db.r6g.large"),
                  Scenario.of(
                          "no class is offered",
                          kind,
                          rds -> rds.faults().always(instance, noClass))
                      .ending("aws.capacity"),
                  Scenario.of(
                      "no room in the region for a while",
                      kind,
                      rds ->
                          rds.faults()
                              .next(
                                  creating(kind),
                                  refusal(403, "InsufficientDBClusterCapacityFault"),
                                  refusal(400, "InsufficientStorageClusterCapacity"))),
                  Scenario.of(
                      "Secrets Manager keeps the master password",
                      kind,
                      rds ->
                          rds.faults()
                              .next("ModifyDBCluster", managed)
                              .next("ModifyDBInstance", managed)));
            });
  }

  @ParameterizedTest
  @MethodSource({"anywhere", "slow", "statuses", "missing", "lacking", "removals", "sources"})
  void a_night_comes_through_or_says_what_it_left(Scenario scenario) throws Exception {
    System.setProperty(TRIES, "1");
    assertNight(scenario, nights.at(scenario.kind(), scenario.settings()));
  }

  /** The SDK sends the second time by itself, and tells of that one alone. */
  @ParameterizedTest
  @MethodSource("acceptedAndRefused")
  void what_was_accepted_and_then_refused_is_not_forgotten(Scenario scenario) throws Exception {
    System.setProperty(TRIES, "2");
    assertNight(scenario, retried.at(scenario.kind(), scenario.settings()));
  }

  private static void assertNight(Scenario scenario, PaperNights.Place place) {
    Run queued = place.queued();
    scenario.trap().set(place, "rehydrate-" + queued.id());

    Run run = place.night(queued);

    String log = place.log(run);
    String code = run.failure().map(Run.Failure::code).orElse(Scenario.COMES_THROUGH);
    assertThat(code).as(log).isEqualTo(scenario.end());
    place.assertNothingIsHidden(run);
    place.assertItIsRemovedInTheEnd(run);
  }

  /** What AWS does when it is to delete. */
  static Stream<Scenario> removals() {
    List<Scenario> all = new ArrayList<>();
    for (String kind : Scenario.CALLS.keySet()) {
      List<String> deletes =
          Scenario.CALLS.get(kind).stream().filter(call -> call.startsWith("Delete")).toList();
      for (String delete : deletes) {
        for (Fault fault : List.of(Fault.accessDenied(delete), Fault.html(200, false))) {
          all.add(
              Scenario.of(
                      delete + " is never done (" + fault + ")",
                      kind,
                      rds -> rds.faults().always(delete, fault))
                  .with("deadline.delete", "5m")
                  .ending("aws.leftovers"));
        }
        all.add(
            Scenario.of(
                delete + " is answered by 'not found' for a while",
                kind,
                rds ->
                    rds.faults()
                        .next(
                            delete,
                            Fault.notFound(Scenario.about(delete)),
                            Fault.notFound(Scenario.about(delete)))));
        all.add(
            Scenario.of(
                "all of it hides once " + delete + " is due",
                kind,
                (place, name) ->
                    place
                        .house()
                        .rds
                        .faults()
                        .next(
                            delete,
                            Fault.around(
                                () -> {}, () -> place.hide(name, Duration.ofSeconds(3))))));
      }
      all.add(
          Scenario.of(
                  "the password may not be set",
                  kind,
                  rds -> rds.faults().always(passwordOf(kind), Fault.accessDenied("it")))
              .ending("aws.refused"));
    }
    return all.stream();
  }

  private static String passwordOf(String kind) {
    return kind.equals("rds-instance") ? "ModifyDBInstance" : "ModifyDBCluster";
  }

  /** The source and its snapshots. */
  static Stream<Scenario> sources() {
    return Stream.of(
        Scenario.of(
            "the clones may not be counted",
            "aurora-clone",
            rds ->
                rds.faults()
                    .next(
                        "DescribeDBClusters",
                        Fault.none(),
                        Fault.none(),
                        Fault.accessDenied("DescribeDBClusters"))),
        Scenario.of(
            "a snapshot of the future",
            "aurora-snapshot",
            (place, name) -> {
              place
                  .house()
                  .rds
                  .world()
                  .automatedSnapshot(
                      "prod", place.house().clock().instant().plus(Duration.ofDays(26)));
              place
                  .house()
                  .rds
                  .faults()
                  .next("CreateDBClusterSnapshot", Fault.snapshotQuotaExceeded());
            }),
        Scenario.of(
                "only an old snapshot",
                "aurora-snapshot",
                rds -> rds.faults().next("CreateDBClusterSnapshot", Fault.snapshotQuotaExceeded()))
            .with("source.snapshot-max-age", "1h")
            .ending("aws.snapshot-age"),
        Scenario.of("only an old snapshot", "rds-instance", rds -> {})
            .with("source.snapshot", "latest")
            .with("source.snapshot-max-age", "1h")
            .ending("aws.snapshot-age"));
  }
}

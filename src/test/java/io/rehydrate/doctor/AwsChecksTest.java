package io.rehydrate.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.demo.rds.Courses;
import io.rehydrate.demo.rds.FakeRds;
import io.rehydrate.demo.rds.Fault;
import io.rehydrate.demo.rds.PaperStorage;
import io.rehydrate.demo.rds.World;
import io.rehydrate.doctor.Check.Level;
import io.rehydrate.settings.Settings;
import io.rehydrate.source.aws.Aws;
import io.rehydrate.support.HomeFolder;
import io.rehydrate.support.TestCertificate;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AwsChecksTest {
  @TempDir Path folder;
  private static Path authorities;
  private FakeRds rds;

  @BeforeAll
  static void makeAuthorities(@TempDir Path certificates) throws Exception {
    authorities = TestCertificate.make(certificates, "authority").certificate();
  }

  @BeforeEach
  void open() {
    rds = FakeRds.start(new PaperStorage(), Clock.systemUTC(), Courses.likeAws());
    System.setProperty("aws.accessKeyId", rds.accessKey());
    System.setProperty("aws.secretAccessKey", rds.secretKey());
    rds.world()
        .aurora("prod", World.AURORA_VERSION)
        .clusterParameterGroup("scratch", "aurora-mysql8.0")
        .clusterParameterGroup("old", "aurora-mysql5.7")
        .subnetGroup("dev")
        .automatedSnapshot("prod", Clock.systemUTC().instant().minusSeconds(3 * 3600));
  }

  @AfterEach
  void close() {
    rds.close();
  }

  private HomeFolder home() {
    return HomeFolder.atAws(folder, "aurora-snapshot")
        .with("aws.region", rds.region())
        .with("aws.endpoint", rds.endpoint())
        .with("scratch.subnet-group", "dev")
        .with("scratch.security-groups", "sg-0a")
        .with("scratch.cluster-parameter-group", "scratch")
        .with("scratch.ca-file", authorities);
  }

  private static Map<String, Check> examine(HomeFolder home) {
    Settings settings = home.read();
    Findings findings = new Findings();
    new AwsChecks(settings.aws().orElseThrow(), Clock.systemUTC()).examine(findings);
    return findings.checks().stream().collect(Collectors.toMap(Check::name, Function.identity()));
  }

  @Test
  void a_sound_account_is_told_in_all_parts() {
    Map<String, Check> found = examine(home());

    assertThat(found.values()).allMatch(c -> c.level() == Level.OK);
    assertThat(found)
        .containsOnlyKeys(
            "aws source",
            "aws snapshots",
            "aws engine",
            "aws parameter group scratch",
            "aws class db.r7g.large",
            "aws certificate",
            "aws subnet group");
    assertThat(found.get("aws snapshots").message()).contains("3 h old");
    assertThat(rds.calls().all()).allMatch(call -> call.operation().startsWith("Describe"));
  }

  @Test
  void what_a_restore_would_stumble_over_is_found() {
    Map<String, Check> found =
        examine(
            home()
                .with("scratch.cluster-parameter-group", "old")
                .with("scratch.subnet-group", "nowhere")
                .with("scratch.instance-classes", "db.x99.large")
                .with("scratch.username", World.MASTER)
                .with("scratch.password", "pw")
                .without("scratch.ca-file")
                .without("scratch.security-groups"));

    assertThat(found.get("aws parameter group old").level()).isEqualTo(Level.FAIL);
    assertThat(found.get("aws subnet group").level()).isEqualTo(Level.FAIL);
    assertThat(found.get("aws class db.x99.large").level()).isEqualTo(Level.FAIL);
    assertThat(found.get("aws security groups").level()).isEqualTo(Level.WARN);
    assertThat(found.get("aws certificate").level()).isEqualTo(Level.WARN);
    assertThat(found.get("aws scratch account").level()).isEqualTo(Level.FAIL);
  }

  @Test
  void the_number_of_clones_is_told_before_it_is_used_up() {
    HomeFolder home = home().with("source.kind", "aurora-clone");
    assertThat(examine(home).get("aws clones").message()).isEqualTo("0 of 15");

    try (Aws aws = new Aws(home.read().aws().orElseThrow(), "test", Clock.systemUTC())) {
      for (int i = 1; i <= 15; i++) {
        String id = "colleague-" + i;
        aws.client()
            .restoreDBClusterToPointInTime(
                r ->
                    r.dbClusterIdentifier(id)
                        .sourceDBClusterIdentifier("prod")
                        .restoreType("copy-on-write")
                        .useLatestRestorableTime(true));
      }
    }
    assertThat(examine(home).get("aws clones"))
        .matches(c -> c.level() == Level.WARN)
        .matches(c -> c.message().contains("full copy"));
  }

  @Test
  void a_snapshot_that_a_night_would_refuse_is_warned_of_and_one_of_the_future_is_left_out() {
    rds.world().automatedSnapshot("prod", Clock.systemUTC().instant().plusSeconds(90_000));
    assertThat(examine(home()).get("aws snapshots").message()).contains("3 h old");

    assertThat(examine(home().with("source.snapshot-max-age", "2h")).get("aws snapshots"))
        .matches(c -> c.level() == Level.WARN)
        .matches(c -> c.message().contains("more than source.snapshot-max-age"));
  }

  @Test
  void an_error_without_a_code_is_told_by_its_status() {
    rds.faults().always("DescribeDBClusters", Fault.blank(400));

    assertThat(examine(home()).get("aws source").message())
        .isEqualTo("HTTP status 400 without an error code");
  }

  @Test
  void a_source_that_is_not_there_or_may_not_be_seen_is_told() {
    assertThat(examine(home().with("source.cluster", "gone")).get("aws source").message())
        .contains("DBClusterNotFoundFault");

    rds.faults().next("DescribeDBClusters", Fault.accessDenied("DescribeDBClusters"));
    assertThat(examine(home()).get("aws source"))
        .satisfies(c -> assertThat(c.message()).contains("AccessDenied"))
        .satisfies(c -> assertThat(c.hint()).contains("docs/aws.md"));
  }
}

package io.rehydrate.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.rehydrate.error.InvalidException;
import io.rehydrate.support.HomeFolder;
import io.rehydrate.support.TestCertificate;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AwsSettingsTest {
  @TempDir Path folder;

  private HomeFolder aurora() {
    return HomeFolder.atAws(folder, "aurora-snapshot");
  }

  private static String problems(HomeFolder home) {
    InvalidException problems = catchThrowableOfType(InvalidException.class, home::read);
    assertThat(problems).as("no problem was found").isNotNull();
    return problems.getMessage();
  }

  @Test
  void defaults() {
    Settings.Aws aws = aurora().read().aws().orElseThrow();

    assertThat(aws)
        .isEqualTo(
            new Settings.Aws(
                "aurora-snapshot",
                "prod",
                false,
                Duration.ofHours(36),
                0,
                new Settings.Aws.Reach(Optional.empty(), Optional.empty(), Optional.empty()),
                "rehydrate",
                List.of("db.r7g.large"),
                Optional.empty(),
                new Settings.Aws.Groups(
                    Optional.empty(), List.of(), Optional.empty(), Optional.empty()),
                Optional.of("eu-central-1"),
                Optional.empty(),
                Duration.ofSeconds(20)));
  }

  @Test
  void explicit_values() {
    Settings settings =
        HomeFolder.atAws(folder, "rds-instance")
            .with("source.instance", "Prod-MySQL")
            .with("source.snapshot", "latest")
            .with("scratch.url", "jdbc:mysql://127.0.0.1:13306")
            .with("scratch.prefix", "nightly-copy")
            .with("scratch.instance-classes", "db.m7g.large, db.m6i.large")
            .with("scratch.subnet-group", "dev")
            .with("scratch.security-groups", "sg-0a, sg-1b")
            .with("scratch.parameter-group", "scratch-mysql80")
            .with("aws.endpoint", "http://127.0.0.1:4566")
            .with("aws.poll-interval", "5s")
            .with("cost.currency", "EUR")
            .with("cost.instance-hour", "0.26")
            .read();

    Settings.Aws aws = settings.aws().orElseThrow();
    assertThat(aws.source()).isEqualTo("prod-mysql");
    assertThat(aws.isInstance()).isTrue();
    assertThat(aws.latestSnapshot()).isTrue();
    assertThat(aws.scratch().url().orElseThrow().address()).isEqualTo("127.0.0.1:13306");
    assertThat(aws.prefix()).isEqualTo("nightly-copy");
    assertThat(aws.instanceClasses()).containsExactly("db.m7g.large", "db.m6i.large");
    assertThat(aws.groups().security()).containsExactly("sg-0a", "sg-1b");
    assertThat(aws.endpoint()).contains(URI.create("http://127.0.0.1:4566"));
    assertThat(aws.pollInterval()).isEqualTo(Duration.ofSeconds(5));
    assertThat(settings.prices().instanceHour()).contains(0.26);
    assertThat(settings.placeholders())
        .containsEntry("aws.poll-interval", "5000")
        .containsEntry("deadline.snapshot", "10800000");
    assertThat(settings.scratch()).isEmpty();
  }

  @Test
  void the_age_of_a_snapshot_and_the_number_of_leftovers_are_bounded() {
    Settings.Aws aws =
        aurora()
            .with("source.snapshot-max-age", "14d")
            .with("scratch.max-leftovers", "2")
            .read()
            .aws()
            .orElseThrow();
    assertThat(aws.snapshotMaxAge()).isEqualTo(Duration.ofDays(14));
    assertThat(aws.maxLeftovers()).isEqualTo(2);
    assertThat(problems(aurora().with("source.snapshot-max-age", "old")))
        .contains("source.snapshot-max-age");
    assertThat(problems(aurora().with("scratch.max-leftovers", "-1")))
        .contains("scratch.max-leftovers");
  }

  @Test
  void the_account_that_works_on_the_scratch_comes_with_a_password() {
    HomeFolder home = aurora().with("scratch.username", "maker");
    assertThat(problems(home)).contains("scratch.password-file");
    assertThat(problems(aurora().with("scratch.password", "pw"))).contains("scratch.username");

    home.with("scratch.password", "pw");
    assertThat(home.read().aws().orElseThrow().scratch().account())
        .contains(new Settings.Aws.Account("maker", new Secret("pw")));
  }

  @Test
  void a_file_of_authorities_has_the_certificate_checked_with_its_name_unless_the_url_wants_less()
      throws Exception {
    String pem = Files.readString(TestCertificate.make(folder, "own").certificate());
    HomeFolder home =
        aurora().withFile("ca.pem", pem, "rw-r--r--").with("scratch.ca-file", "ca.pem");
    assertThat(home.read().aws().orElseThrow().scratch().authorities())
        .contains(folder.resolve("ca.pem"));

    home.with("scratch.url", "jdbc:mysql://127.0.0.1:13306");
    assertThat(url(home).sslMode()).isEqualTo("VERIFY_IDENTITY");
    assertThat(url(home).authorities()).contains(folder.resolve("ca.pem"));
    home.with("scratch.url", "jdbc:mysql://127.0.0.1:13306?sslmode=verify_ca");
    assertThat(url(home).sslMode()).isEqualTo("VERIFY_CA");
    home.with("scratch.url", "jdbc:mysql://127.0.0.1:13306?sslMode=REQUIRED");
    assertThat(problems(home)).contains("scratch.ca-file").contains("checks no certificate");
    home.withFile("ca.pem", "nothing", "rw-r--r--");
    assertThat(problems(home)).contains("scratch.ca-file");
  }

  private static ServerUrl url(HomeFolder home) {
    return home.read().aws().orElseThrow().scratch().url().orElseThrow();
  }

  @Test
  void a_serverless_scratch_takes_its_capacity() {
    HomeFolder home = aurora().with("scratch.instance-classes", "db.r7g.large,db.serverless");
    assertThat(problems(home)).contains("scratch.min-acu");

    home.with("scratch.min-acu", "2.5").with("scratch.max-acu", "16");
    assertThat(home.read().aws().orElseThrow().acu()).contains(new Settings.Aws.Acu(2.5, 16));
  }

  @Test
  void other_kinds_have_none_of_it() {
    assertThat(HomeFolder.in(folder).read().aws()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"aurora-snapshot", "aurora-clone", "rds-instance"})
  void each_kind_wants_the_name_of_its_source_and_the_schemas(String kind) {
    HomeFolder home =
        HomeFolder.atAws(folder, kind)
            .without("source.cluster")
            .without("source.instance")
            .without("source.schemas");

    assertThat(problems(home))
        .contains(kind.equals("rds-instance") ? "source.instance" : "source.cluster")
        .contains("source.schemas");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "source.cluster | arn:aws:rds:eu-central-1:1:cluster:prod",
        "source.cluster | prod.cluster-abc.eu-central-1.rds.amazonaws.com",
        "source.cluster | prod--1",
        "source.cluster | prod-",
        "source.cluster | rehydrate-prod",
        "source.instance | prod-1",
        "source.snapshot | yesterday",
        "scratch.prefix | Rehydrate",
        "scratch.prefix | 9lives",
        "scratch.prefix | a-prefix-that-is-longer-than-thirty",
        "scratch.instance-classes | r7g.large",
        "scratch.security-groups | default",
        "scratch.password-file | pw",
        "scratch.ca-file | nowhere.pem",
        "aws.region | Frankfurt",
        "aws.endpoint | localhost:4566",
        "aws.endpoint | http://me:secret@localhost:4566",
        "aws.poll-interval | 20",
        "deadline.snapshot | soon",
        "cost.instance-hour | cheap",
      })
  void a_bad_value_is_told_by_its_key(String key, String value) {
    assertThat(problems(aurora().with(key, value)))
        .containsPattern(key.replace(".", "\\.") + "|scratch\\.prefix");
  }

  @ParameterizedTest
  @CsvSource({"0.3,16", "4,257", "8,4", "0,0.5"})
  void capacities_that_aws_refuses_are_refused(String least, String most) {
    HomeFolder home =
        aurora()
            .with("scratch.instance-classes", "db.serverless")
            .with("scratch.min-acu", least)
            .with("scratch.max-acu", most);

    assertThat(problems(home)).containsPattern("scratch\\.m(in|ax)-acu");
  }

  @Test
  void a_plain_instance_is_not_serverless() {
    HomeFolder home =
        HomeFolder.atAws(folder, "rds-instance")
            .with("scratch.instance-classes", "db.serverless")
            .with("scratch.min-acu", "1")
            .with("scratch.max-acu", "2");

    assertThat(problems(home)).contains("scratch.instance-classes");
  }

  @Test
  void the_source_may_not_bear_the_prefix_of_what_is_removed() {
    assertThat(
            problems(aurora().with("scratch.prefix", "prod").with("source.cluster", "prod-main")))
        .contains("scratch.prefix");
  }
}

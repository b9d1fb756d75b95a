package io.rehydrate.source.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rehydrate.daemon.Beans;
import io.rehydrate.demo.rds.Kind;
import io.rehydrate.demo.rds.Ledger;
import io.rehydrate.run.Actor;
import io.rehydrate.run.RunId;
import io.rehydrate.support.CommandProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A night at AWS whose process is killed: it goes on under its id or is removed, nothing is paid
 * for twice, and nothing stays. Every single call of every kind is in {@link AwsDeathTest}.
 */
class AwsKillTest {

  @TempDir Path folder;
  private AwsHouse house;

  @BeforeEach
  void open() throws Exception {
    house = AwsHouse.withServers(folder, "aurora-snapshot");
  }

  @AfterEach
  void close() {
    house.close();
  }

  private CommandProcess start(String... arguments) throws Exception {
    return CommandProcess.start(house.home().path(), arguments);
  }

  /** Starts a command, and kills it as soon as AWS has heard of this call. */
  private CommandProcess killAt(String operation, String... arguments) throws Exception {
    int before = house.rds.calls().of(operation).size();
    CommandProcess victim = start(arguments);
    await(operation)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> house.rds.calls().of(operation).size() > before);
    victim.kill();
    return victim;
  }

  private void assertPaidOnceAndGone() {
    Ledger ledger = house.rds.ledger();
    assertThat(ledger.left()).isEmpty();
    assertThat(ledger.of(Kind.CLUSTER_SNAPSHOT)).hasSize(1);
    assertThat(ledger.of(Kind.CLUSTER)).hasSize(1);
    assertThat(ledger.of(Kind.INSTANCE)).hasSize(1);
  }

  @Test
  void a_night_killed_while_its_scratch_is_made_goes_on_under_its_id() throws Exception {
    CommandProcess first = killAt("RestoreDBClusterFromSnapshot", "night");
    assertThat(first.errors()).contains("step acquire");
    CommandProcess next = killAt("CreateDBInstance", "night");
    assertThat(next.errors()).contains("resuming the night");

    CommandProcess sweep = start("sweep");
    assertThat(sweep.exitCode()).as(sweep.errors()).isZero();
    assertThat(house.rds.ledger().left()).as("a run that may go on is spared").hasSize(3);

    CommandProcess daemon = start("start");
    await("a dump").atMost(Duration.ofMinutes(5)).until(() -> dumps() == 1);
    await("the removal").until(() -> house.rds.ledger().left().isEmpty());
    daemon.terminate();

    assertPaidOnceAndGone();
    try (Beans beans = house.beans()) {
      assertThat(beans.journal().newest(10)).hasSize(1);
    }
  }

  private long dumps() throws Exception {
    Path store = house.home().path().resolve("store");
    if (!Files.isDirectory(store)) {
      return 0;
    }
    try (Stream<Path> entries = Files.list(store)) {
      return entries.filter(e -> Files.exists(e.resolve("manifest.json"))).count();
    }
  }

  @Test
  void a_night_killed_at_its_work_is_removed_however_often_the_removal_is_killed()
      throws Exception {
    CommandProcess night = start("night");
    assertThat(night.said("step dehydrate")).as(night.errors()).isTrue();
    night.kill();
    assertThat(house.rds.ledger().left()).hasSize(3);

    killAt("DeleteDBCluster", "sweep");
    CommandProcess sweep = start("sweep");

    assertThat(sweep.exitCode()).as(sweep.errors()).isZero();
    assertPaidOnceAndGone();
    assertThat(dumps()).isZero();
  }

  @Test
  void a_night_that_is_told_to_stop_while_its_scratch_is_made_can_be_given_up() throws Exception {
    int before = house.rds.calls().of("RestoreDBClusterFromSnapshot").size();
    CommandProcess night = start("night");
    await().until(() -> house.rds.calls().of("RestoreDBClusterFromSnapshot").size() > before);
    assertThat(night.terminate()).isEqualTo(143);
    assertThat(house.rds.ledger().left()).hasSize(2);
    Matcher id = Pattern.compile("night (\\S+) asked for").matcher(night.errors());
    assertThat(id.find()).as(night.errors()).isTrue();

    CommandProcess other = start("night", "--as-of", "2026-11-22T01:00:00Z");
    assertThat(other.exitCode()).as(other.errors()).isEqualTo(11);
    try (Beans beans = house.beans()) {
      beans.runs().cancel(new RunId(id.group(1)), new Actor("tester", "cli"));
    }
    CommandProcess sweep = start("sweep");

    assertThat(sweep.exitCode()).as(sweep.errors()).isZero();
    assertThat(house.rds.ledger().left()).isEmpty();
  }
}

package io.rehydrate.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.daemon.Beans;
import io.rehydrate.daemon.Engine;
import io.rehydrate.dump.Manifest;
import io.rehydrate.run.Actor;
import io.rehydrate.run.Run;
import io.rehydrate.run.RunState;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.settings.Settings;
import io.rehydrate.settings.SettingsReader;
import io.rehydrate.support.TestServers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A night of the example whose production is an Aurora cluster, through the simulated AWS. */
class SimulatedAwsTest {
  private static final Path INSTALLATION = Path.of("").toAbsolutePath();
  private static final double HURRY = 1200;
  private static final List<String> ARGUMENTS =
      List.of("--innodb-buffer-pool-size=64M", "--innodb-log-file-size=16M");
  private static final Path DATA =
      Path.of("target", "test-servers", "demo-aws-" + ProcessHandle.current().pid())
          .toAbsolutePath();

  @TempDir static Path home;

  private static SimulatedAws aws;
  private static Run night;
  private static Manifest manifest;

  @BeforeAll
  static void run_a_night() {
    System.setProperty("rehydrate.installation", INSTALLATION.toString());
    ServerLogin production = TestServers.source().root();
    TestServers.run(production, "DROP DATABASE IF EXISTS insurance");
    Instant now = Clock.systemUTC().instant();
    DemoData.fill(production, "insurance", new DemoSize(100), 7, now, line -> {});
    aws = new SimulatedAws(TestServers.source(), DATA, ARGUMENTS, HURRY);
    aws.credentials().forEach(System::setProperty);
    try (DemoFolder folder = DemoFolder.take(home)) {
      folder.prepare(INSTALLATION);
      Map<String, String> values = new java.util.TreeMap<>(aws.settings());
      values.put("source", TestServers.source().url().address());
      values.put("target", TestServers.target().url().address());
      values.put("tools", TestServers.source().programs().toString());
      values.put("port", "0");
      values.put("management-port", "8081");
      folder.configure(INSTALLATION, "application-aurora.properties", values);
    }
    Settings settings = SettingsReader.read(home, Map.of());
    DemoAccounts.source(production, settings);
    aws.takeAutomatedSnapshot();
    try (Beans beans = new Beans(settings, Clock.systemUTC(), "test", List.of());
        Engine engine = Engine.foreground(beans)) {
      Run queued = beans.nights().queue(new Actor("tester", "cli"), now);
      engine.send("direct:night", queued.id());
      night = beans.journal().get(queued.id());
      assertThat(night.failure()).isEmpty();
      manifest = beans.store().latest().manifest();
    }
  }

  @AfterAll
  static void close() {
    System.clearProperty("rehydrate.installation");
    aws.credentials().keySet().forEach(System::clearProperty);
    aws.close();
    TestServers.run(TestServers.source().root(), "DROP DATABASE insurance");
    assertThat(DATA).doesNotExist();
  }

  @Test
  void the_night_succeeds_and_its_dump_holds_a_part_of_production() {
    assertThat(night.state()).isEqualTo(RunState.SUCCEEDED);
    Manifest.TableEntry applications =
        manifest.schemas().get("insurance").tables().get("applications");
    assertThat(applications.rowsBefore()).isEqualTo(100);
    assertThat(applications.rows()).isPositive();
    assertThat(manifest.rows()).isPositive();
  }

  @Test
  void the_manifest_names_the_cluster_and_the_snapshot() {
    assertThat(manifest.source().kind()).isEqualTo("aurora-snapshot");
    assertThat(manifest.source().identifier()).isEqualTo(SimulatedAws.CLUSTER);
    assertThat(manifest.source().toString()).contains("rehydrate-");
  }

  @Test
  void one_of_each_was_made_and_none_is_left() {
    assertThat(aws.summary())
        .startsWith("Simulated AWS: 1 cluster snapshot, 1 cluster, 1 instance made, 0 left; ");
  }
}

package io.rehydrate.night;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rehydrate.daemon.Beans;
import io.rehydrate.daemon.Engine;
import io.rehydrate.dump.Verification;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.run.Actor;
import io.rehydrate.run.Run;
import io.rehydrate.run.RunState;
import io.rehydrate.settings.SettingsReader;
import io.rehydrate.store.StoredDump;
import io.rehydrate.support.TestHome;
import io.rehydrate.support.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole night whose store is a file system of one megabyte. */
class FullDiskTest {
  private static final Actor TESTER = new Actor("tester", "cli");
  private static final Instant TWO = Instant.parse("2026-11-21T02:00:00Z");

  private static final String PLAN =
      """
      version: 1
      unlisted: { columns: keep }
      core:
        letters: { newest-by: written_at, window: 13 months }
      """;

  @TempDir Path folder;
  private boolean mounted;

  private static int run(String... line) throws Exception {
    Process process =
        new ProcessBuilder(line)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      return -1;
    }
    return process.exitValue();
  }

  private Path small() throws Exception {
    Path store = Files.createDirectory(folder.resolve("small"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", store.toString()) == 0,
        "This account may not mount a file system");
    mounted = true;
    return store;
  }

  @AfterEach
  void unmount() throws Exception {
    if (mounted) {
      assertThat(run("umount", "-l", folder.resolve("small").toString())).isZero();
    }
  }

  @Test
  void a_disk_that_fills_up_fails_the_night_and_leaves_the_earlier_dump_alone() throws Exception {
    Path store = small();
    String schema = TestServers.newSchema(TestServers.source());
    TestServers.run(
        TestServers.source().root(),
        "USE " + schema,
        "CREATE TABLE letters (id INT PRIMARY KEY, body VARBINARY(1000), written_at DATE)",
        "INSERT INTO letters VALUES (1, 'short', '2026-11-01')");
    TestHome.in(folder, schema).plan(PLAN).set("store.directory", "small");
    try (Beans beans =
            new Beans(SettingsReader.read(folder, Map.of()), Clock.systemUTC(), "test", List.of());
        Engine engine = Engine.foreground(beans)) {
      assertThat(night(beans, engine, TWO).failure()).isEmpty();
      TestServers.run(
          TestServers.source().root(),
          "USE " + schema,
          "INSERT INTO letters SELECT seq, RANDOM_BYTES(1000), '2026-11-01' FROM seq_2_to_3000");

      Run full = night(beans, engine, TWO.plusSeconds(60));

      assertThat(full.state()).isEqualTo(RunState.FAILED);
      assertThat(full.step()).isEqualTo("dump");
      Run.Failure failure = full.failure().orElseThrow();
      assertThat(failure.code()).isEqualTo("store.full");
      assertThat(failure.hint()).contains("Free some space");
      assertThat(beans.store().list()).hasSize(1);
      StoredDump earlier = beans.store().latest();
      assertThat(earlier.id().asOf()).isEqualTo(TWO);
      Verification.verify(earlier.folder(), earlier.manifest());
      assertThat(beans.store().broken()).isEmpty();
      assertThat(beans.journal().resources(full.id())).isEmpty();
      try (Stream<Path> entries = Files.list(store)) {
        assertThat(entries.map(p -> p.getFileName().toString()))
            .contains(".rehydrate-store", earlier.id().value())
            .noneMatch(name -> name.contains(full.id().value()));
      }
      assertThat(isOnScratch(schema)).isFalse();

      TestServers.run(
          TestServers.source().root(), "DELETE FROM " + schema + ".letters WHERE id > 1");
      assertThat(night(beans, engine, TWO.plusSeconds(120)).failure()).isEmpty();
    }
  }

  private static Run night(Beans beans, Engine engine, Instant asOf) {
    Run queued = beans.nights().queue(TESTER, asOf);
    engine.send("direct:night", queued.id());
    return beans.journal().get(queued.id());
  }

  private static boolean isOnScratch(String schema) throws Exception {
    try (Connection scratch = Sessions.open(TestServers.scratch().root(), "scratch");
        ResultSet found =
            scratch
                .createStatement()
                .executeQuery(
                    "SELECT 1 FROM information_schema.schemata WHERE schema_name = '"
                        + schema
                        + "' OR schema_name LIKE 'rehydrate\\_2%'")) {
      return found.next();
    }
  }
}

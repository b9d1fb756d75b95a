package io.rehydrate.night;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.rehydrate.daemon.Beans;
import io.rehydrate.demo.DemoData;
import io.rehydrate.demo.DemoSize;
import io.rehydrate.dump.Verification;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.settings.SettingsReader;
import io.rehydrate.store.StoredDump;
import io.rehydrate.support.CommandProcess;
import io.rehydrate.support.TestHome;
import io.rehydrate.support.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * A night that is killed, at every step of it, leaves nothing that the next start does not remove.
 */
class KillTest {
  private static final Instant AS_OF = Instant.parse("2026-11-22T02:00:00Z");
  private static final List<String> MOMENTS =
      List.of(
          "step acquire",
          "step dehydrate",
          "stage choose",
          "stage load",
          "loaded ",
          "stage rewrite",
          "stage foreign keys",
          "step dump",
          "dumped ",
          "step verify",
          "step publish",
          "step prune");

  @TempDir Path folder;

  @Test
  void a_night_killed_at_any_step_leaves_nothing_after_the_next_start() throws Exception {
    String schema = TestServers.newSchema(TestServers.source());
    DemoData.fill(TestServers.source().root(), schema, new DemoSize(1_000), 7, AS_OF, line -> {});
    TestHome home =
        TestHome.in(folder, schema).plan(Files.readString(Path.of("examples/insurance/plan.yaml")));
    Path systemsTemporary = Files.createDirectory(folder.resolve("systems-tmp"));
    int night = 0;
    for (String moment : MOMENTS) {
      CommandProcess victim =
          CommandProcess.start(
              home.path(),
              Map.of("java.io.tmpdir", systemsTemporary.toString()),
              "night",
              "--as-of",
              AS_OF.minusSeconds(60L * (MOMENTS.size() - night++)).toString());
      assertThat(victim.said(moment))
          .as("the night comes to '%s': %s", moment, victim.errors())
          .isTrue();
      victim.kill();
      assertThatNothingHalfIsOffered(home);
    }

    CommandProcess sweep = CommandProcess.start(home.path(), "sweep");
    assertThat(sweep.exitCode()).as(sweep.errors()).isZero();

    assertThat(schemasOnScratch(schema)).isEmpty();
    assertThat(hiddenFolders(home)).isEmpty();
    assertThat(home.path().resolve("state/work")).isEmptyDirectory();
    assertThat(home.path().resolve("state/tmp")).isEmptyDirectory();
    assertThat(systemsTemporary).isEmptyDirectory();
    CommandProcess runs = CommandProcess.start(home.path(), "runs", "--json");
    runs.exitCode();
    assertThat(runs.output()).doesNotContain("\"running\"").contains("\"interrupted\"");

    CommandProcess whole = CommandProcess.start(home.path(), "night", "--as-of", AS_OF.toString());
    assertThat(whole.exitCode()).as(whole.errors()).isZero();
    assertThat(home.path().resolve("store/20261122T020000Z/manifest.json")).exists();
  }

  private static void assertThatNothingHalfIsOffered(TestHome home) {
    try (Beans beans =
        new Beans(
            SettingsReader.read(home.path(), Map.of()), Clock.systemUTC(), "test", List.of())) {
      assertThat(beans.store().corrupt()).isEmpty();
      for (StoredDump dump : beans.store().list()) {
        assertThatCode(() -> Verification.verify(dump.folder(), dump.manifest()))
            .doesNotThrowAnyException();
      }
    }
  }

  private static List<String> schemasOnScratch(String schema) throws Exception {
    try (Connection session = Sessions.open(TestServers.scratch().root(), "scratch")) {
      return JdbcClient.create(new SingleConnectionDataSource(session, true))
          .sql(
              "SELECT schema_name FROM information_schema.schemata WHERE schema_name = ? OR"
                  + " schema_name LIKE 'rehydrate%'")
          .param(schema)
          .query(String.class)
          .list();
    }
  }

  private static List<String> hiddenFolders(TestHome home) throws IOException {
    try (Stream<Path> entries = Files.list(home.path().resolve("store"))) {
      return entries
          .map(p -> p.getFileName().toString())
          .filter(name -> name.startsWith(".") && !name.equals(".rehydrate-store"))
          .toList();
    }
  }
}

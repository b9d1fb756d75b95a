package io.rehydrate.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rehydrate.mysql.Sessions;
import io.rehydrate.run.Actor;
import io.rehydrate.run.LiveDaemons;
import io.rehydrate.run.Run;
import io.rehydrate.run.RunKind;
import io.rehydrate.run.RunState;
import io.rehydrate.settings.SettingsReader;
import io.rehydrate.store.StoredDump;
import io.rehydrate.support.CommandProcess;
import io.rehydrate.support.TestHome;
import io.rehydrate.support.TestPorts;
import io.rehydrate.support.TestProxy;
import io.rehydrate.support.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Three daemons on one state and one store, with a schedule that fires every fifteen seconds: one
 * is killed, one is stopped for longer than its leases last and continued, one is cut off from the
 * state server. The clock of one is a minute ahead of the others', and while they work, a newer
 * version migrates their journal.
 */
class ThreeDaemonsTest {
  private static final List<String> NAMES = List.of("a", "b", "c");
  private static final String AHEAD = "b";
  private static final Duration PAST_A_LEASE = Duration.ofSeconds(36);
  private static final int REFRESHES = 6;

  private static final String PLAN =
      """
      version: 1
      unlisted: { tables: fail, columns: fail }
      core:
        orders: { newest-by: made_at, window: 13 months }
      tables: {}
      """;

  private record Daemon(String name, CommandProcess process, TestProxy toState) {}

  @TempDir Path folder;
  private final Map<String, Daemon> daemons = new LinkedHashMap<>();
  private final List<TestHome> homes = new ArrayList<>();
  private final List<TestProxy> proxies = new ArrayList<>();
  private String schema;
  private String state;
  private Beans beans;

  @BeforeEach
  void threeHomesOnOneState() throws IOException {
    schema = TestServers.newSchema(TestServers.source());
    TestServers.run(
        TestServers.source().root(),
        "CREATE TABLE " + schema + ".orders (id INT PRIMARY KEY, made_at DATE NOT NULL)",
        "INSERT INTO " + schema + ".orders VALUES (1, CURDATE()), (2, CURDATE())");
    state = TestServers.newSchema(TestServers.target());
    Map<String, String> targets = new LinkedHashMap<>();
    for (int n = 1; n <= REFRESHES; n++) {
      targets.put("dev-" + n, TestServers.newSchema(TestServers.target()));
    }
    for (String name : NAMES) {
      TestProxy proxy = TestProxy.to(TestServers.target().root().url());
      proxies.add(proxy);
      TestHome home = TestHome.in(Files.createDirectory(folder.resolve(name)), schema).plan(PLAN);
      home.secret("state.password", TestServers.target().root().password().reveal())
          .set("state.url", proxy.url() + "/" + state)
          .set("state.username", TestServers.target().root().username())
          .set("state.password-file", "state.password")
          .set("store.directory", folder.resolve("store").toString())
          .set("daemon.name", name)
          .set("nightly.cron", "0/15 * * * * ?")
          .set("store.keep-last", "100")
          .set("dump.workers", "1")
          .set("camel.management.port", Integer.toString(TestPorts.free()));
      for (Map.Entry<String, String> target : targets.entrySet()) {
        home.target(target.getKey(), TestServers.target().root(), target.getValue());
      }
      homes.add(home);
    }
    // looks on from a machine that nobody cuts off
    Path own = Files.createDirectory(folder.resolve("observer"));
    TestHome observer = TestHome.in(own, schema).plan(PLAN);
    observer
        .secret("state.password", TestServers.target().root().password().reveal())
        .set("state.url", TestServers.target().root().url() + "/" + state)
        .set("state.username", TestServers.target().root().username())
        .set("state.password-file", "state.password")
        .set("store.directory", folder.resolve("store").toString());
    for (Map.Entry<String, String> target : targets.entrySet()) {
      observer.target(target.getKey(), TestServers.target().root(), target.getValue());
    }
    beans = new Beans(SettingsReader.read(own, Map.of()), Clock.systemUTC(), "test", List.of());
    for (String target : targets.keySet()) {
      beans.admission().admit(target, new Actor("tester", "cli"));
    }
  }

  @AfterEach
  void end() throws Exception {
    for (Daemon daemon : daemons.values()) {
      daemon.process().send("CONT");
      daemon.process().kill();
    }
    for (TestProxy proxy : proxies) {
      proxy.close();
    }
    beans.close();
  }

  private List<Run> runs(RunKind kind) {
    return beans.journal().newest(1_000).stream()
        .filter(run -> run.kind() == kind)
        .sorted(Comparator.comparing(Run::createdAt))
        .toList();
  }

  private Run awaitNight(Predicate<Run> wanted) {
    return await()
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> runs(RunKind.NIGHT).stream().filter(wanted).findFirst(),
            found -> found.isPresent())
        .orElseThrow();
  }

  /** The daemon that works on a night that began after this moment. */
  private Daemon atWork(Instant since) {
    Run night =
        awaitNight(
            run ->
                run.state() == RunState.RUNNING
                    && run.startedAt().filter(since::isBefore).isPresent());
    return daemons.get(night.daemon().orElseThrow());
  }

  private static boolean isDone(Run run, Instant since) {
    return run.state() == RunState.SUCCEEDED && run.startedAt().filter(since::isBefore).isPresent();
  }

  @Test
  void each_scheduled_night_runs_once_and_nothing_is_lost() throws Exception {
    for (int n = 0; n < NAMES.size(); n++) {
      Path home = homes.get(n).path();
      CommandProcess process =
          NAMES.get(n).equals(AHEAD)
              ? CommandProcess.startAhead(home, Duration.ofMinutes(1), "start")
              : CommandProcess.start(home, "start");
      daemons.put(NAMES.get(n), new Daemon(NAMES.get(n), process, proxies.get(n)));
    }
    for (Daemon daemon : daemons.values()) {
      assertThat(daemon.process().said("is up")).as(daemon.process().errors()).isTrue();
    }
    assertThat(new LiveDaemons(beans.leases()).names()).hasSize(3);
    awaitNight(run -> run.state() == RunState.SUCCEEDED);

    for (int n = 1; n <= REFRESHES; n++) {
      Files.writeString(
          homes.get(0).path().resolve("inbox/" + n + ".json"), "{\"target\": \"dev-" + n + "\"}");
    }
    await()
        .until(
            () ->
                runs(RunKind.REFRESH).stream()
                        .filter(run -> run.state() == RunState.SUCCEEDED)
                        .count()
                    == REFRESHES);
    assertThat(runs(RunKind.REFRESH).stream().map(run -> run.daemon().orElseThrow()).distinct())
        .as("daemons that ran refreshes")
        .hasSizeGreaterThan(1);

    Daemon killed = atWork(Instant.now());
    killed.process().kill();
    daemons.remove(killed.name());
    Instant afterKill = Instant.now();
    awaitNight(run -> isDone(run, afterKill));

    Daemon stopped = atWork(Instant.now());
    stopped.process().send("STOP");
    Instant stop = Instant.now();
    awaitNight(run -> isDone(run, stop));
    theJournalIsMigratedByANewerVersion();
    oneOfThisVersionIsRefused(homes.get(NAMES.indexOf(killed.name())).path());
    await().until(() -> Instant.now().isAfter(stop.plus(PAST_A_LEASE)));
    assertThat(new LiveDaemons(beans.leases()).names()).hasSize(1);
    stopped.process().send("CONT");

    Daemon cut = atWork(Instant.now());
    cut.toState().fallSilent();
    Instant silence = Instant.now();
    awaitNight(run -> isDone(run, silence) && !run.daemon().orElseThrow().equals(cut.name()));
    cut.toState().speakAgain();
    await().until(() -> new LiveDaemons(beans.leases()).names().size() == 2);

    for (Daemon daemon : daemons.values()) {
      daemon.process().terminate();
    }
    beans.recover();
    assertThatEachNightRanOnce();
    assertThatNothingIsLeft();
  }

  /** As its files do that: columns and tables are added, below the daemons that are running. */
  private void theJournalIsMigratedByANewerVersion() throws Exception {
    try (Connection session = Sessions.open(TestServers.target().root(), "state")) {
      JdbcClient client = JdbcClient.create(new SingleConnectionDataSource(session, true));
      List<String> tables =
          client
              .sql(
                  "SELECT table_name FROM information_schema.tables WHERE table_schema = ? AND"
                      + " table_name <> 'journal_history'")
              .param(state)
              .query(String.class)
              .list();
      assertThat(tables).contains("run", "lease", "resource");
      for (String table : tables) {
        client.sql("ALTER TABLE " + state + "." + table + " ADD COLUMN later VARCHAR(9)").update();
      }
      client.sql("CREATE TABLE " + state + ".later (id INT PRIMARY KEY)").update();
      client
          .sql(
              "INSERT INTO "
                  + state
                  + ".journal_history VALUES (99, '99', 'later', 'SQL', 'V99__later.sql', 1,"
                  + " 'rehydrate 7.0.1', NOW(), 1, 1)")
          .update();
    }
  }

  private static void oneOfThisVersionIsRefused(Path home) throws Exception {
    CommandProcess late = CommandProcess.start(home, "start");
    assertThat(late.exitCode()).isEqualTo(1);
    assertThat(late.errors()).contains("state.newer", "rehydrate 7.0.1", "of version 99");
  }

  private void assertThatEachNightRanOnce() {
    List<Run> nights =
        runs(RunKind.NIGHT).stream().filter(run -> run.startedAt().isPresent()).toList();
    assertThat(nights).allMatch(run -> run.state().isEnded());
    assertThat(nights)
        .as("times of the state's server, whatever the clocks of the daemons show")
        .noneMatch(run -> run.asOf().orElseThrow().isAfter(run.startedAt().orElseThrow()))
        .noneMatch(run -> run.endedAt().orElseThrow().isAfter(Instant.now()));
    List<Run> whole =
        nights.stream()
            .filter(run -> run.state() == RunState.SUCCEEDED)
            .sorted(Comparator.comparing(run -> run.startedAt().orElseThrow()))
            .toList();
    assertThat(whole.stream().map(run -> run.asOf().orElseThrow())).doesNotHaveDuplicates();
    for (int n = 1; n < whole.size(); n++) {
      assertThat(whole.get(n).startedAt().orElseThrow())
          .as("%s begins after %s has ended", whole.get(n), whole.get(n - 1))
          .isAfterOrEqualTo(whole.get(n - 1).endedAt().orElseThrow());
    }
    assertThat(beans.store().list().stream().map(StoredDump::id).map(Object::toString))
        .containsExactlyInAnyOrderElementsOf(
            whole.stream().map(run -> run.dump().orElseThrow()).toList());
  }

  private void assertThatNothingIsLeft() throws Exception {
    try (Connection session = Sessions.open(TestServers.scratch().root(), "scratch")) {
      assertThat(
              JdbcClient.create(new SingleConnectionDataSource(session, true))
                  .sql("SELECT schema_name FROM information_schema.schemata WHERE schema_name = ?")
                  .param(schema)
                  .query(String.class)
                  .list())
          .isEmpty();
    }
    try (Stream<Path> entries = Files.list(folder.resolve("store"))) {
      assertThat(
              entries
                  .map(entry -> entry.getFileName().toString())
                  .filter(name -> name.startsWith(".") && !name.equals(".rehydrate-store"))
                  .toList())
          .isEmpty();
    }
  }
}

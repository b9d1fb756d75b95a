package io.rehydrate.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.run.Actor;
import io.rehydrate.run.Run;
import io.rehydrate.run.RunId;
import io.rehydrate.run.RunKind;
import io.rehydrate.run.RunState;
import io.rehydrate.settings.Role;
import io.rehydrate.settings.SettingsReader;
import io.rehydrate.settings.TargetName;
import io.rehydrate.support.TestHome;
import io.rehydrate.support.TestPorts;
import io.rehydrate.support.TestServers;
import io.rehydrate.support.UsersFixture;
import io.rehydrate.users.AccessTokens;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Fifty requests of four people for ten targets at once, by HTTP and by files. */
class FiftyRequestsTest {
  private static final Actor TESTER = new Actor("tester", "cli");
  private static final int TARGETS = 10;

  /** Of so many targets somebody else has the lease until every request is answered. */
  private static final int BUSY = 5;

  private static final String FIRST = "20261120T020000Z";
  private static final String SECOND = "20261121T020000Z";
  private static final String THIRD = "20261122T020000Z";
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private final Map<String, String> schemas = new LinkedHashMap<>();

  /** The runs of each person's requests for each target, in their order. */
  private final Map<String, List<RunId>> answers = new ConcurrentHashMap<>();

  private final Map<String, String> tokens = new LinkedHashMap<>();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @Test
  void each_target_is_refreshed_by_one_run_at_a_time_and_no_request_is_lost() throws Exception {
    String source = TestServers.newSchema(TestServers.source());
    TestServers.run(
        TestServers.source().root(), "CREATE TABLE " + source + ".dump (id VARCHAR(20))");
    home(source);
    try (Beans beans =
            new Beans(SettingsReader.read(folder, Map.of()), Clock.systemUTC(), "test", List.of());
        Engine engine = Engine.daemon(beans)) {
      assertThat(folder.resolve("inbox")).as("there from the start on").isDirectory();
      for (String dump : List.of(FIRST, SECOND, THIRD)) {
        TestServers.run(
            TestServers.source().root(),
            "REPLACE INTO " + source + ".dump VALUES ('" + dump + "')");
        Run night = beans.nights().queue(TESTER, asOf(dump));
        engine.send("direct:night", night.id());
        assertThat(beans.journal().get(night.id()).failure()).isEmpty();
      }
      for (String target : schemas.keySet()) {
        beans.admission().admit(target, TESTER);
      }
      AccessTokens access =
          new AccessTokens((DataSource) beans.byName().get("state"), Clock.systemUTC());
      for (String person : List.of("ann", "ben", "cleo")) {
        tokens.put(person, access.issue(person, Duration.ofHours(1)).text());
      }
      List<String> busy = schemas.keySet().stream().limit(BUSY).toList();
      busy.forEach(target -> beans.leases().take("target:" + target, "another"));

      askForAll(engine);

      busy.forEach(target -> assertThatTheNewestWait(beans, target));
      busy.forEach(target -> beans.leases().release("target:" + target));
      await()
          .atMost(Duration.ofSeconds(90))
          .until(() -> runs(beans).stream().allMatch(run -> run.state().isEnded()));
      assertThatNoRequestIsLost(beans);
      for (String target : schemas.keySet()) {
        assertThatOneRanAtATime(beans, target);
        assertThatItHoldsTheLast(beans, target);
      }
      assertThat(beans.journal().runsWithResources()).isEmpty();
    }
    assertThat(query("SELECT schema_name FROM information_schema.schemata"))
        .noneMatch(name -> schemas.values().stream().anyMatch(s -> name.startsWith(s + "__")));
    try (Stream<Path> work = Files.list(folder.resolve("state/work"))) {
      assertThat(work).isEmpty();
    }
  }

  private void home(String source) throws IOException {
    TestHome home =
        TestHome.in(folder, source)
            .plan("version: 1\nunlisted: { tables: keep, columns: keep }\n")
            .set("store.keep-last", "9")
            .set("refresh.workers", "1")
            .set("camel.management.port", Integer.toString(TestPorts.free()));
    for (int n = 1; n <= TARGETS; n++) {
      String live = TestServers.newSchema(TestServers.target());
      schemas.put("dev-" + n, live);
      home.target("dev-" + n, TestServers.target().root(), live);
    }
    UsersFixture.in(folder)
        .with("ann", Role.DEVELOPER)
        .with("ben", Role.DEVELOPER)
        .with("cleo", Role.OPERATOR)
        .with(System.getProperty("user.name"), Role.DEVELOPER);
    Path queue = folder.resolve("routes/queue.camel.yaml");
    Files.writeString(
        queue,
        Files.readString(queue)
            .replace("delay: 5000", "delay: 3600000")
            .replace("delay: 1000\n        useIterator", "delay: 50\n        useIterator"));
  }

  private static Instant asOf(String dump) {
    return Instant.parse(dump.replaceFirst("(....)(..)(..)T(..)(..)(..)Z", "$1-$2-$3T$4:$5:$6Z"));
  }

  /** Ann and Ben ask for the same, Cleo changes her mind, somebody drops a file. */
  private void askForAll(Engine engine) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(30);
    try {
      List<CompletableFuture<Void>> asked = new ArrayList<>();
      for (String target : schemas.keySet()) {
        asked.add(CompletableFuture.runAsync(() -> ask(engine, "ann", target, FIRST), threads));
        asked.add(CompletableFuture.runAsync(() -> ask(engine, "ben", target, FIRST), threads));
        asked.add(
            CompletableFuture.runAsync(
                () -> {
                  ask(engine, "cleo", target, SECOND);
                  ask(engine, "cleo", target, "latest");
                },
                threads));
        Files.writeString(
            folder.resolve("inbox/" + target + ".json"), "{\"target\": \"" + target + "\"}");
      }
      asked.forEach(CompletableFuture::join);
    } finally {
      threads.shutdownNow();
    }
    Path done = folder.resolve("inbox/done");
    for (String target : schemas.keySet()) {
      Path note = done.resolve(target + ".json.run.json");
      await().until(() -> Files.exists(note));
      answered("file", target, JSON.readTree(note.toFile()).path("run").asText());
    }
    assertThat(answers.values().stream().mapToInt(List::size).sum()).isEqualTo(5 * TARGETS);
  }

  private void ask(Engine engine, String person, String target, String dump) {
    try {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(URI.create(engine.address() + "/api/v1/refreshes"))
                  .header("Content-Type", "application/json")
                  .header("Authorization", "Bearer " + tokens.get(person))
                  .timeout(Duration.ofSeconds(60))
                  .POST(
                      HttpRequest.BodyPublishers.ofString(
                          "{\"target\": \"" + target + "\", \"dump\": \"" + dump + "\"}"))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
      JsonNode body = JSON.readTree(answer.body());
      answered(person, target, body.path("id").asText());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void answered(String person, String target, String run) {
    answers.computeIfAbsent(person + " " + target, k -> new ArrayList<>()).add(new RunId(run));
  }

  private RunId answer(String person, String target, int n) {
    return answers.get(person + " " + target).get(n);
  }

  private static List<Run> runs(Beans beans) {
    return beans.journal().newest(1_000).stream()
        .filter(run -> run.kind() == RunKind.REFRESH)
        .toList();
  }

  private static List<Run> runs(Beans beans, String target) {
    return runs(beans).stream().filter(run -> run.target().orElseThrow().equals(target)).toList();
  }

  private void assertThatTheNewestWait(Beans beans, String target) {
    RunId common = answer("ann", target, 0);
    RunId newest = answer("cleo", target, 1);
    assertThat(answer("ben", target, 0)).isEqualTo(common);
    assertThat(answer("file", target, 0)).isEqualTo(newest);
    assertThat(beans.journal().get(answer("cleo", target, 0)).failure())
        .hasValueSatisfying(
            why -> {
              assertThat(why.code()).isEqualTo("run.replaced");
              assertThat(why.message()).contains(newest.value());
            });
    assertThat(runs(beans, target))
        .filteredOn(run -> run.state() == RunState.QUEUED)
        .extracting(Run::id)
        .containsExactlyInAnyOrder(common, newest);
  }

  /** Whoever was answered had a run, which brought what was asked for, or a newer one did. */
  private void assertThatNoRequestIsLost(Beans beans) {
    Set<RunId> answered = new HashSet<>();
    answers.values().forEach(answered::addAll);
    assertThat(runs(beans)).extracting(Run::id).containsExactlyInAnyOrderElementsOf(answered);
    answers.forEach(
        (who, asked) -> {
          Run last = beans.journal().get(asked.get(asked.size() - 1));
          assertThat(last.state()).as("%s: %s", who, last.failure()).isEqualTo(RunState.SUCCEEDED);
          assertThat(last.dump()).contains(who.matches("(ann|ben) .*") ? FIRST : THIRD);
        });
    assertThat(runs(beans))
        .filteredOn(run -> run.state() != RunState.SUCCEEDED)
        .allSatisfy(
            run -> {
              assertThat(run.state()).isEqualTo(RunState.CANCELLED);
              assertThat(run.startedAt()).isEmpty();
              assertThat(run.dump()).contains(SECOND);
              assertThat(run.failure().orElseThrow().code()).isEqualTo("run.replaced");
            });
  }

  private static List<Run> begun(Beans beans, String target) {
    return runs(beans, target).stream()
        .filter(run -> run.startedAt().isPresent())
        .sorted(Comparator.comparing(run -> run.startedAt().orElseThrow()))
        .toList();
  }

  private static void assertThatOneRanAtATime(Beans beans, String target) {
    List<Run> begun = begun(beans, target);
    for (int n = 1; n < begun.size(); n++) {
      assertThat(begun.get(n).startedAt().orElseThrow())
          .as("%s begins after %s has ended", begun.get(n), begun.get(n - 1))
          .isAfterOrEqualTo(begun.get(n - 1).endedAt().orElseThrow());
    }
  }

  private void assertThatItHoldsTheLast(Beans beans, String target) throws Exception {
    List<Run> begun = begun(beans, target);
    Run last = begun.get(begun.size() - 1);
    assertThat(beans.contents().of(new TargetName(target)).orElseThrow().run())
        .isEqualTo(last.id().value());
    assertThat(query("SELECT MAX(id) FROM " + schemas.get(target) + ".dump"))
        .containsExactly(last.dump().orElseThrow());
  }

  private static List<String> query(String sql) throws Exception {
    try (Connection session = Sessions.open(TestServers.target().root(), "target")) {
      return JdbcClient.create(new SingleConnectionDataSource(session, true))
          .sql(sql)
          .query(String.class)
          .list();
    }
  }
}

package io.rehydrate.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rehydrate.dump.DumpId;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.MigrationFailedException;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.refresh.TargetContents;
import io.rehydrate.refresh.TargetHolds;
import io.rehydrate.refresh.keep.KeptReport;
import io.rehydrate.run.ActiveRun;
import io.rehydrate.run.KeptFacts;
import io.rehydrate.run.Run;
import io.rehydrate.run.RunId;
import io.rehydrate.run.RunState;
import io.rehydrate.settings.TargetName;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperationsTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String OLDER = "20261121T020000Z";
  private static final String NEWER = "20261122T020000Z";

  @TempDir Path folder;
  private ApiFixture api;

  @BeforeEach
  void start() {
    api = new ApiFixture(folder);
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private static JsonNode json(HttpResponse<String> answer) {
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    return parse(answer);
  }

  private static JsonNode parse(HttpResponse<String> answer) {
    try {
      return MAPPER.readTree(answer.body());
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new AssertionError(answer.body(), e);
    }
  }

  private static void assertProblem(HttpResponse<String> answer, int status, String code) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    JsonNode problem = parse(answer);
    assertThat(problem.get("status").asInt()).isEqualTo(status);
    assertThat(problem.get("code").asText()).isEqualTo(code);
    assertThat(problem.get("type").asText()).isEqualTo("/docs/errors.md#" + code);
    assertThat(problem.get("title").asText()).isNotEmpty();
    assertThat(problem.get("detail").asText()).isNotEmpty();
    assertThat(problem.has("hint")).isTrue();
  }

  private ActiveRun aRunningRefresh() {
    return api.runs.begin(
        api.journal.queueRefresh(ApiFixture.JANE, "dev-a", OLDER, Optional.of("main")).id());
  }

  @Test
  void lists_dumps_the_newest_first_and_says_which_are_held_or_pinned() {
    api.publish(OLDER);
    api.store.hold(api.publish(NEWER), "too many rows went");

    JsonNode dumps = json(api.get("/api/v1/dumps"));

    assertThat(dumps.findValuesAsText("id")).containsExactly(NEWER, OLDER);
    assertThat(dumps.get(0).get("held").asBoolean()).isTrue();
    assertThat(dumps.get(0).get("heldBecause").asText()).isEqualTo("too many rows went");
    assertThat(dumps.get(0).get("asOf").asText()).isEqualTo("2026-11-22T02:00:00Z");
    assertThat(dumps.get(1).get("held").asBoolean()).isFalse();
    assertThat(dumps.get(1).has("heldBecause")).isFalse();
    assertThat(dumps.get(1).get("rows").asLong()).isEqualTo(3);
    assertThat(dumps.get(1).get("rowsBefore").asLong()).isEqualTo(9);
  }

  @Test
  void tells_a_dump_table_by_table() {
    api.publish(OLDER);

    JsonNode dump = json(api.get("/api/v1/dumps/" + OLDER));

    assertThat(dump.get("id").asText()).isEqualTo(OLDER);
    JsonNode table = dump.get("tables").get(0);
    assertThat(table.get("table").asText()).isEqualTo("t");
    assertThat(table.get("rule").asText()).isEqualTo("core");
    assertThat(table.get("masked").get(0).asText()).isEqualTo("email");
  }

  @Test
  void a_dump_that_is_not_there_is_a_404() {
    assertProblem(api.get("/api/v1/dumps/" + OLDER), 404, "dump.unknown");
    assertProblem(api.get("/api/v1/dumps/..%2f..%2fetc"), 404, "dump.unknown");
    assertProblem(api.post("/api/v1/dumps/CON/pin"), 404, "dump.unknown");
  }

  private static final String REHEARSAL =
      """
      { "dump" : "%s", "ref" : "main", "kind" : "branch", "commit" : "%s", "author" : "Ann <b>",
        "state" : "failed", "run" : "20261122t020000-k3x9f", "at" : "2026-11-22T03:00:00Z",
        "problem" : { "code" : "migrations.failed", "message" : "It <failed>", "hint" : "Mend it",
          "file" : "V2__x.sql", "line" : 7 },
        "seconds" : 1.5, "loadSeconds" : 2, "migrations" : [ ], "statementCount" : 1,
        "statements" : [ { "file" : "V2__x.sql", "line" : 7, "what" : "ALTER TABLE t", "table" : "t",
          "seconds" : 1.5, "rows" : 0, "change" : "rebuilt", "failed" : true } ],
        "tables" : [ { "table" : "s.t", "before" : 9, "after" : 4 } ], "lostRows" : [ "s.t" ],
        "estimatedSeconds" : 150.0, "later" : "ignored" }
      """;

  @Test
  void rehearsals_are_listed_at_their_dump_and_shown_on_the_pages() {
    DumpId id = api.publish(OLDER);
    api.store
        .rehearsals()
        .put(id, "main", REHEARSAL.formatted(id, "ab".repeat(20)).getBytes(UTF_8));
    api.store.rehearsals().put(id, "broken", "{ not JSON".getBytes(UTF_8));
    api.store.rehearsals().put(id, "half", "{ \"ref\" : null }".getBytes(UTF_8));

    JsonNode listed = json(api.get("/api/v1/rehearsals?dump=" + OLDER));

    assertThat(listed).hasSize(1);
    assertThat(listed.get(0).get("state").asText()).isEqualTo("failed");
    assertThat(listed.get(0).at("/statements/0/change").asText()).isEqualTo("rebuilt");
    assertThat(listed.get(0).at("/statements/0").has("lockSeconds")).isFalse();
    assertThat(api.get("/dumps/" + OLDER).body())
        .contains(
            "Rehearsals", "/rehearsal?dump=" + OLDER + "&amp;ref=branch%3Amain", "Ann &lt;b&gt;");
    assertThat(api.get("/rehearsal?dump=" + OLDER + "&ref=branch%3Amain").body())
        .contains("ALTER TABLE t", "rebuilt", "It &lt;failed&gt;", "V2__x.sql", "lost rows: s.t");
    assertThat(api.get("/rehearsal?dump=" + OLDER + "&ref=tag%3Amain").statusCode()).isEqualTo(404);
    assertThat(api.get("/rehearsal?dump=..%2f&ref=x").statusCode()).isEqualTo(404);
    for (String page : List.of("/refresh", "/refresh/review?target=dev-a&ref=main")) {
      assertThat(api.get(page).body()).as(page).containsIgnoringCase("rehearsed with");
    }
    assertProblem(api.get("/api/v1/rehearsals"), 400, "request.invalid");
    assertProblem(api.get("/api/v1/rehearsals?dump=" + NEWER), 404, "dump.unknown");
  }

  @Test
  void a_rehearsal_is_requested_and_shown_as_a_run() {
    api.publish(OLDER);

    var queued = api.post("/api/v1/rehearsals", "{\"ref\":\"main\"}");

    assertThat(queued.statusCode()).isEqualTo(202);
    JsonNode run = json(api.get(queued.headers().firstValue("Location").orElseThrow()));
    assertThat(run.get("kind").asText()).isEqualTo("rehearsal");
    assertThat(run.get("ref").asText()).isEqualTo("branch:main");
    assertThat(api.get("/runs/" + run.get("id").asText()).body()).contains("rehearsal of");
    assertThat(api.get("/runs").body()).contains("branch:main");
    for (String body : List.of("{}", "{\"ref\":\"\"}", "{\"ref\":\"x\",\"y\":1}", "[]")) {
      assertProblem(api.post("/api/v1/rehearsals", body), 400, "request.invalid");
    }
    assertProblem(api.post("/api/v1/rehearsals", "{\"ref\":\"other\"}"), 404, "ref.unknown");
  }

  @Test
  void pins_and_unpins_a_dump() {
    DumpId id = api.publish(OLDER);

    JsonNode pinned =
        json(
            api.post(
                "/api/v1/dumps/" + id + "/pin",
                "{\"why\": \"release 4.2\", \"until\": \"2026-12-24T00:00:00Z\"}"));

    assertThat(pinned.get("pinned").asBoolean()).isTrue();
    assertThat(pinned.get("pinnedBecause").asText()).isEqualTo("release 4.2");
    assertThat(api.store.get(id).pin().orElseThrow().who()).isEqualTo("anonymous");
    assertThat(json(api.post("/api/v1/dumps/" + id + "/unpin")).get("pinned").asBoolean())
        .isFalse();
    assertThat(json(api.post("/api/v1/dumps/" + id + "/pin")).get("pinned").asBoolean()).isTrue();
  }

  @Test
  void a_pin_that_is_over_already_is_refused() {
    DumpId id = api.publish(OLDER);

    assertProblem(
        api.post("/api/v1/dumps/" + id + "/pin", "{\"until\": \"2020-01-01T00:00:00Z\"}"),
        400,
        "request.invalid");
    assertThat(api.store.get(id).pinned()).isFalse();
  }

  @Test
  void releases_a_held_dump_and_discards_another() {
    api.store.hold(api.publish(OLDER), "look at it");
    api.store.hold(api.publish(NEWER), "look at it");

    assertThat(json(api.post("/api/v1/dumps/" + OLDER + "/release")).get("held").asBoolean())
        .isFalse();
    HttpResponse<String> discarded = api.post("/api/v1/dumps/" + NEWER + "/discard");

    assertThat(discarded.statusCode()).isEqualTo(204);
    assertThat(api.store.list()).extracting(d -> d.id().value()).containsExactly(OLDER);
    assertProblem(api.post("/api/v1/dumps/" + OLDER + "/discard"), 409, "dump.not-held");
  }

  @Test
  void lists_targets_without_their_accounts() {
    HttpResponse<String> answer = api.get("/api/v1/targets");

    JsonNode targets = json(answer);
    assertThat(targets.findValuesAsText("name")).containsExactly("dev-a", "dev-b");
    assertThat(targets.get(0).get("address").asText()).isEqualTo("dev.example:3306");
    assertThat(targets.get(0).get("schemas").get("insurance").asText()).isEqualTo("dev_a");
    assertThat(targets.get(0).get("admitted").asBoolean()).isTrue();
    assertThat(targets.get(1).get("admitted").asBoolean()).isFalse();
    assertThat(answer.body()).doesNotContain("target-pw", "password", "username");
  }

  @Test
  void lists_refs() {
    JsonNode refs = json(api.get("/api/v1/refs"));

    assertThat(refs.get(0).get("name").asText()).isEqualTo("main");
    assertThat(refs.get(0).get("committedAt").asText()).isEqualTo("2026-11-22T12:00:00Z");
  }

  @Test
  void compares_a_ref_with_a_dump() {
    String migrations = "/api/v1/dumps/" + OLDER + "/migrations";
    JsonNode preview = json(api.get(migrations + "?ref=feature%2Fx"));

    assertThat(preview.get("ref").asText()).isEqualTo("feature/x");
    assertThat(preview.get("known").asBoolean()).isTrue();
    assertThat(preview.get("pending").get(0).asText()).isEqualTo("V7__<b>add.sql");
    assertThat(preview.get("missing").get(0).asText()).isEqualTo("V6__gone.sql");
    assertThat(preview.get("problems").get(0).asText()).isEqualTo("V6 is missing");
    assertProblem(api.get("/api/v1/dumps/x/migrations?ref=main"), 404, "dump.unknown");
    assertThat(api.get(migrations).statusCode()).isEqualTo(400);
  }

  @Test
  void queues_a_refresh_and_says_where_it_is_found() {
    api.publish(OLDER);

    HttpResponse<String> answer =
        api.post(
            "/api/v1/refreshes",
            "{\"target\": \"dev-a\", \"dump\": \"" + OLDER + "\", \"ref\": \"main\"}");

    assertThat(answer.statusCode()).isEqualTo(202);
    String id = json(answer).get("id").asText();
    assertThat(answer.headers().firstValue("Location")).contains("/api/v1/runs/" + id);
    Run run = api.journal.get(new RunId(id));
    assertThat(run.state()).isEqualTo(RunState.QUEUED);
    assertThat(run.target()).contains("dev-a");
    assertThat(run.ref()).contains("main");
    assertThat(run.actor().name()).isEqualTo("anonymous");
    assertThat(run.actor().origin()).isEqualTo("http 127.0.0.1");
  }

  @Test
  void a_refresh_takes_the_latest_dump_and_no_migrations_unless_told() {
    api.publish(OLDER);

    JsonNode run = json(api.post("/api/v1/refreshes", "{\"target\": \"dev-a\"}"));

    assertThat(run.get("dump").asText()).isEqualTo(OLDER);
    assertThat(run.has("ref")).isFalse();
  }

  @Test
  void a_refresh_of_what_does_not_exist_is_not_queued() {
    assertProblem(api.post("/api/v1/refreshes", "{\"target\":\"dev-a\"}"), 404, "dump.none");
    api.publish(OLDER);
    assertProblem(api.post("/api/v1/refreshes", "{\"target\":\"prod\"}"), 404, "target.unknown");
    assertProblem(api.post("/api/v1/refreshes", "{\"target\":\"DEV-A\"}"), 404, "target.unknown");
    assertProblem(
        api.post("/api/v1/refreshes", "{\"target\":\"dev-a\",\"dump\":\"../../etc\"}"),
        404,
        "dump.unknown");
    assertProblem(
        api.post("/api/v1/refreshes", "{\"target\":\"dev-a\",\"ref\":\"--upload-pack=x\"}"),
        404,
        "ref.unknown");
    assertThat(api.journal.newest(9)).isEmpty();
  }

  @Test
  void a_held_dump_is_not_brought() {
    api.store.hold(api.publish(OLDER), "look at it");

    assertProblem(
        api.post("/api/v1/refreshes", "{\"target\":\"dev-a\",\"dump\":\"" + OLDER + "\"}"),
        409,
        "dump.held");
  }

  @Test
  void queues_a_night_now_or_at_a_time() {
    JsonNode now = json(api.post("/api/v1/nights"));
    JsonNode then = json(api.post("/api/v1/nights", "{\"asOf\": \"2026-11-21T02:00:00Z\"}"));

    assertThat(now.get("kind").asText()).isEqualTo("night");
    assertThat(now.get("asOf").asText()).isEqualTo("2026-11-22T12:00:00Z");
    assertThat(then.get("asOf").asText()).isEqualTo("2026-11-21T02:00:00Z");
    assertProblem(api.post("/api/v1/nights", "{\"asOf\": \"yesterday\"}"), 400, "request.invalid");
  }

  @Test
  void tells_how_a_run_failed() {
    ActiveRun run = aRunningRefresh();
    api.runs.fail(
        run, new MigrationFailedException(ErrorCode.MIGRATIONS_FAILED, "V3 failed", "Mend it"));
    api.runs.end(run);

    JsonNode told = json(api.get("/api/v1/runs/" + run.id()));

    assertThat(told.get("state").asText()).isEqualTo("failed");
    assertThat(told.get("exitCode").asInt()).isEqualTo(15);
    assertThat(told.get("failure").get("code").asText()).isEqualTo("migrations.failed");
    assertThat(json(api.get("/api/v1/runs")).findValuesAsText("id"))
        .containsExactly(run.id().value());
  }

  @Test
  void tells_what_became_of_kept_rows() {
    ActiveRun run = aRunningRefresh();
    KeptReport report =
        new KeptReport(
            "/state/runs/x",
            List.of(
                new KeptReport.KeptTable(
                    "dev.<b>users",
                    3,
                    2,
                    List.of(
                        new KeptReport.Misfit(
                            "duplicate-key", "1062", 1, "kept-rejected/001-users.sql")))));
    api.journal.remember(KeptFacts.REPORT + run.id(), report.toJson(), ApiFixture.JANE);

    JsonNode kept = json(api.get("/api/v1/runs/" + run.id())).get("kept");

    assertThat(kept.get("folder").asText()).isEqualTo("/state/runs/x");
    assertThat(kept.at("/tables/0/putBack").asLong()).isEqualTo(2);
    assertThat(kept.at("/tables/0/misfits/0/reason").asText()).isEqualTo("duplicate-key");
    assertThat(api.get("/runs/" + run.id()).body())
        .contains("dev.&lt;b&gt;users: 2 of 3 rows put back", "a unique key is taken (1062)");
  }

  @Test
  void a_run_that_goes_on_has_no_exit_code() {
    assertThat(json(api.get("/api/v1/runs/" + aRunningRefresh().id())).has("exitCode")).isFalse();
  }

  @Test
  void a_log_is_read_piece_by_piece() {
    ActiveRun run = aRunningRefresh();
    String path = "/api/v1/runs/" + run.id() + "/log";
    HttpResponse<String> first = api.get(path);
    String offset = first.headers().firstValue("Next-Offset").orElseThrow();
    run.log().info("Grüße");

    HttpResponse<String> second = api.get(path + "?offset=" + offset);

    assertThat(first.body()).contains("asked for by jane");
    assertThat(first.headers().firstValue("Content-Type")).contains("text/plain; charset=utf-8");
    assertThat(second.body()).endsWith(" Grüße\n").doesNotContain("jane");
    HttpResponse<String> end =
        api.get(path + "?offset=" + second.headers().firstValue("Next-Offset").orElseThrow());
    assertThat(end.body()).isEmpty();
    assertThat(end.headers().firstValue("Next-Offset"))
        .isEqualTo(second.headers().firstValue("Next-Offset"));
  }

  @Test
  void a_log_is_read_by_numbers_alone() {
    String path = "/api/v1/runs/" + aRunningRefresh().id() + "/log?offset=";
    for (String offset : new String[] {"-1", "x", "", "1e3", "99999999999999999999"}) {
      HttpResponse<String> answer = api.get(path + offset);
      assertProblem(answer, 400, "request.invalid");
    }
    assertThat(api.get(path + "999999").statusCode()).isEqualTo(200);
  }

  @Test
  void a_header_is_not_taken_for_a_parameter() {
    String path = "/api/v1/runs/" + aRunningRefresh().id();

    assertThat(api.get(path + "/log", "offset", "999999").body()).contains("asked for by jane");
    assertThat(api.get(path, "id", "other").statusCode()).isEqualTo(200);
  }

  @Test
  void an_unknown_run_is_a_404() {
    assertProblem(api.get("/api/v1/runs/20261122t020000-aaaaa"), 404, "run.unknown");
    assertProblem(api.get("/api/v1/runs/1/log"), 404, "run.unknown");
    assertProblem(api.post("/api/v1/runs/1/cancel"), 404, "run.unknown");
  }

  @Test
  void cancels_a_run() {
    Run queued = api.journal.queueRefresh(ApiFixture.JANE, "dev-a", OLDER, Optional.empty());

    HttpResponse<String> answer = api.post("/api/v1/runs/" + queued.id() + "/cancel");

    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(json(answer).get("state").asText()).isEqualTo("cancelled");
    assertThat(json(answer).get("exitCode").asInt()).isEqualTo(1);
    assertThat(api.runs.log(queued.id()).read(0).text()).contains("anonymous (http 127.0.0.1)");
  }

  @Test
  void sweeps() {
    assertThat(api.post("/api/v1/sweep").statusCode()).isEqualTo(204);
    assertThat(api.sweeps).hasValue(1);
  }

  @Test
  void our_own_failures_keep_their_words_and_others_are_not_told() {
    api.breakRefs(new StageFailedException(ErrorCode.GIT_FETCH, "It can't be read", "Check it"));
    assertProblem(api.get("/api/v1/refs"), 500, "git.fetch");

    api.breakRefs(new IllegalStateException("secret-detail"));
    HttpResponse<String> unexpected = api.get("/api/v1/refs");

    assertProblem(unexpected, 500, "unexpected");
    assertThat(unexpected.body()).doesNotContain("secret-detail", "IllegalState");
  }

  @Test
  void a_refresh_that_waits_already_is_the_answer_to_the_same_request() {
    api.publish("20261122T020000Z");
    String request = "{\"target\":\"dev-b\"}";

    String first = json(api.post("/api/v1/refreshes", request)).get("id").asText();
    HttpResponse<String> second = api.post("/api/v1/refreshes", request);

    assertThat(second.statusCode()).isEqualTo(202);
    assertThat(second.headers().firstValue("Location")).contains("/api/v1/runs/" + first);
    assertThat(json(second).get("id").asText()).isEqualTo(first);
    assertThat(api.journal.newest(9)).hasSize(1);
    api.runs.begin(api.journal.newest(1).get(0).id());
    assertThat(json(api.post("/api/v1/refreshes", request)).get("id").asText()).isNotEqualTo(first);
  }

  @Test
  void a_target_says_what_its_last_refresh_brought() {
    new TargetContents(api.journal)
        .holds(
            new TargetName("dev-a"),
            new TargetHolds(OLDER, "main", "ab".repeat(20), "jane", "r-1", ApiFixture.NOW));

    JsonNode targets = json(api.get("/api/v1/targets"));

    JsonNode holds = targets.get(0).get("holds");
    assertThat(holds.get("dump").asText()).isEqualTo(OLDER);
    assertThat(holds.get("ref").asText()).isEqualTo("main");
    assertThat(holds.get("commit").asText()).isEqualTo("ab".repeat(20));
    assertThat(holds.get("at").asText()).isEqualTo("2026-11-22T12:00:00Z");
    assertThat(holds.get("by").asText()).isEqualTo("jane");
    assertThat(targets.get(1).has("holds")).isFalse();
  }

  private HttpResponse<String> refresh(String json, String... keys) {
    List<String> headers = new ArrayList<>(List.of("Content-Type", "application/json"));
    for (String key : keys) {
      headers.addAll(List.of("Idempotency-Key", key));
    }
    return api.send(
        "POST",
        "/api/v1/refreshes",
        HttpRequest.BodyPublishers.ofString(json),
        headers.toArray(String[]::new));
  }

  @Test
  void a_request_with_the_key_of_an_earlier_one_is_that_ones_run() {
    api.publish(OLDER);
    HttpResponse<String> first = refresh("{\"target\":\"dev-b\"}", "once");
    RunId run = new RunId(json(first).get("id").asText());
    api.runs.cancel(run, ApiFixture.JANE);
    // what it would bring by now is another dump
    api.publish(NEWER);

    HttpResponse<String> again = refresh("{\"target\":\"dev-b\"}", "once");

    assertThat(again.statusCode()).isEqualTo(202);
    assertThat(again.headers().firstValue("Location")).contains("/api/v1/runs/" + run);
    assertThat(json(again).get("state").asText()).isEqualTo("cancelled");
    assertProblem(refresh("{\"target\":\"dev-a\"}", "once"), 422, "request.key-used");
    for (String[] keys :
        List.of(new String[] {""}, new String[] {"x".repeat(101)}, new String[] {"once", "once"})) {
      assertProblem(refresh("{\"target\":\"dev-a\"}", keys), 400, "request.key");
    }
    assertProblem(refresh("{\"target\":\"dev-a\",\"id\":\"once\"}"), 400, "request.invalid");
    assertThat(api.journal.newest(9)).hasSize(1);
    assertThat(refresh("{\"target\":\"dev-b\"}", "twice").statusCode()).isEqualTo(202);
    assertThat(api.journal.newest(9)).hasSize(2);
  }

  @Test
  void a_newer_request_replaces_what_the_same_person_waits_for() {
    api.publish(OLDER);
    String older = json(refresh("{\"target\":\"dev-b\"}")).get("id").asText();
    api.publish(NEWER);
    String newer = json(refresh("{\"target\":\"dev-b\"}")).get("id").asText();

    JsonNode replaced = json(api.get("/api/v1/runs/" + older));

    assertThat(replaced.get("state").asText()).isEqualTo("cancelled");
    assertThat(replaced.get("failure").get("code").asText()).isEqualTo("run.replaced");
    assertThat(replaced.get("failure").get("message").asText()).contains(newer);
    JsonNode waiting = json(api.get("/api/v1/runs/" + newer));
    assertThat(waiting.get("state").asText()).isEqualTo("queued");
    assertThat(waiting.get("queue").get("position").asInt()).isEqualTo(1);
    assertThat(waiting.get("queue").get("expectedStart").asText())
        .isEqualTo("2026-11-22T12:00:00Z");
    assertThat(json(api.get("/api/v1/runs"))).filteredOn(run -> run.has("queue")).hasSize(1);
    assertThat(replaced.has("queue")).isFalse();
  }

  @Test
  void the_queue_of_a_target_has_an_end() {
    api.publish("20261122T020000Z");
    for (int i = 0; i < 10; i++) {
      api.journal.queueRefresh(ApiFixture.JANE, "dev-b", OLDER, Optional.of("branch-" + i));
    }

    HttpResponse<String> answer = api.post("/api/v1/refreshes", "{\"target\":\"dev-b\"}");

    assertProblem(answer, 429, "queue.full");
    assertThat(answer.headers().firstValue("Retry-After")).contains("60");
    assertThat(api.post("/api/v1/refreshes", "{\"target\":\"dev-a\"}").statusCode()).isEqualTo(202);
  }

  @Test
  void a_client_that_offers_http_2_is_answered_all_the_same() throws Exception {
    HttpClient upgrading = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
    for (String path :
        List.of("/", "/app.js", "/docs/errors.md", "/api/openapi.yaml", "/api/v1/targets")) {
      HttpResponse<String> answer =
          upgrading.send(
              HttpRequest.newBuilder(URI.create(api.url(path))).build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(path + ": " + answer.body()).isEqualTo(200);
      assertThat(answer.body()).as(path).isNotEmpty();
    }
    HttpResponse<String> posted =
        upgrading.send(
            HttpRequest.newBuilder(URI.create(api.url("/api/v1/sweep")))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(posted.statusCode()).isEqualTo(204);
    HttpResponse<String> large =
        upgrading.send(
            HttpRequest.newBuilder(URI.create(api.url("/api/v1/refreshes")))
                .header("Content-Type", "application/json")
                .POST(
                    HttpRequest.BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(new byte[100_000])))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertProblem(large, 413, "request.large");
    api.publish("20261122T020000Z");
    HttpResponse<String> first =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(api.url("/api/v1/refreshes")))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"target\":\"dev-a\"}"))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(first.statusCode()).as(first.body()).isEqualTo(202);
  }
}

package io.rehydrate.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.rehydrate.audit.AuditReader;
import io.rehydrate.run.Actor;
import io.rehydrate.run.RunId;
import io.rehydrate.settings.Role;
import io.rehydrate.support.HomeFolder;
import io.rehydrate.support.UsersFixture;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every operation of the contract, asked for by everybody. */
class EveryOperationByRoleTest {
  private static final String DUMP = "20261121T020000Z";

  /** Of nobody, a viewer, a developer who is no owner, the owner, an operator. */
  private static final List<String> PEOPLE = List.of("", "vic", "bob", "ann", "root");

  private static final Map<String, List<Integer>> EXPECTED = new TreeMap<>();

  static {
    List<Integer> read = List.of(401, 200, 200, 200, 200);
    for (String name :
        List.of(
            "listDumps",
            "getDump",
            "previewMigrations",
            "listTargets",
            "listRefs",
            "listRehearsals",
            "listRuns",
            "getRun",
            "listClones")) {
      EXPECTED.put(name, read);
    }
    EXPECTED.put("readRunLog", read);
    EXPECTED.put("getMe", read);
    EXPECTED.put("pinDump", List.of(401, 403, 403, 403, 200));
    EXPECTED.put("unpinDump", List.of(401, 403, 403, 403, 200));
    // the dump is not held
    EXPECTED.put("releaseDump", List.of(401, 403, 403, 403, 409));
    EXPECTED.put("discardDump", List.of(401, 403, 403, 403, 409));
    EXPECTED.put("requestRefresh", List.of(401, 403, 403, 202, 202));
    EXPECTED.put("requestRehearsal", List.of(401, 403, 202, 202, 202));
    EXPECTED.put("protectTarget", List.of(401, 403, 403, 200, 200));
    // the last protection is the operator's
    EXPECTED.put("unprotectTarget", List.of(401, 403, 403, 403, 200));
    EXPECTED.put("requestNight", List.of(401, 403, 403, 403, 202));
    EXPECTED.put("cancelRun", List.of(401, 403, 403, 202, 202));
    EXPECTED.put("listAudit", List.of(401, 403, 403, 403, 200));
    // there are no clones here
    for (String name : List.of("create", "remove", "reset", "stop", "start", "extend")) {
      EXPECTED.put(name + "Clone", List.of(401, 403, 404, 404, 404));
    }
    EXPECTED.put("sweep", List.of(401, 403, 403, 403, 204));
  }

  private static final Map<String, String> QUERIES =
      Map.of("previewMigrations", "?ref=main", "listRehearsals", "?dump=" + DUMP);

  private static final Map<String, String> BODIES =
      Map.of(
          "requestRefresh",
          "{\"target\":\"dev-a\"}",
          "requestRehearsal",
          "{\"ref\":\"main\"}",
          "protectTarget",
          "{\"until\":\"2d\",\"why\":\"a demo\"}",
          "createClone",
          "{\"name\":\"ticket-1\"}",
          "extendClone",
          "{\"expires\":\"2d\"}");

  private record Operation(String id, String method, String path) {}

  @TempDir static Path folder;
  private static ApiFixture api;
  private static final Map<String, String> TOKENS = new LinkedHashMap<>();

  @BeforeAll
  static void start() {
    UsersFixture.in(folder)
        .with("root", Role.OPERATOR)
        .with("ann", Role.DEVELOPER)
        .with("bob", Role.DEVELOPER)
        .with("vic", Role.VIEWER);
    api =
        new ApiFixture(
            HomeFolder.in(folder)
                .withTarget("dev-a")
                .withTarget("dev-b")
                .with("target.dev-a.owners", "ann")
                .read(),
            Clock.fixed(ApiFixture.NOW, ZoneOffset.UTC),
            0,
            Duration.ofMinutes(1));
    api.publish(DUMP);
    PEOPLE.stream()
        .filter(name -> !name.isEmpty())
        .forEach(name -> TOKENS.put(name, api.tokens.issue(name, Duration.ofDays(1)).text()));
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  private static List<Operation> operations() throws Exception {
    JsonNode contract =
        new YAMLMapper()
            .readTree(EveryOperationByRoleTest.class.getResourceAsStream("openapi.yaml"));
    List<Operation> found = new ArrayList<>();
    contract
        .get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        method ->
                            found.add(
                                new Operation(
                                    method.getValue().get("operationId").asText(),
                                    method.getKey().toUpperCase(Locale.ROOT),
                                    "/api/v1" + path.getKey()))));
    return found;
  }

  private static int status(Operation operation, String person) {
    boolean ofTarget = operation.path().startsWith("/api/v1/targets");
    boolean ofRun = operation.path().startsWith("/api/v1/runs");
    RunId run =
        ofRun
            ? api.journal
                .queueRefresh(new Actor("ann", "http"), "dev-a", DUMP, Optional.of("r" + person))
                .id()
            : RunId.at(ApiFixture.NOW);
    String body = BODIES.getOrDefault(operation.id(), "");
    List<String> headers = new ArrayList<>();
    if (!body.isEmpty()) {
      headers.addAll(List.of("Content-Type", "application/json"));
    }
    if (!person.isEmpty()) {
      headers.addAll(List.of("Authorization", "Bearer " + TOKENS.get(person)));
    }
    return api.send(
            operation.method(),
            operation.path().replace("{id}", ofRun ? run.value() : ofTarget ? "dev-a" : DUMP)
                + QUERIES.getOrDefault(operation.id(), ""),
            BodyPublishers.ofString(body),
            headers.toArray(String[]::new))
        .statusCode();
  }

  @Test
  void each_has_its_outcome_for_every_role() throws Exception {
    List<Operation> operations = operations();
    Map<String, List<Integer>> outcomes = new TreeMap<>();
    for (Operation operation : operations) {
      outcomes.put(
          operation.id(), PEOPLE.stream().map(person -> status(operation, person)).toList());
    }

    assertThat(outcomes).isEqualTo(EXPECTED);
  }

  @Test
  void a_target_without_owners_is_every_developers() {
    for (String person : List.of("bob", "vic")) {
      assertThat(
              api.send(
                      "POST",
                      "/api/v1/refreshes",
                      BodyPublishers.ofString("{\"target\":\"dev-b\"}"),
                      "Content-Type",
                      "application/json",
                      "Authorization",
                      "Bearer " + TOKENS.get(person))
                  .statusCode())
          .as(person)
          .isEqualTo(person.equals("bob") ? 202 : 403);
    }
  }

  @Test
  void a_run_is_cancelled_by_who_asked_for_it_and_says_who_that_was() {
    var mine =
        api.send(
            "POST",
            "/api/v1/refreshes",
            BodyPublishers.ofString("{\"target\":\"dev-a\",\"ref\":\"main\"}"),
            "Content-Type",
            "application/json",
            "Authorization",
            "Bearer " + TOKENS.get("ann"));

    assertThat(mine.body()).contains("\"actor\":\"ann\"", "http 127.0.0.1 token ");
    String run = mine.headers().firstValue("Location").orElseThrow();
    var foreign =
        api.send(
            "POST",
            run + "/cancel",
            BodyPublishers.noBody(),
            "Authorization",
            "Bearer " + TOKENS.get("bob"));
    assertThat(foreign.statusCode()).isEqualTo(403);
    assertThat(foreign.body()).contains("permission.owner", "belongs to ann");
  }

  private static void assertAnswer(HttpResponse<String> answer, int status, String... words) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    for (String word : words) {
      assertThat(answer.body()).contains(word);
    }
  }

  @Test
  void a_protected_target_is_refused_to_others_and_an_operator_overrides_it() {
    String protect = "/api/v1/targets/dev-b/protect";
    String why = "{\"until\":\"2026-11-23T13:00:00+01:00\",\"why\":\"the <b>demo</b>\"}";
    assertAnswer(
        post(protect, "bob", why),
        200,
        "\"protection\":{\"by\":\"bob\"",
        "\"until\":\"2026-11-23T12:00:00Z\",\"why\":\"the <b>demo</b>\"");
    newestEntry("person=bob", "action=protect, object=dev-b", "why the <b>demo</b>", "done");

    String refresh = "{\"target\":\"dev-b\"}";
    assertAnswer(
        post("/api/v1/refreshes", "ann", refresh),
        423,
        "target.protected",
        "protected by bob until 2026-11-23T12:00:00Z: the <b>demo</b>");
    newestEntry("person=ann", "action=refresh, object=dev-b", "refused: target.protected");
    assertAnswer(post("/api/v1/refreshes", "root", refresh), 423, "target.protected");
    String override = refresh.replace("}", ",\"override\":true}");
    assertAnswer(post("/api/v1/refreshes", "ann", override), 403, "permission.role");
    assertAnswer(post(protect, "ann", why), 423, "target.protected");
    assertAnswer(
        post("/api/v1/targets/dev-b/unprotect", "ann", ""), 403, "permission.owner", "bob");

    HttpResponse<String> overridden = post("/api/v1/refreshes", "root", override);
    assertAnswer(overridden, 202, "\"actor\":\"root\"");
    newestEntry("person=root", "action=override, object=dev-b", "protected by bob");
    assertAnswer(post("/api/v1/refreshes", "bob", refresh), 202);
    HttpResponse<String> free = post("/api/v1/targets/dev-b/unprotect", "bob", "");
    assertAnswer(free, 200);
    assertThat(free.body()).doesNotContain("protection");
  }

  @Test
  void a_protection_without_a_reason_or_with_no_end_in_the_next_90_days_is_refused() {
    String protect = "/api/v1/targets/dev-a/protect";
    for (String until :
        List.of(
            "0d", "91d", "2026-11-22T12:00:00Z", "2027-12-01T00:00:00Z", "soon", "2026-13-01")) {
      assertAnswer(
          post(protect, "ann", "{\"until\":\"" + until + "\",\"why\":\"x\"}"),
          422,
          "target.protection");
    }
    assertAnswer(post(protect, "ann", "{\"until\":\"2d\",\"why\":\" \"}"), 422, "no reason");
    for (String body :
        List.of("{}", "{\"until\":\"2d\"}", "{\"until\":2,\"why\":\"x\"}", why(401))) {
      assertAnswer(post(protect, "ann", body), 400, "request.invalid");
    }
    assertAnswer(post("/api/v1/targets/nowhere/protect", "ann", why(400)), 404, "target.unknown");
    assertAnswer(post(protect, "ann", why(400)), 200);
    assertAnswer(post("/api/v1/targets/dev-a/unprotect", "ann", ""), 200);
  }

  private static String why(int length) {
    return "{\"until\":\"90d\",\"why\":\"" + "x".repeat(length) + "\"}";
  }

  private static HttpResponse<String> post(String path, String person, String body) {
    return api.send(
        "POST",
        path,
        BodyPublishers.ofString(body),
        "Content-Type",
        "application/json",
        "Authorization",
        "Bearer " + TOKENS.get(person));
  }

  /** The newest entry of the audit is that one, soon. */
  private static void newestEntry(String... texts) {
    await()
        .untilAsserted(
            () ->
                assertThat(api.audit.reader().newest(AuditReader.Filter.ALL, 1).toString())
                    .contains(texts));
  }

  @Test
  void the_audit_says_who_asked_for_what_and_what_came_of_it() {
    post("/api/v1/dumps/" + DUMP + "/pin", "bob", "{\"why\":\"the <b>demo</b>\"}");
    newestEntry("person=bob", "action=pin, object=" + DUMP, "refused: permission.role");
    post("/api/v1/dumps/" + DUMP + "/pin", "root", "{\"why\":\"the <b>demo</b>\"}");
    newestEntry("person=root", "why the <b>demo</b>", "allowed, outcome=done");
    post("/api/v1/dumps/" + DUMP + "/discard", "root", "{\"why\":\"too old\"}");
    newestEntry("action=discard", "why too old", "refused: dump.not-held");
    post("/api/v1/refreshes", "bob", "{\"target\":\"dev-a\",\"ref\":\"main\"}");
    newestEntry("action=refresh, object=dev-a", "ref main", "refused: permission.owner");
    post("/api/v1/refreshes", "ann", "{\"target\":\"dev-a\",\"ref\":\"nowhere\"}");
    newestEntry("person=ann", "ref nowhere", "refused: ref.unknown");
    post("/api/v1/refreshes", "ann", "{\"target\":7}");
    newestEntry("person=ann", "refused: request.invalid");
    HttpResponse<String> run =
        post("/api/v1/refreshes", "ann", "{\"target\":\"dev-b\",\"ref\":\"main\"}");
    String id = run.headers().firstValue("Location").orElseThrow().replaceFirst(".*/", "");
    newestEntry("person=ann, way=http", "resolved=dump " + DUMP, "queued", "run=" + id);
    post("/api/v1/runs/" + id + "/cancel", "ann", "");
    newestEntry("person=ann", "cancelled: run.cancelled", "run=" + id);

    String listed =
        api.get(
                "/api/v1/audit?object=" + id + "&person=ann&since=2026-01-01T00:00:00Z",
                "Authorization",
                "Bearer " + TOKENS.get("root"))
            .body();
    assertThat(listed)
        .containsSubsequence("cancelled: run.cancelled", "\"action\":\"cancel\"", "queued");
    long newest = api.audit.reader().newest(AuditReader.Filter.ALL, 1).get(0).number();
    assertThat(
            api.get(
                    "/api/v1/audit?before=" + newest,
                    "Authorization",
                    "Bearer " + TOKENS.get("root"))
                .body())
        .startsWith("[{\"number\":" + (newest - 1) + ",");
    assertThat(
            api.get("/api/v1/audit?since=soon", "Authorization", "Bearer " + TOKENS.get("root"))
                .statusCode())
        .isEqualTo(400);
    assertThat(api.audit.verification().verify().faults()).isEmpty();
  }

  @Test
  void what_the_audit_can_not_hold_is_not_done() throws Exception {
    post("/api/v1/dumps/" + DUMP + "/unpin", "root", "");
    long runs = api.journal.newest(500).size();
    try (Connection session =
        DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("state/rehydrate.db"))) {
      session.createStatement().execute("ALTER TABLE audit RENAME TO elsewhere");
      try {
        assertThat(post("/api/v1/dumps/" + DUMP + "/pin", "root", "{}").statusCode())
            .isEqualTo(500);
        assertThat(post("/api/v1/sweep", "root", "").statusCode()).isEqualTo(500);
        assertThat(post("/api/v1/refreshes", "root", "{\"target\":\"dev-b\"}").statusCode())
            .isEqualTo(500);
        assertThat(post("/api/v1/sweep", "vic", "").statusCode()).isEqualTo(403);
      } finally {
        session.createStatement().execute("ALTER TABLE elsewhere RENAME TO audit");
      }
    }
    assertThat(api.store.list().get(0).pin()).isEmpty();
    assertThat(api.journal.newest(500)).hasSize((int) runs);
    assertThat(api.audit.verification().verify().faults()).isEmpty();
  }
}

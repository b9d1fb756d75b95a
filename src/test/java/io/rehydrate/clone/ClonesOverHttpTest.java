package io.rehydrate.clone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rehydrate.daemon.Beans;
import io.rehydrate.daemon.Engine;
import io.rehydrate.http.Browser;
import io.rehydrate.mysql.Bounds;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.run.Run;
import io.rehydrate.run.RunId;
import io.rehydrate.run.RunState;
import io.rehydrate.settings.Role;
import io.rehydrate.settings.Secret;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.settings.ServerUrl;
import io.rehydrate.settings.SettingsReader;
import io.rehydrate.support.OnSharedBlocks;
import io.rehydrate.support.TestPorts;
import io.rehydrate.support.UsersFixture;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clones by the API and the console of a daemon, by people of different roles. */
@OnSharedBlocks
class ClonesOverHttpTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path folder;
  private static CloneHome home;
  private static Beans beans;
  private static Engine engine;
  private static final Map<String, String> TOKENS = new HashMap<>();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @BeforeAll
  static void start() throws Exception {
    home =
        CloneHome.in(
            folder, 3000, Map.of("camel.management.port", Integer.toString(TestPorts.free())));
    home.closeProcess();
    UsersFixture.in(folder)
        .with("jane", Role.DEVELOPER)
        .with("ben", Role.DEVELOPER)
        .with("olga", Role.OPERATOR)
        .with("victor", Role.VIEWER);
    beans = new Beans(SettingsReader.read(folder, Map.of()), Clock.systemUTC(), "test", List.of());
    for (String person : List.of("jane", "ben", "olga", "victor")) {
      TOKENS.put(person, beans.access().tokens().issue(person, Duration.ofDays(1)).text());
    }
    engine = Engine.daemon(beans);
  }

  @AfterAll
  static void stop() throws Exception {
    engine.close();
    beans.close();
    home.open();
    home.close();
  }

  private static HttpResponse<String> send(String person, String method, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(engine.address() + "/api/v1" + path))
            .header("Authorization", "Bearer " + TOKENS.get(person))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!body.isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }

  private static HttpResponse<String> post(String person, String path, String body)
      throws Exception {
    return send(person, "POST", path, body);
  }

  /** Waits for the end of the run that an answer names. */
  private static Run ended(HttpResponse<String> queued) throws Exception {
    assertThat(queued.statusCode()).as(queued.body()).isEqualTo(202);
    return ended(JSON.readTree(queued.body()).get("id").asText());
  }

  private static Run ended(String id) {
    await()
        .pollInterval(Duration.ofMillis(100))
        .until(() -> beans.journal().get(new RunId(id)).state().isEnded());
    Run run = beans.journal().get(new RunId(id));
    assertThat(run.failure()).isEmpty();
    return run;
  }

  private static Optional<JsonNode> clone(String person, String name) throws Exception {
    for (JsonNode clone : JSON.readTree(send(person, "GET", "/clones", "").body())) {
      if (clone.get("name").asText().equals(name)) {
        return Optional.of(clone);
      }
    }
    return Optional.empty();
  }

  private static String ask(JsonNode clone, String sql) throws Exception {
    ServerLogin login =
        new ServerLogin(
            new ServerUrl(
                clone.get("host").asText(),
                clone.get("port").asInt(),
                Optional.of(home.schema),
                Map.of()),
            clone.get("user").asText(),
            new Secret(clone.get("password").asText()));
    try (Connection session = Sessions.connect(login, Bounds.QUESTIONS);
        Statement statement = session.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  @Test
  void a_developer_has_a_clone_made_changed_and_removed() throws Exception {
    Run created = ended(post("jane", "/clones", "{\"name\":\"pr-1\",\"ref\":\"main\"}"));

    assertThat(created.actor().name()).isEqualTo("jane");
    JsonNode clone = clone("jane", "pr-1").orElseThrow();
    assertThat(ask(clone, "SELECT COUNT(*) FROM customers WHERE note IS NULL")).isEqualTo("1000");
    assertThat(clone("ben", "pr-1").orElseThrow().has("password")).isFalse();
    assertThat(clone("olga", "pr-1").orElseThrow().has("password")).isFalse();

    ended(post("jane", "/clones/pr-1/stop", ""));
    assertThat(clone("jane", "pr-1").orElseThrow().get("state").asText()).isEqualTo("stopped");
    ended(post("jane", "/clones/pr-1/start", ""));
    ended(post("jane", "/clones/pr-1/extend", "{\"expires\":\"30d\"}"));
    ended(post("olga", "/clones/pr-1/reset", ""));

    JsonNode reset = clone("jane", "pr-1").orElseThrow();
    assertThat(reset.get("port")).isEqualTo(clone.get("port"));
    assertThat(reset.get("expires").asText()).isGreaterThan(clone.get("expires").asText());
    assertThat(ask(reset, "SELECT COUNT(*) FROM customers")).isEqualTo("1000");

    ended(send("jane", "DELETE", "/clones/pr-1", ""));
    assertThat(clone("jane", "pr-1")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "ben, POST, /clones/held/reset, 403, permission.owner",
    "ben, POST, /clones/held/stop, 403, permission.owner",
    "ben, DELETE, /clones/held, 403, permission.owner",
    "victor, POST, /clones/held/stop, 403, permission.role",
    "jane, POST, /clones/none/stop, 404, clone.unknown",
    "jane, POST, /clones/No/stop, 422, clone.name",
    "jane, DELETE, /clones/..%2F..%2Fetc, 422, clone.name",
  })
  void what_is_not_ones_own_or_no_name_is_refused(
      String person, String method, String path, int status, String code) throws Exception {
    if (clone("jane", "held").isEmpty()) {
      ended(post("jane", "/clones", "{\"name\":\"held\"}"));
    }

    HttpResponse<String> answer = send(person, method, path, "");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.body()).contains(code);
    assertThat(clone("jane", "held").orElseThrow().get("state").asText()).isEqualTo("running");
  }

  @Test
  void a_refresh_of_a_target_that_is_a_clone_is_queued_and_done() throws Exception {
    Run refreshed =
        ended(post("jane", "/refreshes", "{\"target\":\"staging\",\"dump\":\"latest\"}"));

    assertThat(refreshed.state()).isEqualTo(RunState.SUCCEEDED);
    JsonNode targets = JSON.readTree(send("jane", "GET", "/targets", "").body());
    assertThat(targets.findValue("mode").asText()).isEqualTo("clone");
    assertThat(targets.findValue("holds").get("by").asText()).isEqualTo("jane");
    assertThat(clone("olga", "staging").orElseThrow().has("expires")).isFalse();
    assertThat(post("jane", "/clones/staging/stop", "").statusCode()).isEqualTo(403);
    assertThat(send("olga", "DELETE", "/clones/staging", "").body()).contains("clone.target");
    try (Connection session = Sessions.connect(home.application(), Bounds.QUESTIONS)) {
      assertThat(session.isValid(5)).isTrue();
    }
  }

  @Test
  void the_console_makes_shows_and_removes_clones() throws Exception {
    Browser jane = browser("jane");
    String page = jane.get("/clones").body();
    assertThat(page).contains("Create a clone", ">Clones</a>");
    String token = Browser.formToken(jane.get("/clones"));

    HttpResponse<String> wrong =
        jane.form("/new-clone", "csrf", token, "name", "<b>", "ref", "main", "expires", "2d");
    assertThat(wrong.statusCode()).isEqualTo(422);
    assertThat(wrong.body())
        .contains("That can&#39;t be the name of a clone", "value=\"&lt;b&gt;\"", "value=\"main\"");

    HttpResponse<String> created =
        jane.form("/new-clone", "csrf", token, "name", "web-1", "dump", "latest", "ref", "main");
    assertThat(created.statusCode()).isEqualTo(303);
    ended(created.headers().firstValue("Location").orElseThrow().substring("/runs/".length()));

    JsonNode clone = clone("jane", "web-1").orElseThrow();
    String password = clone.get("password").asText();
    assertThat(jane.get("/clones").body()).contains("web-1", password, "Remove web-1");
    assertThat(browser("ben").get("/clones").body())
        .contains("web-1")
        .doesNotContain(password, "Remove web-1", "Stop</button>");
    assertThat(browser("victor").get("/clones").body())
        .contains("web-1")
        .doesNotContain(password, "Create a clone");
    assertThat(jane.form("/clones/web-1", "csrf", token, "do", "explode").statusCode())
        .isEqualTo(400);
    assertThat(jane.form("/clones/web-1", "do", "remove").statusCode()).isEqualTo(403);

    HttpResponse<String> removed = jane.form("/clones/web-1", "csrf", token, "do", "remove");
    ended(removed.headers().firstValue("Location").orElseThrow().substring("/runs/".length()));
    assertThat(jane.get("/clones").body()).doesNotContain("web-1");
  }

  private static Browser browser(String person) {
    Browser browser = new Browser(engine.address());
    assertThat(browser.signIn(person, UsersFixture.PASSWORD).statusCode()).isEqualTo(303);
    return browser;
  }
}

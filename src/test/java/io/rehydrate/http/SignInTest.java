package io.rehydrate.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rehydrate.audit.AuditReader;
import io.rehydrate.settings.Role;
import io.rehydrate.settings.UsersFile;
import io.rehydrate.settings.UsersText;
import io.rehydrate.support.HomeFolder;
import io.rehydrate.support.SettableClock;
import io.rehydrate.support.UsersFixture;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignInTest {
  @TempDir static Path folder;
  private static final SettableClock CLOCK = new SettableClock(ApiFixture.NOW);
  private static UsersFixture users;
  private static ApiFixture api;
  private Browser browser;

  @BeforeAll
  static void start() {
    users = UsersFixture.in(folder).with("root", Role.OPERATOR);
    api =
        new ApiFixture(
            HomeFolder.in(folder).withTarget("dev-a").withTarget("dev-b").read(),
            CLOCK,
            0,
            Duration.ofMinutes(1));
  }

  @BeforeEach
  void begin() {
    // wrong passwords of an earlier test count no longer
    CLOCK.forward(Duration.ofHours(1));
    users.with("root", Role.OPERATOR).with("ann", Role.DEVELOPER).with("vic", Role.VIEWER);
    browser = new Browser(api.url(""));
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  private static void assertProblem(HttpResponse<String> answer, int status, String code) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(answer.body()).contains("\"code\":\"" + code + "\"");
  }

  @Test
  void a_browser_without_javascript_signs_in_works_and_signs_out() {
    assertThat(browser.get("/?x=1").headers().firstValue("Location"))
        .contains("/login?next=%2F%3Fx%3D1");

    HttpResponse<String> in = browser.signIn("ann", UsersFixture.PASSWORD);

    assertThat(in.statusCode()).isEqualTo(303);
    assertThat(in.headers().firstValue("Location")).contains("/");
    assertThat(in.headers().allValues("Set-Cookie"))
        .anySatisfy(
            cookie ->
                assertThat(cookie)
                    .startsWith("rehydrate-session=")
                    .containsIgnoringCase("; HttpOnly")
                    .contains("SameSite=Strict", "Path=/")
                    .doesNotContain("Secure"));
    assertThat(browser.get("/").statusCode()).isEqualTo(200);
    assertThat(browser.get("/api/v1/me").body()).contains("\"ann\"", "\"developer\"");
    assertThat(browser.get("/login").statusCode()).isEqualTo(303);

    HttpResponse<String> out = browser.form("/logout", "csrf", browser.scriptToken());

    assertThat(out.headers().firstValue("Location")).contains("/login");
    assertProblem(browser.get("/api/v1/me"), 401, "login.required");
  }

  @Test
  void sign_ins_are_in_the_audit_good_and_bad_and_no_password_is() {
    browser.signIn("ann", UsersFixture.PASSWORD);
    new Browser(api.url("")).signIn("ann", "wrong-Pw-1");
    new Browser(api.url("")).signIn("typed-Pw-2", "wrong-Pw-1");
    api.send(
        "POST", "/api/v1/sweep", BodyPublishers.noBody(), "Authorization", "Bearer rhy_no-token");
    api.post("/nights");

    await()
        .untilAsserted(
            () ->
                assertThat(
                        api.audit.reader().newest(AuditReader.Filter.ALL, 50).stream()
                            .filter(e -> !e.at().isBefore(CLOCK.instant()))
                            .filter(e -> !e.outcome().contains("more within a minute"))
                            .map(e -> e.person() + " " + e.action() + " " + e.outcome()))
                    // what the test before was refused may be written late
                    .contains(
                        "ann sign-in signed in",
                        "ann sign-in refused: login.wrong",
                        " sign-in refused: login.wrong",
                        " sweep refused: login.token",
                        " night refused: login.required"));
    assertThat(api.audit.reader().newest(AuditReader.Filter.ALL, 50).toString())
        .doesNotContain("rhy_no-token", "wrong-Pw-1", "typed-Pw-2", UsersFixture.PASSWORD);
  }

  @Test
  void a_session_is_ended_on_the_server_and_its_cookie_is_worth_nothing() {
    browser.signIn("ann", UsersFixture.PASSWORD);
    String cookie =
        browser.cookies.getCookieStore().getCookies().stream()
            .filter(c -> c.getName().equals("rehydrate-session"))
            .findFirst()
            .orElseThrow()
            .getValue();
    assertThat(api.get("/api/v1/me", "Cookie", "rehydrate-session=" + cookie).statusCode())
        .isEqualTo(200);

    browser.form("/logout", "csrf", browser.scriptToken());

    assertProblem(
        api.get("/api/v1/me", "Cookie", "rehydrate-session=" + cookie), 401, "login.required");
  }

  @Test
  void a_session_that_was_known_before_the_sign_in_is_not_the_one_after_it() {
    browser.signIn("ann", UsersFixture.PASSWORD);
    String before = browser.cookies.getCookieStore().getCookies().toString();
    browser.form("/logout", "csrf", browser.scriptToken());
    browser.signIn("ann", UsersFixture.PASSWORD);

    assertThat(browser.cookies.getCookieStore().getCookies().toString()).isNotEqualTo(before);
    assertThat(
            api.get("/login", "Cookie", "rehydrate-session=" + "a".repeat(64))
                .headers()
                .allValues("Set-Cookie"))
        .noneMatch(c -> c.startsWith("rehydrate-session=a"));
  }

  @Test
  void a_wrong_password_and_an_unknown_name_have_the_same_answer() {
    HttpResponse<String> wrong = browser.signIn("ann", "not the password");
    HttpResponse<String> unknown = browser.signIn("eve", "not the password");

    assertThat(wrong.statusCode()).isEqualTo(401);
    assertThat(unknown.statusCode()).isEqualTo(401);
    assertThat(wrong.body().replace("ann", "eve"))
        .isEqualTo(unknown.body())
        .contains("The name or the password is wrong");
    assertThat(browser.cookieNames()).containsExactly("rehydrate-form");
  }

  @Test
  void wrong_passwords_are_limited_by_name_and_address() {
    for (int i = 0; i < 5; i++) {
      assertThat(browser.signIn("ann", "wrong " + i).statusCode()).isEqualTo(401);
    }

    HttpResponse<String> limited = browser.signIn("ann", UsersFixture.PASSWORD);

    assertThat(limited.statusCode()).isEqualTo(429);
    assertThat(Integer.parseInt(limited.headers().firstValue("Retry-After").orElseThrow()))
        .isBetween(1, 901);
    assertThat(browser.signIn("vic", UsersFixture.PASSWORD).statusCode()).isEqualTo(303);
    CLOCK.forward(Duration.ofMinutes(16));
    assertThat(new Browser(api.url("")).signIn("ann", UsersFixture.PASSWORD).statusCode())
        .isEqualTo(303);
  }

  @Test
  void many_names_from_one_address_are_limited_too() {
    for (int i = 0; i < 20; i++) {
      browser.signIn("nobody" + i, "x");
    }

    assertThat(browser.signIn("root", UsersFixture.PASSWORD).statusCode()).isEqualTo(429);
  }

  @Test
  void a_session_has_an_absolute_end() {
    browser.signIn("ann", UsersFixture.PASSWORD);

    CLOCK.forward(Duration.ofHours(12));

    assertProblem(browser.get("/api/v1/me"), 401, "login.required");
  }

  @Test
  void a_removed_user_a_new_role_and_a_new_password_count_at_once() throws IOException {
    browser.signIn("ann", UsersFixture.PASSWORD);
    users.withRole("ann", Role.VIEWER);
    assertThat(browser.get("/api/v1/me").body()).contains("\"viewer\"");

    users.withPassword("ann", Role.VIEWER, "another password");
    assertProblem(browser.get("/api/v1/me"), 401, "login.required");
    assertThat(browser.signIn("ann", "another password").statusCode()).isEqualTo(303);

    UsersFile.write(users.file(), UsersFile.read(users.file()).without("ann"));
    assertProblem(browser.get("/api/v1/me"), 401, "login.required");
  }

  @Test
  void a_users_file_that_is_gone_or_broken_lets_nobody_in() throws IOException {
    browser.signIn("root", UsersFixture.PASSWORD);

    String sound = Files.readString(users.file());
    Files.writeString(users.file(), "root = king\n");
    assertProblem(browser.get("/api/v1/me"), 503, "users.file");

    Files.delete(users.file());
    assertProblem(browser.get("/api/v1/me"), 503, "users.file");

    assertThat(new Browser(api.url("")).signIn("root", UsersFixture.PASSWORD).statusCode())
        .isEqualTo(503);
    UsersFile.write(users.file(), UsersText.parse(sound.lines().toList()));
    assertThat(browser.signIn("root", UsersFixture.PASSWORD).statusCode()).isEqualTo(303);
  }

  @Test
  void a_form_that_is_refused_is_answered_with_a_page_and_a_program_with_json() {
    browser.signIn("vic", UsersFixture.PASSWORD);
    String token = browser.scriptToken();

    HttpResponse<String> page = browser.formOfPage("/nights", token);

    assertThat(page.statusCode()).isEqualTo(403);
    assertThat(page.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
    assertThat(page.headers().firstValue("Content-Security-Policy")).isPresent();
    assertThat(page.body())
        .contains("permission.role", "<nav", "vic", "Back to the overview", "/logout")
        .contains("name=\"csrf\" value=\"" + token + "\"");
    assertThat(browser.formOfPage("/logout", "guessed").body()).contains("request.form", "<nav");
    assertThat(browser.formOfPage("/nights?token=x", token).body())
        .contains("request.credential", "<nav")
        .doesNotContain(">vic<", "Sign out");
    assertThat(browser.get("/no/such/page", "Accept", "text/html;q=0.5, */*;q=0.1").body())
        .contains("request.unknown", "<nav");
    for (String program : List.of("*/*", "application/json", "application/json, text/html;q=0.9")) {
      assertProblem(browser.get("/no/such/page", "Accept", program), 404, "request.unknown");
    }
    assertProblem(browser.form("/nights", "csrf", token), 403, "permission.role");
    assertProblem(browser.formOfPage("/api/v1/nights", token), 403, "permission.role");
  }

  @Test
  void the_last_sign_in_of_each_user_is_kept() {
    browser.signIn("ann", UsersFixture.PASSWORD);
    browser.signIn("root", "wrong");

    assertThat(api.signIns.last())
        .containsEntry("ann", CLOCK.instant())
        .doesNotContainEntry("root", CLOCK.instant());
    api.signIns.forget("ann");
    assertThat(api.signIns.last()).doesNotContainKey("ann");
  }

  @Test
  void a_write_of_a_browser_needs_its_token() {
    browser.signIn("root", UsersFixture.PASSWORD);
    Browser other = new Browser(api.url(""));
    other.signIn("root", UsersFixture.PASSWORD);

    assertProblem(browser.json("/api/v1/sweep", ""), 403, "request.form");
    assertProblem(
        browser.json("/api/v1/sweep", "", "X-CSRF-Token", other.scriptToken()),
        403,
        "request.form");
    assertProblem(browser.form("/logout", "csrf", "guessed"), 403, "request.form");
    assertThat(api.sweeps).hasValue(0);
    assertThat(
            browser.json("/api/v1/sweep", "", "X-CSRF-Token", browser.scriptToken()).statusCode())
        .isEqualTo(204);
  }

  @Test
  void the_next_page_is_one_of_ours() {
    for (String next :
        new String[] {"//evil.example/", "https://evil.example/", "/\\evil.example"}) {
      String token = Browser.formToken(browser.get("/login"));
      HttpResponse<String> in =
          new Browser(api.url(""))
              .form("/login", "csrf", token, "name", "vic", "password", "x", "next", next);
      assertThat(in.body()).doesNotContain("evil");
    }
    assertThat(browser.get("/login?next=%2F%2Fevil.example").body()).doesNotContain("evil");
    assertThat(browser.get("/login?next=%2Fruns%3Fx%3D1").body()).contains("/runs?x=1");
  }

  @Test
  void everything_but_the_sign_in_page_and_its_assets_asks_who_it_is() {
    for (String path : new String[] {"/", "/app.js", "/docs/errors.md", "/nothing"}) {
      assertThat(api.get(path).statusCode()).as(path).isEqualTo(303);
    }
    for (String path : new String[] {"/api/openapi.yaml", "/api/v1/runs", "/api/v1/nothing"}) {
      assertProblem(api.get(path), 401, "login.required");
    }
    for (String path : new String[] {"/login", "/style.css", "/icon.svg"}) {
      assertThat(api.get(path).statusCode()).as(path).isEqualTo(200);
    }
  }
}

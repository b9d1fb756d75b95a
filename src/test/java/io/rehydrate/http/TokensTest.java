package io.rehydrate.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.settings.Role;
import io.rehydrate.support.HomeFolder;
import io.rehydrate.support.SettableClock;
import io.rehydrate.support.UsersFixture;
import io.rehydrate.users.AccessTokens.Issued;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokensTest {
  @TempDir static Path folder;
  private static final SettableClock CLOCK = new SettableClock(ApiFixture.NOW);
  private static ApiFixture api;

  @BeforeAll
  static void start() {
    UsersFixture.in(folder).with("root", Role.OPERATOR).with("ann", Role.DEVELOPER);
    api =
        new ApiFixture(
            HomeFolder.in(folder)
                .withTarget("dev-a")
                .with("users.proxy-header", "X-Forwarded-User")
                .with("users.proxies", "127.0.0.1")
                .read(),
            CLOCK,
            0,
            Duration.ofMinutes(1));
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  private static void assertRefused(HttpResponse<String> answer, int status, String code) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(answer.body()).contains("\"code\":\"" + code + "\"");
  }

  private static HttpResponse<String> me(String... headers) {
    return api.get("/api/v1/me", headers);
  }

  @Test
  void a_token_is_its_users() {
    Issued token = api.tokens.issue("ann", Duration.ofDays(1));

    assertThat(me("Authorization", "Bearer " + token.text()).body())
        .contains("\"ann\"", "\"developer\"");
    assertThat(api.tokens.list())
        .filteredOn(t -> t.id().equals(token.token().id()))
        .singleElement()
        .satisfies(t -> assertThat(t.usedAt()).contains(CLOCK.instant()));
    assertThat(token.text()).hasSize(4 + 12 + 1 + 43);
  }

  @Test
  void what_is_no_valid_token_is_refused() {
    String token = api.tokens.issue("ann", Duration.ofDays(1)).text();
    String changed = token.substring(0, token.length() - 1) + (token.endsWith("A") ? "B" : "A");

    for (String header :
        new String[] {
          "Bearer " + changed,
          "Bearer",
          "Bearer x",
          "Basic cm9vdDpyb290",
          token,
          "Bearer " + token + " x"
        }) {
      assertRefused(me("Authorization", header), 401, "login.token");
    }
    assertRefused(
        me("Authorization", "Bearer " + token, "Authorization", "Bearer " + token),
        401,
        "login.token");
    assertThat(me("Authorization", "Bearer x").headers().firstValue("WWW-Authenticate"))
        .contains("Bearer realm=\"rehydrate\"");
  }

  @Test
  void a_token_ends_with_its_time_its_revocation_and_its_user() {
    Issued brief = api.tokens.issue("ann", Duration.ofHours(1));
    Issued revoked = api.tokens.issue("ann", Duration.ofDays(1));
    Issued orphan = api.tokens.issue("nobody", Duration.ofDays(1));
    api.tokens.revoke(revoked.token().id());
    assertThat(me("Authorization", "Bearer " + brief.text()).statusCode()).isEqualTo(200);

    CLOCK.forward(Duration.ofHours(1));

    for (Issued ended : new Issued[] {brief, revoked, orphan}) {
      assertRefused(me("Authorization", "Bearer " + ended.text()), 401, "login.token");
    }
  }

  @Test
  void a_reverse_proxy_names_the_user() {
    assertThat(me("X-Forwarded-User", "ann").body()).contains("\"ann\"");
    assertRefused(me("X-Forwarded-User", "eve"), 403, "login.unknown");
    for (String name :
        new String[] {"", "Ann", "ann,root", "../x", "ann\t", "a b", "a".repeat(300)}) {
      HttpResponse<String> answer = me("X-Forwarded-User", name);
      if (!name.equals("ann\t")) { // HTTP itself takes blanks at the end away
        assertRefused(answer, 401, "login.header");
      }
    }
    assertRefused(me("X-Forwarded-User", "ann", "X-Forwarded-User", "root"), 401, "login.header");
  }

  @Test
  void a_browser_behind_a_proxy_needs_its_form_token_too() {
    Browser browser = new Browser(api.url(""));
    String[] header = {"X-Forwarded-User", "root"};
    String body = browser.get("/api/v1/me", header).body();
    String token = body.replaceFirst(".*\"formToken\":\"([^\"]*)\".*", "$1");

    assertRefused(browser.json("/api/v1/sweep", "", header), 403, "request.form");
    assertThat(
            browser
                .json("/api/v1/sweep", "", "X-Forwarded-User", "root", "X-CSRF-Token", token)
                .statusCode())
        .isEqualTo(204);
  }

  @Test
  void refusals_are_counted_by_their_reason() {
    var meters = new io.micrometer.core.instrument.simple.SimpleMeterRegistry();
    api.refusals.countIn(meters);

    me("Authorization", "Bearer x");
    me();

    assertThat(
            meters.get("rehydrate.requests.refused").tag("reason", "login.token").counter().count())
        .isEqualTo(1);
    assertThat(
            meters
                .get("rehydrate.requests.refused")
                .tag("reason", "login.required")
                .counter()
                .count())
        .isEqualTo(1);
  }
}

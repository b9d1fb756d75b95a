package io.rehydrate.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import io.rehydrate.audit.AuditReader;
import io.rehydrate.dump.DumpId;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.MigrationFailedException;
import io.rehydrate.run.ActiveRun;
import io.rehydrate.run.Actor;
import io.rehydrate.run.Run;
import io.rehydrate.run.RunState;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("browser")
class ConsoleTest {
  private static final String OPERATOR = "olga";
  private static final String DEVELOPER = "jane";
  private static final String VIEWER = "victor";

  @TempDir static Path folder;
  private static ConsoleFixture console;
  private static ConsoleBrowser browser;

  @BeforeAll
  static void start() throws Exception {
    assumeTrue(
        Files.isExecutable(ConsoleBrowser.CHROMIUM),
        "There is no " + ConsoleBrowser.CHROMIUM + ": the console is not tested");
    console = new ConsoleFixture(folder);
    browser = new ConsoleBrowser(console.engine.address());
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
    if (console != null) {
      console.close();
    }
  }

  @AfterEach
  void no_page_asks_elsewhere_or_breaks_its_policy() {
    assertThat(browser.complaints()).isEmpty();
  }

  private static Map<String, String> pages() {
    Map<String, String> pages = new LinkedHashMap<>();
    pages.put("overview", "/");
    pages.put("refresh", "/refresh");
    pages.put(
        "review", "/refresh/review?target=" + ConsoleFixture.SHARED + "&dump=latest&ref=main");
    pages.put("target", "/targets/" + ConsoleFixture.SHARED);
    pages.put("clones", "/clones");
    pages.put("runs", "/runs");
    pages.put("run-failed", "/runs/" + console.failed.id());
    pages.put("run-night", "/runs/" + console.night.id());
    pages.put("dumps", "/dumps");
    pages.put("dump", "/dumps/" + console.good);
    pages.put("dump-held", "/dumps/" + console.held);
    pages.put("trends", "/trends");
    pages.put("plan", "/plan");
    pages.put("errors", "/errors");
    pages.put("audit", "/audit");
    pages.put("users", "/users");
    pages.put("problem", "/runs/nothing");
    return pages;
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private static Run newestRun() {
    return console.beans.journal().newest(1).get(0);
  }

  @Test
  void a_developer_signs_in_refreshes_and_sees_the_result_without_a_script() {
    try (BrowserContext context = browser.anybody(o -> o.setJavaScriptEnabled(false))) {
      Page page = context.newPage();
      page.navigate("/");
      ConsoleBrowser.fillSignIn(page, DEVELOPER);
      assertThat(page.locator(".hero h2")).hasText("Good");
      page.getByRole(
              AriaRole.LINK, new Page.GetByRoleOptions().setName("Refresh " + ConsoleFixture.OWN))
          .click();
      assertThat(page.locator("input[value=" + ConsoleFixture.OWN + "]")).isChecked();
      page.locator("input[name=ref][value=main]").check();
      button(page, "Continue").click();
      assertThat(page.locator(".sentence")).containsText("is replaced by the dump " + console.good);
      assertThat(page.locator(".sentence")).containsText("the migrations of main run");
      button(page, "Refresh " + ConsoleFixture.OWN).click();

      String address = page.url();
      Run run = newestRun();
      assertThat(address).endsWith("/runs/" + run.id());
      assertThat(run.actor().name()).isEqualTo(DEVELOPER);
      await()
          .pollInterval(Duration.ofMillis(300))
          .until(() -> console.beans.journal().get(run.id()).state().isEnded());
      page.navigate(address);
      assertThat(page.locator(".lead .state")).hasText("succeeded");
      assertThat(page.locator("#log")).containsText("ended: succeeded");
      assertThat(page.locator(".steps")).containsText("migrate");
      page.navigate("/");
      assertThat(page.locator(".card").first()).containsText(ConsoleFixture.OWN);
      assertThat(page.locator(".card").first()).containsText("by " + DEVELOPER);
      assertThat(page.locator(".card").first()).containsText("main");
      assertThat(outcomes(run))
          .containsExactly("succeeded commit", "resolved commit", "queued no commit");
    }
  }

  /** Of the audit's entries about a run, newest first, and whether each names a commit. */
  private static List<String> outcomes(Run run) {
    return console
        .beans
        .audit()
        .reader()
        .newest(
            new AuditReader.Filter(
                Optional.empty(),
                Optional.of(DEVELOPER),
                Optional.of(run.id().value()),
                Optional.empty()),
            10)
        .stream()
        .map(
            entry ->
                entry.outcome()
                    + (entry.resolved().matches("dump .*, commit [0-9a-f]{40}")
                        ? " commit"
                        : " no commit"))
        .toList();
  }

  @Test
  void an_operator_looks_at_the_audit_and_at_the_users() {
    try (BrowserContext context = browser.as(OPERATOR)) {
      Page page = context.newPage();
      page.navigate("/");
      page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Audit")).click();
      assertThat(page.locator("tbody tr").first()).isVisible();
      page.getByLabel("Target, dump, run or user").fill(console.failed.id().value());
      button(page, "Show").click();
      assertThat(page.locator("tbody tr")).hasCount(2);
      assertThat(page.locator("tbody tr").first()).containsText("failed: migrations.failed");
      assertThat(page.locator("tbody tr").first()).containsText(ConsoleFixture.HOSTILE);
      page.navigate("/audit?person=schedule");
      page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Older")).isVisible();
      page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Users")).click();
      assertThat(page.locator("tbody tr")).hasCount(3);
      assertThat(page.locator("tbody tr").filter(having(OPERATOR))).containsText("just now");
      assertThat(page.locator("main")).not().containsText("pbkdf2");
      assertThat(page.locator("main")).containsText("users add NAME");
    }
    try (BrowserContext context = browser.as(DEVELOPER)) {
      Page page = context.newPage();
      page.navigate("/");
      assertThat(page.locator("nav a[href='/audit'], nav a[href='/users']")).hasCount(0);
    }
  }

  private static Locator.FilterOptions having(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }

  @Test
  void a_log_is_followed_and_taken_up_again_after_the_connection_was_lost() {
    try (BrowserContext context = browser.as(OPERATOR)) {
      ActiveRun run = begun();
      run.log().info("first line");
      Page page = context.newPage();
      page.navigate("/runs/" + run.id());
      assertThat(page.locator("#log")).containsText("first line");
      run.log().info("<b>second</b> line");
      assertThat(page.locator("#log")).containsText("<b>second</b> line");
      context.route("**/api/v1/**", route -> route.abort());
      assertThat(page.locator("#connection")).containsText("does not answer");
      run.log().info("third line");
      run.step("load");
      context.unroute("**/api/v1/**");
      assertThat(page.locator("#log")).containsText("third line");
      assertThat(page.locator("#log")).containsText("first line");
      assertThat(page.locator(".steps .now")).containsText("load");
      console
          .beans
          .runs()
          .fail(
              run,
              new MigrationFailedException(
                  ErrorCode.MIGRATIONS_FAILED, "V3 failed: " + ConsoleFixture.HOSTILE, "Mend it"));
      console.beans.runs().end(run);
      assertThat(page.locator(".lead .state")).hasText("failed");
      assertThat(page.locator(".notice.bad")).containsText("V3 failed: " + ConsoleFixture.HOSTILE);
      assertThat(page.locator(".notice.bad a")).hasAttribute("href", "/errors#migrations.failed");
      assertThat(page.locator("#log")).containsText("ended: failed");
      assertThat(page.locator(".steps .failed")).containsText("load");
      browser.complaints();
    }
  }

  /** A refresh that nobody else begins. */
  private static ActiveRun begun() {
    Run queued =
        console
            .beans
            .journal()
            .queueRefresh(
                new Actor(OPERATOR, "cli"), "elsewhere", console.good.value(), Optional.of("main"));
    return console.beans.runs().begin(queued.id());
  }

  @Test
  void a_run_is_cancelled_by_its_button() {
    try (BrowserContext context = browser.as(OPERATOR)) {
      ActiveRun run = begun();
      Page page = context.newPage();
      page.navigate("/runs/" + run.id());
      button(page, "Cancel the run").click();

      await().until(run::isCancelled);
      console.beans.runs().end(run);
      assertThat(console.beans.journal().get(run.id()).state()).isEqualTo(RunState.CANCELLED);
      assertThat(page.locator(".lead .state")).hasText("cancelled");
      assertThat(button(page, "Cancel the run")).hasCount(0);
    }
  }

  @Test
  void the_keyboard_alone_is_enough_and_the_name_of_a_shared_target_is_asked_for() {
    try (BrowserContext context = browser.as(OPERATOR)) {
      Page page = context.newPage();
      page.navigate("/refresh");
      page.keyboard().press("Tab");
      assertThat(page.locator(".skip")).isFocused();
      page.keyboard().press("Enter");
      page.keyboard().press("Tab");
      assertThat(page.locator("input[name=target]").first()).isFocused();
      page.keyboard().press("ArrowDown");
      page.keyboard().press("Enter");
      page.waitForURL("**/review**");
      String target = page.locator("input[name=target]").getAttribute("value");
      while (!page.locator("#confirm").evaluate("e => e === document.activeElement").equals(true)) {
        page.keyboard().press("Tab");
      }
      page.keyboard().type("another");
      page.keyboard().press("Enter");
      assertThat(page.getByRole(AriaRole.ALERT)).containsText("Not confirmed");
      long before = console.beans.journal().newest(200).size();
      page.locator("#confirm").focus();
      page.keyboard().type(target);
      page.keyboard().press("Enter");
      page.waitForURL("**/runs/**");
      assertThat(console.beans.journal().newest(200)).hasSize((int) before + 1);
      assertThat(newestRun().target()).contains(target);
    }
  }

  @Test
  void a_developer_protects_a_target_and_an_operator_is_asked_before_it_is_overridden() {
    String target = "/targets/" + ConsoleFixture.SHARED;
    try (BrowserContext context = browser.as(DEVELOPER)) {
      Page page = context.newPage();
      page.navigate(target);
      page.locator("summary").click();
      page.locator("input[name=why]").fill(ConsoleFixture.HOSTILE);
      button(page, "Protect " + ConsoleFixture.SHARED).click();
      assertThat(page.locator("main .notice")).containsText("Protected by " + DEVELOPER);
      assertThat(page.locator("main .notice")).containsText(ConsoleFixture.HOSTILE);
      page.navigate("/");
      assertThat(page.locator("[data-part=targets]")).containsText("Protected by " + DEVELOPER);
      assertThat(page.locator("main img")).hasCount(0);
    }
    try (BrowserContext context = browser.as(OPERATOR)) {
      Page page = context.newPage();
      page.navigate("/refresh/review?target=" + ConsoleFixture.SHARED + "&dump=latest");
      assertThat(page.locator("main .notice")).containsText(ConsoleFixture.HOSTILE);
      page.locator("#confirm").fill(ConsoleFixture.SHARED);
      Run before = newestRun();
      button(page, "Refresh " + ConsoleFixture.SHARED).click();
      assertThat(newestRun()).isEqualTo(before);
      page.locator("input[name=override]").check();
      button(page, "Refresh " + ConsoleFixture.SHARED).click();
      page.waitForURL("**/runs/**");
      Run run = newestRun();
      assertThat(run.actor().name()).isEqualTo(OPERATOR);
      await()
          .atMost(Duration.ofSeconds(40))
          .pollInterval(Duration.ofMillis(300))
          .until(() -> console.beans.journal().get(run.id()).state().isEnded());
      assertThat(console.beans.journal().get(run.id()).state()).isEqualTo(RunState.SUCCEEDED);
      page.navigate(target);
      button(page, "Remove the protection").click();
      assertThat(page.locator("main")).containsText("Nobody has protected it");
    }
  }

  @Test
  void branches_are_filtered_as_one_types() {
    try (BrowserContext context = browser.as(DEVELOPER)) {
      Page page = context.newPage();
      page.navigate("/refresh");
      Locator main = page.locator("[data-words^='main ']");
      assertThat(main).isVisible();
      page.getByLabel("Filter branches and tags").fill("onerror developer");
      assertThat(main).isHidden();
      assertThat(page.locator("[data-words]:visible")).hasCount(1);
      assertThat(page.locator("[data-words]:visible")).containsText(ConsoleFixture.HOSTILE_BRANCH);
      page.getByLabel("Filter branches and tags").fill("");
      assertThat(main).isVisible();
    }
  }

  @Test
  void an_operator_decides_about_dumps() {
    DumpId held = console.olderThan(console.good);
    console.beans.store().hold(held, "too few rows");
    try (BrowserContext context = browser.as(OPERATOR)) {
      Page page = context.newPage();
      page.navigate("/dumps/" + held);
      page.getByLabel("Why it is released").fill("looked at it");
      button(page, "Release").click();
      assertThat(page.locator(".bar .state")).hasText("good");
      page.locator("summary").click();
      page.getByLabel("Why", new Page.GetByLabelOptions().setExact(true))
          .fill("for the <b>demo</b>");
      page.getByLabel("Last day").fill("2099-12-31");
      button(page, "Pin it").click();
      assertThat(page.locator("main")).containsText("for the <b>demo</b>");
      assertThat(page.locator("main")).containsText("Pinned by olga until 1 Jan 2100, 00:00 CET");
      button(page, "Unpin").click();
      assertThat(page.locator(".bar .badge")).hasCount(0);
      button(page, "Verify its files").click();
      assertThat(page.locator("main")).containsText("are what the manifest says");
      console.beans.store().hold(held, "again");
      page.navigate("/dumps/" + held);
      page.getByLabel("Why it is discarded").fill("not needed");
      button(page, "Discard").click();
      assertThat(page).hasURL(console.url("/dumps"));
      assertThat(page.locator("tbody")).not().containsText(held.value());
    }
  }

  @Test
  void what_a_role_does_not_allow_is_not_shown_and_refused() {
    try (BrowserContext context = browser.as(VIEWER)) {
      Page page = context.newPage();
      for (String path : pages().values()) {
        boolean refused =
            path.startsWith("/refresh") || path.equals("/audit") || path.equals("/users");
        assertThat(page.navigate(path).status() == 403).as(path).isEqualTo(refused);
        assertThat(page.locator("main form, main .button")).hasCount(0);
      }
      page.navigate("/");
      String token = page.locator("input[name=csrf]").first().getAttribute("value");
      for (String path :
          List.of(
              "/nights",
              "/targets/" + ConsoleFixture.SHARED + "/protect",
              "/dumps/" + console.good + "/pin",
              "/dumps/" + console.held + "/discard",
              "/runs/" + console.failed.id() + "/cancel")) {
        assertThat(
                context
                    .request()
                    .post(
                        console.url(path),
                        RequestOptions.create()
                            .setForm(FormData.create().set("csrf", token))
                            .setMaxRedirects(0))
                    .status())
            .as(path)
            .isEqualTo(403);
      }
    }
    try (BrowserContext context = browser.as(DEVELOPER)) {
      Page page = context.newPage();
      page.navigate("/dumps/" + console.held);
      assertThat(page.locator("main form")).hasCount(0);
    }
  }

  @Test
  void a_form_with_other_fields_or_without_its_token_is_refused() {
    try (BrowserContext context = browser.as(OPERATOR)) {
      Page page = context.newPage();
      page.navigate("/");
      String token = page.locator("input[name=csrf]").first().getAttribute("value");
      long before = console.beans.journal().newest(200).size();
      for (FormData form :
          List.of(
              FormData.create().set("x", "1"),
              FormData.create().set("csrf", "A".repeat(43)),
              FormData.create().set("csrf", token).set("id", "other"))) {
        assertThat(
                context
                    .request()
                    .post(
                        console.url("/nights"),
                        RequestOptions.create().setForm(form).setMaxRedirects(0))
                    .status())
            .isBetween(400, 403);
      }
      assertThat(console.beans.journal().newest(200)).hasSize((int) before);
      assertThat(page.navigate("/runs?id=1").status()).isEqualTo(400);
    }
  }

  @Test
  void no_page_is_wider_than_a_phone() {
    try (BrowserContext context = browser.as(OPERATOR, o -> o.setViewportSize(360, 740))) {
      Page page = context.newPage();
      pages()
          .forEach(
              (name, path) -> {
                page.navigate(path);
                assertThat(page.evaluate("() => document.documentElement.scrollWidth"))
                    .as(name)
                    .isEqualTo(360);
              });
    }
  }

  @Test
  void hostile_names_are_text_on_every_page() {
    try (BrowserContext context = browser.as(OPERATOR)) {
      Page page = context.newPage();
      pages()
          .forEach(
              (name, path) -> {
                page.navigate(path);
                assertThat(page.locator("main img, main b, main script")).hasCount(0);
                assertThat(page.title()).as(name).endsWith(" · Rehydrate");
              });
      page.navigate("/dumps/" + console.held);
      assertThat(page.locator("main")).containsText(ConsoleFixture.HOSTILE);
      assertThat(page.locator("main")).containsText("<b>notes</b>");
      page.navigate("/runs/" + console.failed.id());
      assertThat(page.locator(".lead")).containsText(ConsoleFixture.HOSTILE_BRANCH);
      assertThat(page.locator("#log")).containsText("begins " + ConsoleFixture.HOSTILE);
      assertThat(page.locator(".facts").first()).containsText(ConsoleFixture.HOSTILE);
      page.navigate("/plan");
      assertThat(page.locator("svg.plan")).containsText("<b>notes</b>");
      page.navigate(
          "/refresh/review?target="
              + ConsoleFixture.SHARED
              + "&ref=%3Cscript%3Ealert(1)%3C/script%3E");
      assertThat(page.getByRole(AriaRole.ALERT)).containsText("'<script>alert(1)</script>'");
      assertThat(page.locator("main script")).hasCount(0);
    }
  }

  @Test
  void the_nights_are_told_in_words_too() {
    try (BrowserContext context = browser.as(VIEWER)) {
      Page page = context.newPage();
      page.navigate("/");
      Locator strip = page.locator(".strip li");
      assertThat(strip).hasCount(30);
      for (String fate : List.of("good", "held", "failed", "missed", "no night")) {
        assertThat(strip.filter(new Locator.FilterOptions().setHasText(": " + fate)).first())
            .hasClass(fate.replace(' ', '-'));
      }
    }
  }

  @Test
  void no_page_has_a_serious_fault_of_accessibility() throws Exception {
    String axe;
    try (InputStream in = getClass().getResourceAsStream("/axe.min.js")) {
      axe = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    try (BrowserContext context = browser.as(OPERATOR);
        BrowserContext anybody = browser.anybody(o -> o)) {
      Page page = context.newPage();
      pages()
          .forEach(
              (name, path) -> {
                page.navigate(path);
                check(page, axe, name);
              });
      Page login = anybody.newPage();
      assertThat(login.navigate("/").url()).endsWith("/login");
      check(login, axe, "login");
    }
  }

  /** In light and dark; of the rules only that of contrast depends on it. */
  private static void check(Page page, String axe, String name) {
    page.evaluate(axe);
    assertThat(faults(page, "{ resultTypes: ['violations'] }")).as(name).isEmpty();
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
    assertThat(faults(page, "{ runOnly: ['color-contrast'] }")).as(name + ", dark").isEmpty();
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
  }

  private static List<?> faults(Page page, String options) {
    return (List<?>)
        page.evaluate(
            "async () => (await axe.run("
                + options
                + ")).violations"
                + ".filter(v => v.impact === 'serious' || v.impact === 'critical')"
                + ".map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.html).join(' | '))");
  }
}

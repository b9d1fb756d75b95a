package io.rehydrate.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import io.rehydrate.dump.DumpId;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.MigrationFailedException;
import io.rehydrate.refresh.TargetContents;
import io.rehydrate.refresh.TargetHolds;
import io.rehydrate.run.ActiveRun;
import io.rehydrate.run.Run;
import io.rehydrate.settings.TargetName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("browser")
class PageTest {
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

  @TempDir static Path folder;
  private static ApiFixture api;
  private static Playwright playwright;
  private static Browser browser;

  @BeforeAll
  static void start() {
    assumeTrue(
        Files.isExecutable(CHROMIUM), "There is no " + CHROMIUM + ": the page is not tested");
    api = new ApiFixture(folder);
    api.publish("20261121T020000Z");
    new TargetContents(api.journal)
        .holds(
            new TargetName("dev-b"),
            new TargetHolds(
                "20261120T020000Z", "<b>x</b>", "ab".repeat(20), "jane", "r-1", ApiFixture.NOW));
    DumpId held = api.publish("20261122T020000Z");
    api.store.hold(held, "<img src=x onerror=document.title='hit'>");
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(CHROMIUM)
                    .setArgs(
                        List.of(
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-quic",
                            "--no-first-run",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync")));
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
    if (playwright != null) {
      playwright.close();
    }
    if (api != null) {
      api.close();
    }
  }

  @Test
  void a_refresh_is_asked_for_and_its_log_followed_to_the_end() {
    List<String> complaints = new ArrayList<>();
    try (Page page = browser.newPage()) {
      page.onConsoleMessage(
          message -> {
            if (message.type().equals("error")) {
              complaints.add(message.text());
            }
          });
      page.navigate(api.url("/"));
      page.getByLabel("Target").selectOption("dev-b");
      assertThat(page.locator("#target-note")).containsText("not admitted yet");
      page.getByLabel("Migrations of").fill("main");
      page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Refresh").setExact(true))
          .click();
      assertThat(page.locator("#confirm")).containsText("Every table of ");
      assertThat(page.locator("#confirm"))
          .containsText("dev-b holds 20261120T020000Z with <b>x</b> (abababab");
      assertThat(page.locator("#confirm")).containsText("with the migrations of main");
      page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Keep it")).click();
      assertThat(page.locator("#confirm")).isHidden();
      assertThat(api.journal.newest(1)).isEmpty();
      page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Refresh").setExact(true))
          .click();
      page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Replace it")).click();
      assertThat(page.locator("#log-state")).containsText("queued");

      Run queued = api.journal.newest(1).get(0);
      assertThat(queued.target()).contains("dev-b");
      ActiveRun run = api.runs.begin(queued.id());
      run.log().info("<b>loading</b>");
      assertThat(page.locator("#log")).containsText("<b>loading</b>");
      run.progress().begin("load", "bytes", 4_000_000);
      run.progress().counter("load").accept(1_000_000);
      assertThat(page.locator("#log-state")).containsText("load 25 %, 1.0 MB of 4.0 MB");
      assertThat(page.locator("#log-state progress")).hasAttribute("value", "1000000");
      api.runs.fail(
          run, new MigrationFailedException(ErrorCode.MIGRATIONS_FAILED, "V3 failed", "Mend it"));
      api.runs.end(run);

      assertThat(page.locator("#log")).containsText("ended: failed");
      assertThat(page.locator("#log-state")).hasText("failed");
      assertThat(page.locator("#runs")).containsText("V3 failed. Mend it");
      assertThat(page.locator("#cancel")).isHidden();
      assertThat(complaints).isEmpty();
    }
  }

  @Test
  void what_comes_from_elsewhere_is_text() {
    try (Page page = browser.newPage()) {
      page.navigate(api.url("/"));

      assertThat(page.locator("#dumps")).containsText("<img src=x onerror=");
      assertThat(page.locator("img")).hasCount(0);
      assertThat(page).hasTitle("Rehydrate");
    }
  }

  @Test
  void a_refusal_is_told_with_its_way_out() {
    try (Page page = browser.newPage()) {
      page.navigate(api.url("/"));
      page.getByLabel("Migrations of").fill("no-such-branch");
      assertThat(page.locator("#ask")).isEnabled();
      page.getByLabel("Migrations of").press("Enter");
      page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Replace it")).click();

      assertThat(page.getByRole(AriaRole.ALERT)).containsText("There is no branch or tag");
      assertThat(page.getByRole(AriaRole.ALERT)).containsText("List them");
    }
  }

  @Test
  void a_held_dump_is_shown_and_not_offered() {
    try (Page page = browser.newPage()) {
      page.navigate(api.url("/"));

      assertThat(page.locator("#dumps")).containsText("20261122T020000Z");
      assertThat(page.locator("#dump option")).hasCount(2);
      assertThat(page.locator("#dump option").first()).hasText("latest (20261121T020000Z)");
    }
  }
}

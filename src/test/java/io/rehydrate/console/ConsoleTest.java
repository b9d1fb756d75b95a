package io.rehydrate.console;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("browser")
class ConsoleTest {
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

  @TempDir static Path folder;
  private static ConsoleFixture console;
  private static Playwright playwright;
  private static Browser browser;

  @BeforeAll
  static void start() throws Exception {
    assumeTrue(
        Files.isExecutable(CHROMIUM), "There is no " + CHROMIUM + ": the console is not tested");
    console = new ConsoleFixture(folder);
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
    if (playwright != null) {
      playwright.close();
    }
    if (console != null) {
      console.close();
    }
  }

  private static Map<String, String> pages() {
    Map<String, String> pages = new LinkedHashMap<>();
    pages.put("overview", "/");
    pages.put("refresh", "/refresh");
    pages.put(
        "review", "/refresh/review?target=" + ConsoleFixture.SHARED + "&dump=latest&ref=main");
    pages.put("runs", "/runs");
    pages.put("run-failed", "/runs/" + console.failed.id());
    pages.put("run-night", "/runs/" + console.beans.journal().newest(2).get(1).id());
    pages.put("dumps", "/dumps");
    pages.put("dump", "/dumps/" + console.good);
    pages.put("dump-held", "/dumps/" + console.held);
    pages.put("trends", "/trends");
    pages.put("plan", "/plan");
    pages.put("errors", "/errors");
    pages.put("problem", "/runs/nothing");
    return pages;
  }

  @Test
  void pictures() throws Exception {
    String to = System.getProperty("console.pictures");
    assumeTrue(to != null);
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      for (int width : List.of(1280, 360)) {
        try (BrowserContext context =
            browser.newContext(
                new Browser.NewContextOptions()
                    .setColorScheme(scheme)
                    .setViewportSize(width, 800))) {
          Page page = context.newPage();
          pages()
              .forEach(
                  (name, path) -> {
                    page.navigate(console.url(path));
                    Path file =
                        Path.of(
                            to,
                            name
                                + "-"
                                + width
                                + "-"
                                + (scheme == ColorScheme.DARK ? "dark" : "light")
                                + ".png");
                    page.screenshot(new Page.ScreenshotOptions().setFullPage(true).setPath(file));
                  });
        }
      }
    }
  }
}

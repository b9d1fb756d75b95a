package io.rehydrate.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import io.rehydrate.support.UsersFixture;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** A browser that notes whatever a page asks of another place, and what its policy forbids. */
final class ConsoleBrowser implements AutoCloseable {
  static final Path CHROMIUM = Path.of("/usr/bin/chromium");

  private static final String NOTE_VIOLATIONS =
      "addEventListener('securitypolicyviolation', e => console.error('policy: ' +"
          + " e.violatedDirective + ' ' + e.blockedURI))";

  private final String origin;
  private final Playwright playwright;
  private final Browser browser;
  private final Map<String, String> signedIn = new ConcurrentHashMap<>();
  private final List<String> complaints = new CopyOnWriteArrayList<>();

  /**
   * @param origin of the console
   */
  ConsoleBrowser(String origin) {
    this.origin = origin;
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

  /** A window in which nobody is signed in. */
  BrowserContext anybody(UnaryOperator<Browser.NewContextOptions> options) {
    BrowserContext context =
        browser.newContext(options.apply(new Browser.NewContextOptions().setBaseURL(origin)));
    context.setDefaultTimeout(10_000);
    context.onRequest(
        request -> {
          if (!request.url().startsWith(origin + "/")) {
            complaints.add("asks elsewhere: " + request.url());
          }
        });
    context.onConsoleMessage(
        message -> {
          boolean policy = message.text().contains("olicy");
          if (policy
              || (message.type().equals("error") && !message.text().contains("status of 4"))) {
            complaints.add(message.text());
          }
        });
    context.onWebError(error -> complaints.add(error.error()));
    context.addInitScript(NOTE_VIOLATIONS);
    return context;
  }

  /** A window in which this user is signed in. */
  BrowserContext as(String user, UnaryOperator<Browser.NewContextOptions> options) {
    String state = signedIn.computeIfAbsent(user, this::signIn);
    return anybody(o -> options.apply(o).setStorageState(state));
  }

  BrowserContext as(String user) {
    return as(user, UnaryOperator.identity());
  }

  private String signIn(String user) {
    try (BrowserContext context = anybody(UnaryOperator.identity())) {
      Page page = context.newPage();
      page.navigate("/");
      fillSignIn(page, user);
      assertThat(page.url()).isEqualTo(origin + "/");
      return context.storageState();
    }
  }

  static void fillSignIn(Page page, String user) {
    page.getByLabel("Name").fill(user);
    page.getByLabel("Password").fill(UsersFixture.PASSWORD);
    page.getByLabel("Password").press("Enter");
    page.waitForURL(url -> !url.contains("/login"));
  }

  /** What the pages did that they must not do, since the last time. */
  List<String> complaints() {
    List<String> all = List.copyOf(complaints);
    complaints.clear();
    return all;
  }

  @Override
  public void close() {
    playwright.close();
  }
}

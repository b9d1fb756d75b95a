package io.rehydrate.daemon;

import io.rehydrate.settings.Settings;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes changed route files over while the daemon runs: sound ones, and when no run is in progress.
 * It looks at the files' contents every few seconds, since a share tells nobody of a change.
 */
public final class RouteReload implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RouteReload.class);
  private static final Duration INTERVAL = Duration.ofSeconds(3);
  private static final int CLOSING_SECONDS = 60;

  private final Settings settings;
  private final Map<String, Object> beans;
  private final RouteExchange exchange;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final ScheduledExecutorService watcher;
  private RouteFiles applied;
  private String seen;
  private String refused = "";
  private String sound = "";

  private RouteReload(
      Settings settings,
      Map<String, Object> beans,
      CamelContext context,
      BooleanSupplier busy,
      RouteFiles applied) {
    this.settings = settings;
    this.beans = beans;
    this.exchange = new RouteExchange(context, busy, closed);
    this.applied = applied;
    this.seen = applied.fingerprint();
    this.watcher =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "routes");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Begins to look.
   *
   * @param busy whether a run is in progress
   * @param applied the files as they were just before the routes were started
   */
  static RouteReload start(
      Settings settings,
      Map<String, Object> beans,
      CamelContext context,
      BooleanSupplier busy,
      RouteFiles applied) {
    return start(settings, beans, context, busy, applied, INTERVAL);
  }

  static RouteReload start(
      Settings settings,
      Map<String, Object> beans,
      CamelContext context,
      BooleanSupplier busy,
      RouteFiles applied,
      Duration interval) {
    RouteReload reload = new RouteReload(settings, beans, context, busy, applied);
    long pause = interval.toMillis();
    reload.watcher.scheduleWithFixedDelay(reload::look, pause, pause, TimeUnit.MILLISECONDS);
    return reload;
  }

  private void look() {
    try {
      RouteFiles files = RouteFiles.of(settings);
      String now = files.fingerprint();
      boolean settled = now.equals(seen);
      seen = now;
      if (settled && !now.equals(applied.fingerprint()) && !now.equals(refused)) {
        take(files, now);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException e) {
      LOG.warn("The routes folder can't be looked at: {}", RouteErrors.words(e));
    }
  }

  private void take(RouteFiles files, String fingerprint) throws InterruptedException {
    if (!fingerprint.equals(sound)) {
      List<RouteProblem> problems = RouteCheck.check(settings, beans, files);
      if (!problems.isEmpty()) {
        refused = fingerprint;
        LOG.warn(
            "The changed routes are not taken, the old ones stay; 'routes check' says the same:");
        problems.forEach(problem -> LOG.warn("  {}", problem));
        return;
      }
      sound = fingerprint;
      LOG.info(
          "Changed routes, sound: {}; they count as soon as no run is in progress", changes(files));
    }
    switch (exchange.exchange(applied, files)) {
      case DONE -> {
        LOG.info("The changed routes work now: {}", changes(files));
        applied = files;
      }
      case FAILED -> refused = fingerprint;
      case BUSY -> {}
    }
  }

  private String changes(RouteFiles files) {
    TreeSet<String> names = new TreeSet<>(applied.texts().keySet());
    names.addAll(files.texts().keySet());
    return String.join(
        ", ",
        names.stream()
            .filter(n -> !Arrays.equals(applied.texts().get(n), files.texts().get(n)))
            .map(
                n ->
                    n
                        + (!files.texts().containsKey(n)
                            ? " (removed)"
                            : applied.texts().containsKey(n) ? "" : " (new)"))
            .toList());
  }

  /** An exchange that has begun comes to its end. */
  @Override
  public void close() {
    closed.countDown();
    watcher.shutdown();
    try {
      if (!watcher.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS)) {
        watcher.shutdownNow();
      }
    } catch (InterruptedException e) {
      watcher.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}

package io.rehydrate.daemon;

import io.rehydrate.settings.Settings;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes changed route files over while the daemon runs: sound ones, and when no run is in progress.
 * It looks at the files' contents every few seconds, since a share announces no change.
 */
public final class RouteReload implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RouteReload.class);
  private static final Duration INTERVAL = Duration.ofSeconds(3);
  private static final int LOOKS_UNTIL_RETRY = 20;
  private static final int MOST_LOOKS_UNTIL_RETRY = 400;
  private static final int LOOKS_UNTIL_REMINDER = 100;
  private static final int CLOSING_SECONDS = 60;

  private final Settings settings;
  private final Map<String, Object> beans;
  private final RouteExchange exchange;
  private final ScheduledExecutorService watcher;
  private RouteFiles applied;
  private String seen;
  private String sound = "";
  private String refused = "";
  private List<RouteProblem> told = List.of();
  private List<String> misnamed = List.of();
  private int looksUntilRetry;
  private int failures;
  private String waitsFor = "";
  private int looksUntilReminder;

  private RouteReload(
      Settings settings,
      Map<String, Object> beans,
      CamelContext context,
      RouteExchange.RunGate gate,
      RouteFiles applied) {
    this.settings = settings;
    this.beans = beans;
    this.exchange = new RouteExchange(context, gate);
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
   * @param gate keeps runs from beginning meanwhile
   * @param applied the files as they were just before the routes were started
   */
  static RouteReload start(
      Settings settings,
      Map<String, Object> beans,
      CamelContext context,
      RouteExchange.RunGate gate,
      RouteFiles applied) {
    RouteReload reload = start(settings, beans, context, gate, applied, INTERVAL);
    reload.watcher.execute(reload::checkApplied);
    return reload;
  }

  static RouteReload start(
      Settings settings,
      Map<String, Object> beans,
      CamelContext context,
      BooleanSupplier busy,
      RouteFiles applied,
      Duration interval) {
    RouteExchange.RunGate gate =
        work -> busy.getAsBoolean() ? RouteExchange.Outcome.waits("a run") : work.call();
    return start(settings, beans, context, gate, applied, interval);
  }

  private static RouteReload start(
      Settings settings,
      Map<String, Object> beans,
      CamelContext context,
      RouteExchange.RunGate gate,
      RouteFiles applied,
      Duration interval) {
    RouteReload reload = new RouteReload(settings, beans, context, gate, applied);
    long pause = interval.toMillis();
    reload.watcher.scheduleWithFixedDelay(reload::look, pause, pause, TimeUnit.MILLISECONDS);
    return reload;
  }

  /** What Camel starts may still be wrong. */
  private void checkApplied() {
    try {
      List<RouteProblem> problems = RouteCheck.check(settings, beans, applied.shipped());
      if (!problems.isEmpty()) {
        LOG.warn(
            "The routes are at work, and not as they should be; 'routes check' says the same:");
        problems.forEach(problem -> LOG.warn("  {}", problem));
      }
      misnamed = applied.misnamed();
      new RouteInventory(settings, applied.shipped())
          .outdated()
          .forEach(sentence -> LOG.warn("{}", sentence));
    } catch (RuntimeException e) {
      LOG.warn("The routes can't be checked: {}", RouteErrors.words(e));
    }
  }

  private void look() {
    try {
      RouteFiles files = RouteFiles.of(settings, applied.shipped());
      String now = files.fingerprint();
      boolean settled = now.equals(seen);
      seen = now;
      if (!now.equals(refused)) {
        refused = "";
        failures = 0;
      }
      if (settled && !now.equals(applied.fingerprint()) && (refused.isEmpty() || isRetry())) {
        take(files, now);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.warn("The routes folder can't be read: {}", RouteErrors.words(e));
    } catch (Exception e) {
      LOG.warn("The changed routes can't be taken now: {}", RouteErrors.words(e));
    }
  }

  /** What a refused text lacked may be there by now. */
  private boolean isRetry() {
    return --looksUntilRetry <= 0;
  }

  private void refuse(String fingerprint) {
    refused = fingerprint;
    sound = "";
    looksUntilRetry = Math.min(MOST_LOOKS_UNTIL_RETRY, LOOKS_UNTIL_RETRY << Math.min(failures, 5));
  }

  private void take(RouteFiles files, String fingerprint) throws Exception {
    if (!files.misnamed().equals(misnamed)) {
      misnamed = files.misnamed();
      misnamed.forEach(name -> LOG.warn("  {}", RouteCheck.misnamed(files, name)));
    }
    Set<String> changed = RouteChange.changed(applied, files);
    if (!fingerprint.equals(sound) && !changed.isEmpty()) {
      List<RouteProblem> problems = RouteCheck.check(settings, beans, files);
      if (!problems.isEmpty()) {
        refuse(problems, fingerprint);
        return;
      }
      sound = fingerprint;
      told = List.of();
      waitsFor = "";
    }
    RouteExchange.Outcome outcome = exchange.exchange(applied, files);
    if (outcome.done()) {
      if (!changed.isEmpty()) {
        LOG.info("The changed routes work now: {}", words(changed, files));
      }
      applied = files;
      failures = 0;
    } else if (outcome.waitsFor().isEmpty()) {
      refuse(fingerprint);
      failures++;
    } else {
      remind(outcome.waitsFor(), words(changed, files));
    }
  }

  private void refuse(List<RouteProblem> problems, String fingerprint) {
    refuse(fingerprint);
    if (!problems.equals(told)) {
      told = problems;
      LOG.warn(
          "The changed routes are not taken, the old ones stay; 'routes check' says the same."
              + " It is tried again when they change, and once in a while:");
      problems.forEach(problem -> LOG.warn("  {}", problem));
    }
  }

  /** Once for everything that is waited for, and again every few minutes. */
  private void remind(String what, String changes) {
    if (!what.equals(waitsFor) || --looksUntilReminder <= 0) {
      waitsFor = what;
      looksUntilReminder = LOOKS_UNTIL_REMINDER;
      LOG.info("Changed routes, sound: {}; they count after {}", changes, what);
    }
  }

  private String words(Set<String> changed, RouteFiles files) {
    return String.join(
        ", ",
        changed.stream()
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

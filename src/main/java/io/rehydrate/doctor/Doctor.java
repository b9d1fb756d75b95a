package io.rehydrate.doctor;

import io.rehydrate.refresh.Admissions;
import io.rehydrate.settings.Settings;
import io.rehydrate.source.aws.Leftovers;
import io.rehydrate.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Examines what a home folder's settings name: programs, servers, rights, places. It changes
 * nothing but a schema on the scratch and a file in the store that it makes and removes.
 */
public final class Doctor {
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private final Settings settings;
  private final Clock clock;
  private final Optional<Admissions> admissions;
  private final Optional<Store> store;
  private final Optional<Leftovers> leftovers;
  private final Duration deadline;

  private Doctor(
      Settings settings,
      Clock clock,
      Optional<Admissions> admissions,
      Optional<Store> store,
      Optional<Leftovers> leftovers,
      Duration deadline) {
    this.leftovers = leftovers;
    this.settings = settings;
    this.clock = clock;
    this.admissions = admissions;
    this.store = store;
    this.deadline = deadline;
  }

  /**
   * Examines everything; never throws, and ends even where a server does not answer.
   *
   * @param admissions empty where the state database can't be opened
   * @param store empty where the state database can't be opened
   * @return in the order in which a reader wants them
   */
  public static List<Check> run(
      Settings settings, Clock clock, Optional<Admissions> admissions, Optional<Store> store) {
    return run(settings, clock, admissions, store, Optional.empty());
  }

  /**
   * @param leftovers empty where the state database can't be opened
   */
  public static List<Check> run(
      Settings settings,
      Clock clock,
      Optional<Admissions> admissions,
      Optional<Store> store,
      Optional<Leftovers> leftovers) {
    return new Doctor(settings, clock, admissions, store, leftovers, DEADLINE).all();
  }

  static List<Check> run(
      Settings settings,
      Clock clock,
      Optional<Admissions> admissions,
      Optional<Store> store,
      Duration deadline) {
    return new Doctor(settings, clock, admissions, store, Optional.empty(), deadline).all();
  }

  private Map<String, Examination> examinations() {
    Map<String, Examination> all = new LinkedHashMap<>();
    all.put("settings", new SettingsChecks(settings));
    all.put("tools", new ToolChecks(settings));
    all.put("source", new SourceChecks(settings, clock));
    settings.aws().ifPresent(aws -> all.put("aws", new AwsChecks(aws, clock)));
    settings
        .aws()
        .flatMap(aws -> leftovers)
        .ifPresent(left -> all.put("aws leftovers", new LeftoverChecks(left)));
    all.put("scratch", new ScratchChecks(settings, clock));
    settings
        .targets()
        .values()
        .forEach(t -> all.put("target " + t.name(), new TargetChecks(settings, t, admissions)));
    all.put("store", new StoreChecks(settings, store));
    settings.clones().ifPresent(clones -> all.put("clones", new CloneChecks(clones)));
    all.put("state", new StateChecks(settings, admissions.isPresent()));
    all.put("mask key", new MaskKeyChecks(settings));
    all.put("migrations", new GitChecks(settings));
    return all;
  }

  /** All at a time: one server that does not answer holds up no other. */
  private List<Check> all() {
    ExecutorService pool =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "doctor");
              thread.setDaemon(true);
              return thread;
            });
    try {
      Map<String, Findings> findings = new LinkedHashMap<>();
      Map<String, Future<?>> futures = new LinkedHashMap<>();
      examinations()
          .forEach(
              (name, examination) -> {
                Findings found = new Findings();
                findings.put(name, found);
                futures.put(name, pool.submit(() -> examine(name, examination, found)));
              });
      long end = System.nanoTime() + deadline.toNanos();
      futures.forEach((name, future) -> await(name, future, end, findings.get(name)));
      List<Check> checks = new ArrayList<>();
      findings.values().forEach(found -> checks.addAll(found.checks()));
      return List.copyOf(checks);
    } finally {
      pool.shutdownNow();
    }
  }

  private static void examine(String name, Examination examination, Findings findings) {
    try {
      examination.examine(findings);
    } catch (Exception e) {
      findings.failed(name, e);
    }
  }

  private void await(String name, Future<?> future, long end, Findings findings) {
    try {
      future.get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      findings.fail(
          name,
          "no answer within " + deadline.toSeconds() + " s",
          "Look whether the server is overloaded, or a firewall swallows what is sent");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      findings.fail(name, "interrupted", "");
    } catch (ExecutionException | CancellationException e) {
      findings.failed(name, e);
    }
  }
}

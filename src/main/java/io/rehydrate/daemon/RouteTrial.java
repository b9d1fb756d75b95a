package io.rehydrate.daemon;

import io.rehydrate.settings.Settings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.RouteConfigurationsBuilder;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.component.quartz.QuartzComponent;
import org.apache.camel.main.Main;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.support.PluginHelper;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.impl.StdSchedulerFactory;

/**
 * A second Camel next to the one that works: it builds routes with the same settings and beans, and
 * starts none of them. No timer ticks in it, nothing is consumed, no port is opened.
 */
final class RouteTrial implements AutoCloseable {
  private static final String NAME = "rehydrate-check";
  private static final Map<String, String> MODE =
      Map.of(
          "camel.main.name", NAME,
          "camel.main.autoStartup", "false",
          "camel.main.sourceLocationEnabled", "true",
          "camel.main.jmxEnabled", "false",
          "camel.server.enabled", "false",
          "camel.management.enabled", "false",
          "camel.metrics.enabled", "false",
          "camel.main.shutdownTimeout", "5");

  private final RouteFiles files;
  private final Main main;
  private final Scheduler scheduler;
  private final List<RouteProblem> problems = new ArrayList<>();
  private final List<RouteProblem> unloaded = new ArrayList<>();
  private boolean complete = true;

  private RouteTrial(RouteFiles files, Main main, Scheduler scheduler) {
    this.files = files;
    this.main = main;
    this.scheduler = scheduler;
  }

  /** Builds every file; {@link #problems()} reports what could not be built. */
  static RouteTrial build(Settings settings, Map<String, Object> beans, RouteFiles files) {
    try {
      Scheduler scheduler = idleScheduler();
      Main main = Engine.configured(settings, beans, MODE, List.of());
      QuartzComponent quartz = new QuartzComponent();
      quartz.setScheduler(scheduler);
      quartz.setAutoStartScheduler(false);
      main.bind("quartz", quartz);
      RouteTrial trial = new RouteTrial(files, main, scheduler);
      trial.build();
      return trial;
    } catch (SchedulerException e) {
      throw new IllegalStateException(e);
    }
  }

  /** In memory and never started, whatever store the daemon's own keeps its triggers in. */
  private static Scheduler idleScheduler() throws SchedulerException {
    Properties properties = new Properties();
    properties.put(
        "org.quartz.scheduler.instanceName", NAME + "-" + Thread.currentThread().getId());
    properties.put("org.quartz.scheduler.skipUpdateCheck", "true");
    properties.put("org.quartz.threadPool.class", "org.quartz.simpl.ZeroSizeThreadPool");
    properties.put("org.quartz.jobStore.class", "org.quartz.simpl.RAMJobStore");
    return new StdSchedulerFactory(properties).getScheduler();
  }

  private void build() {
    try {
      main.start();
    } catch (Exception e) {
      complete = false;
      problems.add(new RouteProblem("application.properties", 0, RouteErrors.words(e)));
      return;
    }
    Map<String, RoutesBuilder> builders = new TreeMap<>();
    for (String file : files.texts().keySet()) {
      try {
        RoutesBuilder builder = load(file);
        if (builder instanceof RouteConfigurationsBuilder configurations) {
          context().addRoutesConfigurations(configurations);
        }
        builders.put(file, builder);
      } catch (Exception e) {
        complete = false;
        unloaded.add(RouteErrors.problem(files, file, e));
      }
    }
    builders.replaceAll(this::addRoutes);
    builders.forEach(this::addTemplatedRoutes);
  }

  private RoutesBuilder load(String file) throws Exception {
    return PluginHelper.getRoutesLoader(context())
        .findRoutesBuilders(files.resource(file))
        .iterator()
        .next();
  }

  /** Goes on after each route that can't be built, so that one look finds them all. */
  private RoutesBuilder addRoutes(String file, RoutesBuilder first) {
    Set<String> failed = new HashSet<>();
    RoutesBuilder builder = first;
    for (boolean again = true; again; ) {
      model()
          .setRouteFilter(
              route ->
                  !failed.contains(route.getRouteId())
                      && context().getRoute(route.getRouteId()) == null);
      try {
        context().addRoutes(builder);
        again = false;
      } catch (Exception e) {
        problems.add(RouteErrors.problem(files, file, e));
        again =
            e instanceof FailedToCreateRouteException route
                && route.getRouteId() != null
                && failed.add(route.getRouteId());
        complete &= again;
        builder = again ? reload(file) : builder;
      }
    }
    model().setRouteFilter(null);
    return builder;
  }

  /** A builder works once; another one brings the file's route configurations again. */
  private RoutesBuilder reload(String file) {
    String location = files.resource(file).getLocation();
    try {
      for (RouteConfigurationDefinition old :
          List.copyOf(model().getRouteConfigurationDefinitions())) {
        if (old.getResource() != null && old.getResource().getLocation().equals(location)) {
          model().removeRouteConfiguration(old);
        }
      }
      return load(file);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private void addTemplatedRoutes(String file, RoutesBuilder builder) {
    try {
      context().addTemplatedRoutes(builder);
    } catch (Exception e) {
      complete = false;
      problems.add(RouteErrors.problem(files, file, e));
    }
  }

  List<RouteProblem> problems() {
    return List.copyOf(problems);
  }

  /** Files that Camel can't even read; the schema may have said so in better words. */
  List<RouteProblem> unloaded() {
    return List.copyOf(unloaded);
  }

  /** Whether every route is known, if not built. */
  boolean isComplete() {
    return complete;
  }

  CamelContext context() {
    return main.getCamelContext();
  }

  Model model() {
    return context().getCamelContextExtension().getContextPlugin(Model.class);
  }

  @Override
  public void close() {
    main.stop();
    try {
      scheduler.shutdown(false);
    } catch (SchedulerException e) {
      throw new IllegalStateException(e);
    }
  }
}

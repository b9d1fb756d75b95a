package io.rehydrate.daemon;

import io.rehydrate.night.Schedule;
import io.rehydrate.settings.Settings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Everything that is wrong with a home folder's routes, without starting one of them. */
public final class RouteCheck {
  private RouteCheck() {}

  /**
   * Holds every route file against Camel's schema, builds all of them, and looks whether they fit
   * together.
   *
   * @param beans as the routes name them
   * @return by file and line; none: the routes are sound
   */
  public static List<RouteProblem> check(
      Settings settings, Map<String, Object> beans, ShippedRoutes shipped) {
    try {
      RouteFiles files = RouteFiles.of(settings, shipped);
      List<RouteProblem> problems = new ArrayList<>(check(settings, beans, files));
      files.misnamed().forEach(name -> problems.add(misnamed(files, name)));
      problems.sort(Comparator.comparing(RouteProblem::file).thenComparingInt(RouteProblem::line));
      return List.copyOf(problems);
    } catch (IOException e) {
      return List.of(new RouteProblem(RouteFiles.FOLDER, 0, "the folder can't be read"));
    }
  }

  /** The schedules of the nights, as the routes have them; empty where they can't be read. */
  public static List<String> schedules(
      Settings settings, Map<String, Object> beans, ShippedRoutes shipped) {
    try (RouteTrial trial = RouteTrial.build(settings, beans, RouteFiles.of(settings, shipped))) {
      return RouteSchedules.built(trial.context()).stream().map(Schedule::toString).toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  /** A file that somebody may believe to be at work. */
  static RouteProblem misnamed(RouteFiles files, String name) {
    return new RouteProblem(
        files.shown(name),
        0,
        "the file is not taken: route files lie directly in routes/, and their names end with"
            + " .camel.yaml");
  }

  /** As {@link #check(Settings, Map, ShippedRoutes)}, of the files that are taken alone. */
  static List<RouteProblem> check(Settings settings, Map<String, Object> beans, RouteFiles files) {
    if (files.texts().isEmpty() && files.unreadable().isEmpty()) {
      return List.of(
          new RouteProblem(
              RouteFiles.FOLDER,
              0,
              "there is no *.camel.yaml file in "
                  + files.folder()
                  + ", and none was shipped with the program"));
    }
    List<RouteProblem> problems = new ArrayList<>();
    files
        .unreadable()
        .forEach((name, why) -> problems.add(new RouteProblem(files.shown(name), 0, why)));
    RouteSchema schema = new RouteSchema();
    files.texts().forEach((name, text) -> problems.addAll(schema.check(files.shown(name), text)));
    List<RouteProblem> doubles = RouteIds.problems(files);
    problems.addAll(doubles);
    List<RouteProblem> told = List.copyOf(problems);
    try (RouteTrial trial = RouteTrial.build(settings, beans, files)) {
      trial.problems().stream().filter(problem -> isNews(problem, told)).forEach(problems::add);
      trial.unloaded().stream()
          .filter(problem -> told.stream().noneMatch(t -> t.file().equals(problem.file())))
          .forEach(problems::add);
      if (trial.isComplete() && doubles.isEmpty()) {
        problems.addAll(sense(trial, settings, beans, files));
      }
    }
    problems.sort(Comparator.comparing(RouteProblem::file).thenComparingInt(RouteProblem::line));
    return List.copyOf(problems);
  }

  /** What routes that Camel can build mean, together. */
  private static List<RouteProblem> sense(
      RouteTrial trial, Settings settings, Map<String, Object> beans, RouteFiles files) {
    RoutePlaces places = new RoutePlaces(files);
    List<RouteProblem> problems =
        new ArrayList<>(new RouteLinks(trial.context(), trial.model(), places).problems());
    problems.addAll(new RouteTriggers(trial.context(), places).problems());
    new RouteWalk(trial.context(), beans, (step, problem) -> problems.add(places.at(step, problem)))
        .walk(List.of(RequiredSteps.night(settings.source().kind()), RequiredSteps.REFRESH));
    problems.addAll(outdated(files, problems));
    return problems.stream().distinct().toList();
  }

  /** A home's copy of a shipped file may call methods that only an earlier version had. */
  private static List<RouteProblem> outdated(RouteFiles files, List<RouteProblem> problems) {
    return files.texts().keySet().stream()
        .filter(files::replacesShipped)
        .filter(
            name ->
                problems.stream()
                    .filter(problem -> problem.file().equals(files.shown(name)))
                    .anyMatch(problem -> problem.message().contains(WalkWords.NO_METHOD)))
        .map(
            name ->
                new RouteProblem(
                    files.shown(name),
                    0,
                    "it replaces the shipped file, which calls other methods in this version:"
                        + " compare them with 'rehydrate routes diff "
                        + name.replace(RouteFiles.SUFFIX, "")
                        + "', and repeat your edits in a copy of that one"))
        .toList();
  }

  /** What the schema has found in a line, the build would say again in its own words. */
  private static boolean isNews(RouteProblem problem, List<RouteProblem> told) {
    return told.stream()
        .noneMatch(
            t ->
                t.file().equals(problem.file())
                    && (t.line() == problem.line() || t.line() == 0 || problem.line() == 0));
  }
}

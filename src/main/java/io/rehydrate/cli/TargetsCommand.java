package io.rehydrate.cli;

import io.rehydrate.daemon.Beans;
import io.rehydrate.dump.Manifest;
import io.rehydrate.error.NotFoundException;
import io.rehydrate.http.TargetView;
import io.rehydrate.http.TargetView.HoldsView;
import io.rehydrate.http.TargetView.ProtectionView;
import io.rehydrate.refresh.Admission;
import io.rehydrate.refresh.Readiness;
import io.rehydrate.run.Actor;
import io.rehydrate.run.Figures;
import io.rehydrate.run.Protection;
import io.rehydrate.users.Person;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code targets}: what may be refreshed. */
@Command(
    name = "targets",
    mixinStandardHelpOptions = true,
    description = "Lists the configured targets.")
final class TargetsCommand implements Runnable {
  /** Digits of a commit. */
  private static final int SHOWN = 10;

  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "As JSON.")
  private boolean json;

  @Override
  public void run() {
    try (Beans beans = CommandContext.beans(spec, Logging.Mode.COMMAND)) {
      Map<String, Protection> protections = beans.refreshes().protections().all();
      List<TargetView> targets =
          new TreeMap<>(beans.settings().targets())
              .values().stream()
                  .map(
                      t ->
                          TargetView.of(
                              t,
                              beans.settings().refresh().inPlace(),
                              beans.admissions(),
                              beans.contents(),
                              protections))
                  .toList();
      if (json) {
        Terminal.view(targets);
        return;
      }
      Terminal.table(
          List.of(
              "NAME",
              "SERVER",
              "SCHEMAS",
              "OWNERS",
              "STATE",
              "DUMP",
              "REF",
              "COMMIT",
              "REFRESHED",
              "BY",
              "PROTECTED"),
          targets.stream().map(TargetsCommand::row).toList());
    }
  }

  /** What is known already of a refresh to come. */
  private static void outlook(Beans beans, String name) {
    boolean withRef = beans.settings().migrations().repository().isPresent();
    Readiness.Outlook outlook =
        new Readiness(beans.settings())
            .outlook(beans.admission().target(name), withRef, newest(beans));
    outlook.doubts().forEach(doubt -> Terminal.message("warning: " + doubt));
    outlook
        .problems()
        .forEach(
            p ->
                Terminal.message(
                    "a refresh would be refused: "
                        + p.getMessage()
                        + " ["
                        + p.code()
                        + "]; "
                        + p.hint()));
  }

  private static Optional<Manifest> newest(Beans beans) {
    try {
      return Optional.of(beans.store().latest().manifest());
    } catch (NotFoundException none) {
      return Optional.empty();
    }
  }

  private static List<String> row(TargetView target) {
    Optional<HoldsView> holds = target.holds();
    return List.of(
        target.name(),
        target.address(),
        String.join(", ", target.schemas().values()),
        target.owners().isEmpty() ? "everyone" : String.join(", ", target.owners()),
        state(target),
        holds.map(HoldsView::dump).orElse(""),
        holds.flatMap(HoldsView::ref).orElse(""),
        holds.flatMap(HoldsView::commit).map(TargetsCommand::shortened).orElse(""),
        holds.map(h -> Figures.time(h.at())).orElse(""),
        holds.map(HoldsView::by).orElse(""),
        target.protection().map(TargetsCommand::told).orElse(""));
  }

  private static String state(TargetView target) {
    return target
        .unusable()
        .map(u -> "no tables since " + Figures.time(u.since()) + ": " + u.next())
        .orElse(
            target.mode().equals("clone")
                ? "clone"
                : target.admitted() ? "admitted" : "not admitted");
  }

  private static String told(ProtectionView protection) {
    return "by "
        + protection.by()
        + " until "
        + Figures.time(protection.until())
        + ": "
        + protection.why();
  }

  private static String shortened(String commit) {
    return commit.substring(0, Math.min(SHOWN, commit.length()));
  }

  @Command(
      name = "protect",
      mixinStandardHelpOptions = true,
      description = "Refuses the refreshes of a target to everybody else until a time.")
  void protect(
      @Parameters(paramLabel = "T") String name,
      @Option(
              names = "--until",
              required = true,
              paramLabel = "TIME",
              description =
                  "The end, as 2026-12-24T18:00:00Z, or as a duration from now on, as 2d; at most"
                      + " 90 days.")
          String until,
      @Option(
              names = "--why",
              required = true,
              paramLabel = "TEXT",
              description = "The reason that others are shown.")
          String why) {
    try (Beans beans = CommandContext.beans(spec, Logging.Mode.COMMAND)) {
      Protection made =
          Audited.act(
              beans,
              "protect",
              name,
              "why " + why + ", until " + until,
              () -> beans.refreshes().protections().protect(operator(), name, until, why));
      Terminal.message(name + " is " + made.text());
    }
  }

  @Command(
      name = "unprotect",
      mixinStandardHelpOptions = true,
      description = "Removes the protection of a target.")
  void unprotect(@Parameters(paramLabel = "T") String name) {
    try (Beans beans = CommandContext.beans(spec, Logging.Mode.COMMAND)) {
      boolean removed =
          Audited.act(
              beans,
              "unprotect",
              name,
              "",
              () -> beans.refreshes().protections().unprotect(operator(), name));
      Terminal.message(name + (removed ? " is no longer protected" : " was not protected"));
    }
  }

  /** Whoever can read the home folder. */
  private static Person operator() {
    Actor actor = CommandContext.actor();
    return Person.operator(actor.name(), actor.origin());
  }

  @Command(
      name = "admit",
      mixinStandardHelpOptions = true,
      description = "Remembers the server behind a target; only it may be refreshed from then on.")
  void admit(@Parameters(paramLabel = "T") String name) {
    try (Beans beans = CommandContext.beans(spec, Logging.Mode.COMMAND)) {
      Admission.Admitted admitted =
          Audited.act(
              beans,
              "admit",
              name,
              "",
              () -> beans.admission().admit(name, CommandContext.actor()));
      Terminal.message("admitted " + name + ": " + admitted.server());
      admitted.warnings().forEach(warning -> Terminal.message("warning: " + warning));
      outlook(beans, name);
      Terminal.message("The accounts need these rights:");
      admitted.grants().forEach(grant -> Terminal.data(grant.endsWith(";") ? grant : grant + ";"));
    }
  }
}

package io.rehydrate.cli;

import io.rehydrate.clone.CloneName;
import io.rehydrate.clone.CloneParts;
import io.rehydrate.clone.CloneView;
import io.rehydrate.clone.Clones;
import io.rehydrate.daemon.Beans;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.InvalidException;
import io.rehydrate.run.Actor;
import io.rehydrate.run.Figures;
import io.rehydrate.run.Run;
import io.rehydrate.run.RunKind;
import io.rehydrate.store.OfferedDumps;
import io.rehydrate.users.Person;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code clones}: database servers of one's own. */
@Command(
    name = "clones",
    mixinStandardHelpOptions = true,
    description = "Lists the clones: database servers of developers' own, made in seconds.")
final class ClonesCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "As JSON.")
  private boolean json;

  @Override
  public Integer call() {
    try (Beans beans = CommandContext.beans(spec, Logging.Mode.COMMAND)) {
      List<CloneView> clones = clones(beans).list();
      if (json) {
        Terminal.view(clones);
        return 0;
      }
      Terminal.table(
          List.of("NAME", "STATE", "OWNER", "HOST", "PORT", "DUMP", "REF", "EXPIRES"),
          clones.stream().map(ClonesCommand::row).toList());
      return 0;
    }
  }

  private static List<String> row(CloneView clone) {
    return List.of(
        clone.name(),
        clone.state(),
        clone.owner(),
        clone.host(),
        Integer.toString(clone.port()),
        clone.dump(),
        clone.ref().orElse(""),
        expires(clone));
  }

  private static String expires(CloneView clone) {
    return clone.expires().map(Figures::time).orElse("never");
  }

  private static Clones clones(Beans beans) {
    return beans
        .clones()
        .map(CloneParts::clones)
        .orElseThrow(
            () ->
                new InvalidException(
                    ErrorCode.CLONE_OFF,
                    "There are no clones here: clones.directory is not set",
                    "Set clones.directory and clones.server; docs/clones.md says how"));
  }

  @Command(
      name = "create",
      mixinStandardHelpOptions = true,
      description = "Makes a clone; prints how to connect to it.")
  int create(
      @Parameters(paramLabel = "NAME") String name,
      @Option(
              names = "--dump",
              paramLabel = "ID",
              defaultValue = OfferedDumps.LATEST,
              description = "A dump's id, or latest (the default).")
          String dump,
      @Option(
              names = "--ref",
              paramLabel = "REF",
              description = "A branch or tag whose migrations run; without it none do.")
          Optional<String> ref,
      @Option(
              names = "--expires",
              paramLabel = "2d",
              description = "After which it is removed (default: clones.expire).")
          Optional<String> expires,
      @Option(names = "--json", description = "As JSON.") boolean asJson) {
    return run(
        name,
        "create",
        asJson,
        (clones, clone) -> clones.create(operator(), new Clones.Wish(clone, dump, ref, expires)));
  }

  @Command(
      name = "reset",
      mixinStandardHelpOptions = true,
      description = "Gives a clone fresh data under the same address and password.")
  int reset(
      @Parameters(paramLabel = "NAME") String name,
      @Option(names = "--json", description = "As JSON.") boolean asJson) {
    return run(name, "reset", asJson, (clones, clone) -> clones.reset(operator(), clone));
  }

  @Command(
      name = "stop",
      mixinStandardHelpOptions = true,
      description = "Stops a clone's server; its data stay.")
  int stop(@Parameters(paramLabel = "NAME") String name) {
    return run(name, "stop", (clones, clone) -> clones.stop(operator(), clone));
  }

  @Command(
      name = "start",
      mixinStandardHelpOptions = true,
      description = "Starts the server of a clone that was stopped or has ended.")
  int start(@Parameters(paramLabel = "NAME") String name) {
    return run(name, "start", (clones, clone) -> clones.start(operator(), clone));
  }

  @Command(
      name = "remove",
      mixinStandardHelpOptions = true,
      description = "Removes a clone with its data.")
  int remove(@Parameters(paramLabel = "NAME") String name) {
    return run(name, "remove", (clones, clone) -> clones.remove(operator(), clone));
  }

  @Command(
      name = "extend",
      mixinStandardHelpOptions = true,
      description = "Has a clone expire later.")
  int extend(
      @Parameters(paramLabel = "NAME") String name,
      @Parameters(paramLabel = "2d", description = "From now on.") String duration) {
    return run(name, "extend", (clones, clone) -> clones.extend(operator(), clone, duration));
  }

  private int run(String name, String operation, BiFunction<Clones, CloneName, Run> wish) {
    return run(name, operation, false, wish);
  }

  /** One run in this process; what it made outlives it. */
  private int run(
      String name, String operation, boolean asJson, BiFunction<Clones, CloneName, Run> wish) {
    try (Beans beans = CommandContext.beans(spec, Logging.Mode.COMMAND)) {
      Shutdown shutdown = Shutdown.of(beans.runs()::stopForGood, beans);
      Clones clones = clones(beans);
      CloneName clone = new CloneName(name);
      beans.recover();
      Run queued =
          Audited.request(
              beans,
              RunKind.CLONE,
              name,
              operation,
              () -> {
                beans.runs().requireFree(clones.lease(clone));
                return wish.apply(clones, clone);
              });
      int code = shutdown.during(() -> Foreground.run(beans, "direct:clone", queued));
      if (code == 0 && (operation.equals("create") || operation.equals("reset"))) {
        show(clones.get(clone), asJson);
      }
      return code;
    }
  }

  private static void show(CloneView clone, boolean asJson) {
    if (asJson) {
      Terminal.view(clone);
      return;
    }
    Terminal.data("host      " + clone.host());
    Terminal.data("port      " + clone.port());
    Terminal.data("user      " + clone.user());
    Terminal.data("password  " + clone.passwordFile());
    Terminal.data("expires   " + expires(clone));
    Terminal.data(clone.commandLine());
  }

  /** Whoever can read the home folder. */
  private static Person operator() {
    Actor actor = CommandContext.actor();
    return Person.operator(actor.name(), actor.origin());
  }
}

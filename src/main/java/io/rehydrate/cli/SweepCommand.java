package io.rehydrate.cli;

import io.rehydrate.clone.CloneParts;
import io.rehydrate.clone.CloneSweep;
import io.rehydrate.daemon.Beans;
import io.rehydrate.error.LeftoversException;
import io.rehydrate.run.Resource;
import io.rehydrate.settings.Settings;
import io.rehydrate.source.aws.AwsSweep;
import io.rehydrate.source.aws.Leftovers;
import io.rehydrate.source.aws.RdsResource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sweep}: removes what dead runs left. */
@Command(
    name = "sweep",
    mixinStandardHelpOptions = true,
    description = "Removes what dead runs left; never what belongs to a live or resumable run.")
final class SweepCommand implements Callable<Integer> {
  private static final int FAILED = 1;
  private static final int ROUNDS_OF_REFUSAL = 3;

  @Spec private CommandSpec spec;

  @Option(names = "--dry-run", description = "Lists it and removes nothing.")
  private boolean dryRun;

  @Override
  public Integer call() throws InterruptedException {
    try (Beans beans = CommandContext.beans(spec, Logging.Mode.COMMAND)) {
      List<Resource> left = beans.runs().leftBehind();
      left.forEach(
          resource ->
              Terminal.data(resource.run() + "  " + resource.kind() + "  " + resource.name()));
      long folders = showFolders(beans, left);
      Optional<AwsSweep.Found> found = beans.awsSweep().map(AwsSweep::look);
      long strays = found.map(f -> show(f, left)).orElse(0L);
      if (dryRun) {
        return found.filter(f -> !f.unknown().isEmpty()).isPresent() ? FAILED : 0;
      }
      Audited.act(beans, "sweep", "", "", beans::recover);
      return awaitAws(beans, left.size() + strays + folders);
    }
  }

  /** Folders of clones that the journal does not know; gives their number. */
  private static long showFolders(Beans beans, List<Resource> left) {
    List<Path> strays =
        beans.clones().map(CloneParts::sweep).map(CloneSweep::strays).orElse(List.of()).stream()
            .filter(folder -> left.stream().noneMatch(r -> r.name().equals(folder.toString())))
            .toList();
    strays.forEach(folder -> Terminal.data("unknown folder  " + folder));
    return strays.size();
  }

  /** What AWS holds that the journal does not know; gives their number. */
  private static long show(AwsSweep.Found found, List<Resource> left) {
    List<RdsResource> strays = strays(found, left);
    strays.forEach(stray -> Terminal.data("unknown run  " + stray));
    found
        .doubtful()
        .forEach(
            thing ->
                Terminal.message("has our prefix but not our tags, and is not deleted: " + thing));
    found.held().forEach(Terminal::message);
    found.unknown().forEach(Terminal::message);
    return strays.size();
  }

  private static List<RdsResource> strays(AwsSweep.Found found, List<Resource> left) {
    return found.leftovers().stream()
        .filter(thing -> left.stream().noneMatch(r -> r.name().equals(thing.id())))
        .toList();
  }

  /** AWS takes its time: the command ends when all is gone, or refused, or the deadline is over. */
  private static int awaitAws(Beans beans, long before) throws InterruptedException {
    Duration interval =
        beans.settings().aws().map(Settings.Aws::pollInterval).orElse(Duration.ZERO);
    if (interval.isZero()) {
      long still = beans.runs().leftBehind().size();
      Terminal.message(Math.max(0, before - still) + " removed, " + still + " left");
      return 0;
    }
    AwsSweep sweep = beans.awsSweep().orElseThrow();
    long rounds = beans.settings().deadlines().delete().toMillis() / interval.toMillis();
    CountDownLatch never = new CountDownLatch(1);
    int refused = 0;
    AwsSweep.Found found = sweep.look();
    List<Resource> left = beans.runs().leftBehind();
    while (rounds-- > 0 && refused < ROUNDS_OF_REFUSAL && !isOver(found, left)) {
      Terminal.message(left.size() + strays(found, left).size() + " left; AWS is deleting");
      never.await(interval.toMillis(), TimeUnit.MILLISECONDS);
      beans.recover();
      refused = sweep.isRefused() ? refused + 1 : 0;
      found = sweep.look();
      left = beans.runs().leftBehind();
    }
    return outcome(found, left, before);
  }

  private static boolean isOver(AwsSweep.Found found, List<Resource> left) {
    return left.isEmpty() && strays(found, left).isEmpty();
  }

  private static int outcome(AwsSweep.Found found, List<Resource> left, long before) {
    List<RdsResource> strays = strays(found, left);
    long still = (long) left.size() + strays.size();
    Terminal.message(Math.max(0, before - still) + " removed, " + still + " left");
    if (still > 0) {
      throw new LeftoversException(
          "AWS resources not deleted (still billed). To delete them manually: "
              + Stream.concat(
                      Leftovers.commands(left).stream(), strays.stream().map(AwsSweep::command))
                  .collect(Collectors.joining("; ")),
          "Each refusal above says why; docs/aws.md has the policy that the role needs");
    }
    found.unknown().forEach(Terminal::message);
    return found.unknown().isEmpty() ? 0 : FAILED;
  }
}

package io.rehydrate.cli;

import io.rehydrate.daemon.Beans;
import io.rehydrate.run.Resource;
import io.rehydrate.settings.Settings;
import io.rehydrate.source.aws.AwsSweep;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sweep}: removes what dead runs left. */
@Command(
    name = "sweep",
    mixinStandardHelpOptions = true,
    description = "Removes what dead runs left; never what belongs to one that lives or may go on.")
final class SweepCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--dry-run", description = "Lists it and removes nothing.")
  private boolean dryRun;

  @Override
  public Integer call() throws InterruptedException {
    try (Beans beans = Home.beans(spec, Logging.Mode.COMMAND)) {
      List<Resource> left = beans.runs().leftBehind();
      left.forEach(
          resource ->
              Terminal.data(resource.run() + "  " + resource.kind() + "  " + resource.name()));
      List<String> strays = beans.awsSweep().map(s -> strays(s, left)).orElse(List.of());
      if (dryRun) {
        return 0;
      }
      beans.recover();
      return awaitAws(beans, left.size() + strays.size());
    }
  }

  /** What AWS holds that the journal does not know. */
  private static List<String> strays(AwsSweep sweep, List<Resource> left) {
    AwsSweep.Found found = sweep.look();
    List<String> strays =
        found.leftovers().stream()
            .filter(thing -> left.stream().noneMatch(r -> r.name().equals(thing.id())))
            .map(Object::toString)
            .toList();
    strays.forEach(stray -> Terminal.data("unknown run  " + stray));
    found
        .doubtful()
        .forEach(
            thing ->
                Terminal.message("bears our prefix and not our tags, and is left alone: " + thing));
    return strays;
  }

  /** AWS takes its time: the command ends when all is gone, or the deadline is over. */
  private static int awaitAws(Beans beans, int before) throws InterruptedException {
    Duration interval =
        beans.settings().aws().map(Settings.Aws::pollInterval).orElse(Duration.ZERO);
    long rounds =
        interval.isZero()
            ? 0
            : beans.settings().deadlines().delete().toMillis() / interval.toMillis();
    CountDownLatch never = new CountDownLatch(1);
    while (rounds-- > 0 && left(beans) > 0) {
      Terminal.message(left(beans) + " left; AWS is at it");
      never.await(interval.toMillis(), TimeUnit.MILLISECONDS);
      beans.recover();
    }
    int still = left(beans);
    Terminal.message(Math.max(0, before - still) + " removed, " + still + " left");
    return interval.isZero() || still == 0 ? 0 : 1;
  }

  private static int left(Beans beans) {
    List<Resource> left = beans.runs().leftBehind();
    long strays =
        beans
            .awsSweep()
            .map(
                s ->
                    s.look().leftovers().stream()
                        .filter(t -> left.stream().noneMatch(r -> r.name().equals(t.id())))
                        .count())
            .orElse(0L);
    return left.size() + (int) strays;
  }
}

package io.rehydrate.cli;

import io.rehydrate.daemon.Beans;
import io.rehydrate.run.Resource;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sweep}: removes what dead runs left. */
@Command(
    name = "sweep",
    mixinStandardHelpOptions = true,
    description = "Removes what dead runs left; never what belongs to one that lives.")
final class SweepCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Option(names = "--dry-run", description = "Lists it and removes nothing.")
  private boolean dryRun;

  @Override
  public void run() {
    try (Beans beans = Home.beans(spec, Logging.Mode.COMMAND)) {
      List<Resource> left = beans.runs().leftBehind();
      left.forEach(
          resource ->
              Terminal.data(resource.run() + "  " + resource.kind() + "  " + resource.name()));
      if (!dryRun) {
        beans.recover();
        List<Resource> still = beans.runs().leftBehind();
        Terminal.message(left.size() - still.size() + " removed, " + still.size() + " left");
      }
    }
  }
}

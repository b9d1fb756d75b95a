package io.rehydrate.cli;

import io.rehydrate.daemon.Beans;
import io.rehydrate.dehydrate.compile.Dehydration;
import io.rehydrate.dehydrate.compile.Stage;
import io.rehydrate.dehydrate.compile.Task;
import io.rehydrate.plan.ResolvedPlan;
import java.time.Clock;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code plan}: what the plan says of the source as it is now. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    description = "Checks and shows the plan.",
    subcommands = {
      PlanCheckCommand.class,
      PlanExplainCommand.class,
      PlanDraftCommand.class,
      PlanPreviewCommand.class,
      PlanGraphCommand.class
    })
final class PlanCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(),
        "Say what to do with the plan: check, sql, draft, explain, preview or graph");
  }

  @Command(
      name = "sql",
      mixinStandardHelpOptions = true,
      description = "Prints the statements of a night, without running them.")
  void sql() {
    try (Beans beans = CommandContext.beans(spec, Logging.Mode.COMMAND)) {
      ResolvedPlan plan = beans.livePlan().resolve();
      Dehydration dehydration =
          new Dehydration(
              plan,
              "rehydrate_helper",
              Clock.systemUTC().instant().atZone(beans.settings().nightly().zone()));
      for (Stage stage : dehydration.script()) {
        Terminal.data("-- == " + stage.name());
        for (Task task : stage.tasks()) {
          Terminal.data("-- " + task.name());
          task.statements().forEach(statement -> Terminal.data(statement.sql() + ";"));
        }
      }
    }
  }
}

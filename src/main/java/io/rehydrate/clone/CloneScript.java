package io.rehydrate.clone;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.exec.ClientPrograms;
import io.rehydrate.exec.LoadArguments;
import io.rehydrate.exec.NamedInput;
import io.rehydrate.exec.OptionFile;
import io.rehydrate.exec.RunningPrograms;
import io.rehydrate.run.ActiveRun;
import io.rehydrate.settings.Settings;
import io.rehydrate.settings.TargetScript;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.camel.Exchange;
import org.apache.camel.Variable;
import org.apache.camel.component.exec.ExecBinding;

/** The script of a target that is a clone: {@code target.<t>.after}. */
public final class CloneScript {
  private final Settings settings;
  private final CloneSteps steps;
  private final ClientPrograms programs;
  private final RunningPrograms running;

  CloneScript(
      Settings settings, CloneSteps steps, ClientPrograms programs, RunningPrograms running) {
    this.settings = settings;
    this.steps = steps;
    this.programs = programs;
    this.running = running;
  }

  /** Reports the following {@code exec:} how to run the script on the copy, before it is served. */
  public void prepare(
      @Variable("run") ActiveRun run, @Variable("clone") CloneWork work, Exchange exchange) {
    Path file = work.script().orElseThrow();
    String name = file.getFileName().toString();
    byte[] sql =
        new TargetScript(
                file,
                work.target().orElseThrow().name(),
                work.target().map(Settings.Target::values).orElseThrow())
            .bytes();
    run.requireNotCancelled();
    run.onCancel(() -> running.endAll(run.workDirectory()));
    var message = exchange.getMessage();
    message.setHeader(ExecBinding.EXEC_COMMAND_EXECUTABLE, programs.client().path().toString());
    message.setHeader(ExecBinding.EXEC_COMMAND_WORKING_DIR, run.workDirectory().toString());
    message.setHeader(ExecBinding.EXEC_COMMAND_TIMEOUT, settings.deadlines().dumpFile().toMillis());
    try {
      message.setHeader(
          ExecBinding.EXEC_COMMAND_ARGS,
          LoadArguments.into(
              OptionFile.write(run.workDirectory(), work.login().login()), steps.schema(work)));
    } catch (IOException e) {
      throw new StageFailedException(
          ErrorCode.RUN_FOLDER,
          "The run's folder can't be written",
          "Check the rights of the state folder",
          e);
    }
    message.setBody(NamedInput.of(name, new ByteArrayInputStream(sql)));
    run.log().info("running " + name);
  }
}

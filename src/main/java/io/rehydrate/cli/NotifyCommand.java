package io.rehydrate.cli;

import io.rehydrate.daemon.Beans;
import io.rehydrate.daemon.ChannelTrial;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code notify}: the channels for notifications. */
@Command(
    name = "notify",
    mixinStandardHelpOptions = true,
    description = "Tries the channels for notifications.")
final class NotifyCommand implements Runnable {
  private static final int FAILED = 1;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "Say what to do with the notifications: test");
  }

  @Command(
      name = "test",
      mixinStandardHelpOptions = true,
      description = "Sends one to every channel, and prints what each answered; 1 if one failed.")
  int test() {
    try (Beans beans = CommandContext.beans(spec, Logging.Mode.COMMAND)) {
      List<ChannelTrial.Answer> answers = new ChannelTrial(beans).answers();
      answers.forEach(
          answer ->
              Terminal.data(
                  answer.channel() + ": " + (answer.sent() ? "" : "failed: ") + answer.said()));
      return answers.stream().allMatch(ChannelTrial.Answer::sent) ? 0 : FAILED;
    }
  }
}

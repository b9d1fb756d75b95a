package io.rehydrate.cli;

import io.rehydrate.daemon.Beans;
import io.rehydrate.daemon.DaemonLease;
import io.rehydrate.daemon.Engine;
import io.rehydrate.settings.Settings;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code start}: the daemon. */
@Command(
    name = "start",
    mixinStandardHelpOptions = true,
    description = "Runs the daemon until it is stopped.")
final class StartCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(StartCommand.class);

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    Settings settings = CommandContext.settings(spec);
    List<String> own = List.of(DaemonLease.name(settings));
    Beans beans = CommandContext.beans(settings, Logging.Mode.DAEMON, own);
    try {
      DaemonLease.take(beans);
      beans.recover();
      Engine engine = Engine.daemon(beans);
      Shutdown.with(
          () -> {
            beans.runs().stopForGood();
            engine.close();
            own.forEach(beans.leases()::release);
            beans.close();
          });
      settings.warnings().forEach(LOG::warn);
      settings
          .overriddenByEnvironment()
          .forEach(key -> Terminal.message("set by the environment: " + key));
      Terminal.message("rehydrate " + Version.text() + " is up: " + engine.address());
      new CountDownLatch(1).await();
      return 0;
    } catch (RuntimeException e) {
      own.forEach(beans.leases()::release);
      beans.close();
      throw e;
    }
  }
}

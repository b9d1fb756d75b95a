package io.rehydrate.daemon;

import io.rehydrate.error.BusyException;
import io.rehydrate.mysql.SqlErrors;
import io.rehydrate.night.Nights;
import io.rehydrate.run.Run;
import io.rehydrate.run.RunKind;
import io.rehydrate.run.RunLog;
import io.rehydrate.settings.Settings;
import java.util.List;

/**
 * Has removed what a dead night of a home's own kind left: the journal knows nothing of it, the
 * kind's release route does.
 */
final class KindRelease {
  private final Beans beans;
  private final Settings settings;

  KindRelease(Beans beans) {
    this.beans = beans;
    this.settings = beans.settings();
  }

  /** Once, however many nights died: the route removes whatever is there. */
  void after(List<Run> died) {
    if (settings.aws().isEmpty() && !settings.source().kind().equals("server")) {
      died.stream().filter(this::wasAtWork).findFirst().ifPresent(this::release);
    }
  }

  private boolean wasAtWork(Run run) {
    return run.kind() == RunKind.NIGHT
        && run.lease().equals(Nights.lease(settings))
        && !run.step().equals("begin");
  }

  /** Next to a night that lives it would remove what that one works on. */
  private void release(Run run) {
    try {
      beans.leases().take(run.lease(), run.id().value());
    } catch (BusyException e) {
      return;
    }
    String route = "release-" + settings.source().kind();
    RunLog log = beans.runs().log(run.id());
    try (Engine engine = Engine.aside(beans)) {
      engine.send("direct:" + route, "");
      log.info("what it left was removed by " + route);
    } catch (RuntimeException e) {
      log.info(
          "left behind: "
              + route
              + " failed ("
              + SqlErrors.describeAny(e)
              + "); the end of the next night tries again");
    } finally {
      beans.leases().release(run.lease());
    }
  }
}

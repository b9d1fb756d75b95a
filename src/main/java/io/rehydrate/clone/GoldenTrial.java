package io.rehydrate.clone;

import io.rehydrate.error.RehydrateException;
import io.rehydrate.mysql.ServerVersion;
import io.rehydrate.run.ActiveRun;
import io.rehydrate.run.KnownFailure;
import io.rehydrate.store.StoredDump;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;

/**
 * Loads a night's dump into its golden before it is published, which proves that it can be loaded.
 * Where no golden can be made, the dump is loaded on the scratch instead.
 */
public final class GoldenTrial {
  private final CloneParts parts;

  GoldenTrial(CloneParts parts) {
    this.parts = parts;
  }

  /** What the steps that make a golden work on; null: there can be none, a route asks. */
  public CloneWork begin(@Variable("run") ActiveRun run, @Variable("trialDump") StoredDump dump) {
    try {
      CloneProgram program = CloneProgram.of(parts.settings());
      ServerVersion source = ServerVersion.parse(dump.manifest().serverVersion());
      if (program.version().vendor() != source.vendor()
          || !program.version().isAtLeast(source.major(), source.minor(), 0)) {
        refused(run, "clones.server is " + program.version() + ", the dump's server " + source);
        return null;
      }
      parts.folders().open();
      parts.space().requireForGolden(dump.manifest().bytes());
      CloneOrder order =
          new CloneOrder(
              run.id(),
              parts.daemon(),
              Operation.GOLDEN,
              Optional.empty(),
              dump.id().value(),
              Optional.empty());
      return new CloneWork(order, Optional.empty(), Optional.empty(), Optional.of(dump), program);
    } catch (RehydrateException e) {
      refused(run, e.getMessage());
      return null;
    }
  }

  private static void refused(ActiveRun run, String why) {
    run.log().info("the dump is tried on the scratch, not as a golden: " + why);
  }

  /**
   * Decides what a failure means: one of the golden's server or folder says nothing about the dump.
   *
   * @throws Exception the failure, where it is the dump's or the run's
   */
  public void failed(
      @Variable("run") ActiveRun run, @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception cause)
      throws Exception {
    run.requireNotCancelled();
    parts.servers().kill(parts.folders().making(run.id()));
    Optional<RehydrateException> known = KnownFailure.of(cause);
    if (known.filter(failure -> failure.code().startsWith("clone.")).isEmpty()) {
      throw cause;
    }
    refused(run, known.get().getMessage());
  }
}

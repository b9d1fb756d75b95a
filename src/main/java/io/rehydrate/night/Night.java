package io.rehydrate.night;

import io.rehydrate.dehydrate.DehydrationResult;
import io.rehydrate.dehydrate.DehydrationRun;
import io.rehydrate.dump.Manifest;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.run.ActiveRun;
import io.rehydrate.scan.DumpScan;
import io.rehydrate.scan.Finding;
import io.rehydrate.source.Scratch;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;

/**
 * What one night carries through its steps. All pieces of a parallel split share it, so it holds
 * what is made once in a night; what a piece works on is its message's body.
 *
 * <p>Each accessor gives what a step has made, or throws {@code night.step-missing}, which names
 * the step that makes it and the file to look at.
 */
public final class Night {
  /** The exchange's variable that holds it. */
  public static final String VARIABLE = "night";

  private static final String RUN = "run";

  private final ActiveRun run;
  private final Map<NightPart, Object> parts = new ConcurrentHashMap<>();

  private Night(ActiveRun run) {
    this.run = run;
  }

  /**
   * The night that the exchange carries; begins with the first step that asks for it.
   *
   * @throws StageFailedException {@code night.step-missing} where no run has begun
   */
  public static Night of(Exchange exchange) {
    Night night = exchange.getVariable(VARIABLE, Night.class);
    if (night == null) {
      ActiveRun run = exchange.getVariable(RUN, ActiveRun.class);
      if (run == null) {
        throw NightPart.missing(RUN, "runs.begin", "nightly");
      }
      night = new Night(run);
      exchange.setVariable(VARIABLE, night);
    }
    night.takeOver(exchange);
    return night;
  }

  /** A kind of source may hand over by setting variables. */
  private void takeOver(Exchange exchange) {
    for (NightPart part : NightPart.values()) {
      Object value = part.isHandedOver() ? exchange.getVariable(part.word()) : null;
      if (part.type().isInstance(value)) {
        parts.put(part, value);
      }
    }
  }

  /**
   * Takes what a step has made, and shows it to routes where it is a variable.
   *
   * @return the same
   */
  <T> T give(Exchange exchange, NightPart part, T made) {
    parts.put(part, made);
    if (part.isVariable()) {
      exchange.setVariable(part.word(), made);
    }
    return made;
  }

  private <T> T made(NightPart part, Class<T> type) {
    Object made = parts.get(part);
    if (made == null) {
      throw part.missing();
    }
    return type.cast(made);
  }

  public ActiveRun run() {
    return run;
  }

  /** The plan, matched against the schema as it is. */
  public ResolvedPlan plan() {
    return made(NightPart.PLAN, ResolvedPlan.class);
  }

  /** The server that holds the copy. */
  public Scratch scratch() {
    return made(NightPart.SCRATCH, Scratch.class);
  }

  /** The dehydration that runs on the scratch. */
  public DehydrationRun dehydration() {
    return made(NightPart.DEHYDRATION, DehydrationRun.class);
  }

  /** What the dehydration left. */
  public DehydrationResult dehydrated() {
    return made(NightPart.DEHYDRATED, DehydrationResult.class);
  }

  /** The dump in its hidden folder. */
  public DumpWork dump() {
    return made(NightPart.DUMP, DumpWork.class);
  }

  /** The manifest of the verified dump. */
  public Manifest manifest() {
    return made(NightPart.MANIFEST, Manifest.class);
  }

  /** The scan of the dump's rows. */
  public DumpScan scan() {
    return made(NightPart.SCAN, DumpScan.class);
  }

  /** What the scan found; not made before every row was scanned. */
  public List<Finding> findings() {
    List<?> found = made(NightPart.FINDINGS, List.class);
    return found.stream().map(Finding.class::cast).toList();
  }
}

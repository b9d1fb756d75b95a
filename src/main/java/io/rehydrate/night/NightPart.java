package io.rehydrate.night;

import io.rehydrate.dehydrate.DehydrationResult;
import io.rehydrate.dehydrate.DehydrationRun;
import io.rehydrate.dump.Manifest;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.scan.DumpScan;
import io.rehydrate.source.Scratch;
import java.util.List;
import java.util.Locale;

/** What a night carries from step to step, with the step that makes it and that step's file. */
public enum NightPart {
  /** The plan, matched against the schema as it is. */
  PLAN("plan", ResolvedPlan.class, true, "direct:acquire-<kind>", "source-<kind>"),
  /** The server that holds the copy. */
  SCRATCH("scratch", Scratch.class, true, "direct:acquire-<kind>", "source-<kind>"),
  /** The dehydration that runs on the scratch. */
  DEHYDRATION("dehydration", DehydrationRun.class, false, "dehydrator.begin", "dehydrate"),
  /** What it left. */
  DEHYDRATED("dehydration result", DehydrationResult.class, true, "dehydrator.finish", "dehydrate"),
  /** The dump in its hidden folder. */
  DUMP("dump", DumpWork.class, false, "nightDump.begin", "dump"),
  /** That of the dump, once it is verified. */
  MANIFEST("manifest", Manifest.class, true, "nightDump.verify", "dump"),
  /** The scan of the dump's rows for personal data. */
  SCAN("scan", DumpScan.class, false, "readBack.begin", "dump"),
  /** What the scan found, once every row was scanned. */
  FINDINGS("findings", List.class, true, "readBack.complete", "dump");

  private final String noun;
  private final Class<?> type;
  private final boolean isVariable;
  private final String step;
  private final String file;

  NightPart(String noun, Class<?> type, boolean isVariable, String step, String file) {
    this.noun = noun;
    this.type = type;
    this.isVariable = isVariable;
    this.step = step;
    this.file = file;
  }

  /** In a sentence. */
  public String noun() {
    return noun;
  }

  /** As a variable, and in the docs. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public Class<?> type() {
    return type;
  }

  /** Whether routes see it, as the variable {@link #word}. */
  public boolean isVariable() {
    return isVariable;
  }

  /**
   * Whether a route may make it without a step of ours, by setting its variable: what a kind of
   * source hands over.
   */
  public boolean isHandedOver() {
    return this == PLAN || this == SCRATCH;
  }

  /** The step that makes it. */
  public String step() {
    return step;
  }

  /** That no step has made it yet. */
  StageFailedException missing() {
    return missing(noun, step, file);
  }

  static StageFailedException missing(String noun, String step, String file) {
    return new StageFailedException(
        ErrorCode.NIGHT_STEP_MISSING,
        "The night does not have its " + noun + " yet: it is made by " + step,
        "Let the night come to this step later: 'routes check' shows where; see nightly.camel.yaml"
            + (file.equals("nightly") ? "" : " and " + file + ".camel.yaml"));
  }
}

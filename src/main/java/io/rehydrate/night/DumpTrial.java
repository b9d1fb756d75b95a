package io.rehydrate.night;

import io.rehydrate.dump.Manifest;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.mysql.SqlErrors;
import io.rehydrate.run.ActiveRun;
import io.rehydrate.run.KnownFailure;
import io.rehydrate.run.ResourceBook;
import io.rehydrate.settings.Settings;
import io.rehydrate.settings.Settings.Target;
import io.rehydrate.settings.TargetName;
import io.rehydrate.source.Scratch;
import io.rehydrate.source.ScratchSchema;
import io.rehydrate.store.StoredDump;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;

/**
 * The night's side of loading its dump once: where it is loaded to, and what comes of it. What
 * loads it is what loads it at a refresh.
 */
public final class DumpTrial {
  private static final String KIND = "t";

  /** MySQL lets few accounts make routines where there is a binary log: no fault of the dump. */
  private static final String BINARY_LOG = "ERROR 1419 ";

  private final Settings settings;
  private final ResourceBook book;
  private final ScratchSchema schemas;
  private final Clock clock;

  public DumpTrial(Settings settings, ResourceBook book, ScratchSchema schemas, Clock clock) {
    this.clock = clock;
    this.settings = settings;
    this.book = book;
    this.schemas = schemas;
  }

  /** Whether {@code dump.verify} asks for it. */
  public boolean isWanted() {
    return settings.plan().triesDump();
  }

  /** The dump as it lies in its hidden folder. */
  public StoredDump dump(@Variable("dump") DumpWork work, @Variable("manifest") Manifest manifest) {
    return new StoredDump(
        manifest.id(),
        work.staging().folder(),
        manifest,
        Optional.empty(),
        Optional.empty(),
        false);
  }

  /**
   * Makes empty schemas on the scratch.
   *
   * @return the scratch, as a target
   */
  public Target begin(@Variable("run") ActiveRun run, @Variable("scratch") Scratch scratch) {
    TrialSchemas trials = trials(run, scratch);
    try (Connection session = scratch.open()) {
      trials.make(session);
    } catch (SQLException e) {
      throw new StageFailedException(
          ErrorCode.DUMP_UNTRIED,
          "The schemas in which the dump is tried can't be made on the scratch: "
              + SqlErrors.describe(e),
          "Look at the scratch server, or set dump.verify=hashes",
          e);
    }
    return new Target(
        new TargetName("scratch"),
        scratch.login(),
        trials.names(),
        Set.of(),
        Map.of(),
        Optional.empty(),
        Optional.empty());
  }

  /** Notes that the dump was loaded, by which server, and how long that took. */
  public void loaded(
      @Variable("dump") DumpWork work,
      @Variable("loadedBy") String version,
      @Variable("trialBegan") Instant began) {
    work.proven(
        new Manifest.Restored(
            "restore", version, Duration.between(began, clock.instant()).toMillis() / 1000.0));
  }

  /** When the dump's loading begins. */
  public Instant now() {
    return clock.instant();
  }

  /**
   * Notes why the dump can't be loaded: it is held then.
   *
   * @throws StageFailedException where the run was ended meanwhile
   */
  public void failed(
      @Variable("run") ActiveRun run,
      @Variable("dump") DumpWork work,
      @Variable("scratch") Scratch scratch,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception cause) {
    run.requireNotCancelled();
    String why =
        KnownFailure.of(cause)
            .map(Throwable::getMessage)
            .orElseGet(() -> SqlErrors.describeAny(cause));
    if (why.contains(BINARY_LOG)) {
      run.log()
          .info(
              "routines and triggers were not tried: the scratch needs"
                  + " log_bin_trust_function_creators = 1 for that ("
                  + why
                  + ")");
      return;
    }
    for (Map.Entry<String, String> trial : trials(run, scratch).names().entrySet()) {
      why = why.replace(trial.getValue(), trial.getKey());
    }
    run.log().error("the dump can't be loaded: " + why);
    work.unloadable(why);
  }

  /** Removes what was loaded. */
  public void end(@Variable("run") ActiveRun run, @Variable("scratch") Scratch scratch) {
    try (Connection session = scratch.open()) {
      trials(run, scratch).drop(session);
    } catch (SQLException e) {
      throw new StageFailedException(
          ErrorCode.DUMP_UNTRIED,
          "What was loaded as a trial can't be removed from the scratch: " + SqlErrors.describe(e),
          "Look at the scratch server",
          e);
    }
  }

  private TrialSchemas trials(ActiveRun run, Scratch scratch) {
    return new TrialSchemas(run, scratch, schemas, book, KIND);
  }
}

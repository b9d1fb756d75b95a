package io.rehydrate.night;

import static io.rehydrate.night.NightPart.DUMP;
import static io.rehydrate.night.NightPart.MANIFEST;
import static io.rehydrate.night.NightPart.SCRATCH;

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

  /** The variable by which a load reports the server's version. */
  private static final String LOADED_BY = "loadedBy";

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

  /** The dump as it lies in its hidden folder; its trial begins. */
  @NightStep(needs = {DUMP, MANIFEST})
  public StoredDump dump(Exchange exchange) {
    Night night = Night.of(exchange);
    night.dump().trialBegins(clock.instant());
    return new StoredDump(
        night.manifest().id(),
        night.dump().staging().folder(),
        night.manifest(),
        Optional.empty(),
        Optional.empty(),
        false);
  }

  /**
   * Makes empty schemas on the scratch.
   *
   * @return the scratch, as a target
   */
  @NightStep(needs = SCRATCH)
  public Target begin(Exchange exchange) {
    Scratch scratch = Night.of(exchange).scratch();
    TrialSchemas trials = trials(Night.of(exchange));
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

  /** Whether nothing has loaded the dump yet. */
  public boolean isPending(Exchange exchange) {
    return exchange.getVariable(LOADED_BY, "", String.class).isEmpty();
  }

  /**
   * Notes that the dump was loaded, and how long that took.
   *
   * @param version of the server that has loaded it
   */
  @NightStep(needs = DUMP)
  public void loaded(@Variable(LOADED_BY) String version, Exchange exchange) {
    Night.of(exchange).dump().proven(version, clock.instant());
  }

  /** The time, as edited copies of earlier routes ask for it when a trial begins. */
  public Instant now() {
    return clock.instant();
  }

  /**
   * Notes why the dump can't be loaded: it is held then.
   *
   * @throws StageFailedException where the run was ended meanwhile
   */
  @NightStep(needs = {DUMP, SCRATCH})
  public void failed(
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception cause, Exchange exchange) {
    Night night = Night.of(exchange);
    ActiveRun run = night.run();
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
    for (Map.Entry<String, String> trial : trials(night).names().entrySet()) {
      why = why.replace(trial.getValue(), trial.getKey());
    }
    run.log().error("the dump can't be loaded: " + why);
    night.dump().unloadable(why);
  }

  /** Removes what was loaded. */
  @NightStep(needs = SCRATCH)
  public void end(Exchange exchange) {
    Night night = Night.of(exchange);
    try (Connection session = night.scratch().open()) {
      trials(night).drop(session);
    } catch (SQLException e) {
      throw new StageFailedException(
          ErrorCode.DUMP_UNTRIED,
          "What was loaded as a trial can't be removed from the scratch: " + SqlErrors.describe(e),
          "Look at the scratch server",
          e);
    }
  }

  private TrialSchemas trials(Night night) {
    return new TrialSchemas(night.run(), night.scratch(), schemas, book, KIND);
  }
}

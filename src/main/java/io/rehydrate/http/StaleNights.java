package io.rehydrate.http;

import io.rehydrate.run.Actor;
import io.rehydrate.run.Journal;
import java.util.Optional;

/** Warns of nights that have stopped, once for each hour of the schedules that has no dump. */
public final class StaleNights {
  private static final String FACT = "stale-night";
  private static final Actor SYSTEM = new Actor("rehydrate", "stale-night");

  private final NewestDump newest;
  private final NightHealth nights;
  private final Journal journal;

  public StaleNights(NewestDump newest, NightHealth nights, Journal journal) {
    this.newest = newest;
    this.nights = nights;
    this.journal = journal;
  }

  /**
   * The warning that is due now. The journal remembers it, so that neither a restart nor another
   * daemon repeats it.
   *
   * @return the sentence; empty where nothing is wrong or it was given
   */
  public synchronized String warning() {
    Optional<NightHealth.Stale> stale = nights.stale(newest.find().map(dump -> dump.id().asOf()));
    String hour = stale.map(s -> s.hour().toString()).orElse("");
    if (stale.isEmpty() || journal.recall(FACT).filter(hour::equals).isPresent()) {
      return "";
    }
    journal.remember(FACT, hour, SYSTEM);
    return "The newest dump is stale: "
        + newest.find().map(dump -> dump.id().value()).orElse("there is none")
        + ". "
        + stale.get().why();
  }
}

package io.rehydrate.refresh;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.rehydrate.run.Actor;
import io.rehydrate.run.Journal;
import io.rehydrate.run.TargetOutcome;
import io.rehydrate.settings.TargetName;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What each target holds since its last refresh, as facts of the journal. */
public final class TargetContents {
  private static final Logger LOG = LoggerFactory.getLogger(TargetContents.class);
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .build();

  private final Journal journal;

  public TargetContents(Journal journal) {
    this.journal = journal;
  }

  static String fact(TargetName target) {
    return TargetOutcome.HOLDS + target;
  }

  /** Remembers what a refresh has brought: the target has its tables. */
  public void holds(TargetName target, TargetHolds holds) {
    remember(fact(target), holds);
    journal.remember(TargetOutcome.EMPTIED + target, "", new Actor(holds.by(), holds.run()));
    // whatever rows an earlier refresh saved are put back with the new tables
    new KeptMarker(journal, target).clear();
  }

  /** Remembers, beforehand, that a refresh drops the live tables for what it is to bring. */
  void emptied(TargetName target, TargetHolds expected) {
    remember(TargetOutcome.EMPTIED + target, expected);
  }

  /** What was to come into a target that has no tables until then; empty where it has them. */
  public Optional<TargetHolds> emptied(TargetName target) {
    return journal
        .recall(TargetOutcome.EMPTIED + target)
        .filter(text -> !text.isEmpty())
        .flatMap(TargetContents::read);
  }

  private void remember(String fact, TargetHolds holds) {
    try {
      journal.remember(fact, JSON.writeValueAsString(holds), new Actor(holds.by(), holds.run()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What the last refresh of a target has brought; empty where none of ours ever did. */
  public Optional<TargetHolds> of(TargetName target) {
    return journal.recall(fact(target)).flatMap(TargetContents::read);
  }

  private static Optional<TargetHolds> read(String text) {
    try {
      return Optional.of(JSON.readValue(text, TargetHolds.class));
    } catch (JsonProcessingException e) {
      LOG.warn("What a target holds was written by another version and can't be read");
      return Optional.empty();
    }
  }
}

package io.rehydrate.source.aws;

import io.rehydrate.error.RehydrateException;
import io.rehydrate.run.ActiveRun;
import io.rehydrate.run.RunId;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Finds what dead runs left at AWS, whatever the journal knows: what bears our prefix and our tags,
 * is not the source, and belongs to no run that lives or may go on.
 */
public final class AwsSweep {
  private static final Logger LOG = LoggerFactory.getLogger(AwsSweep.class);

  private final Inventory inventory;
  private final Remover remover;
  private final Ownership ownership;
  private final Supplier<Set<RunId>> spared;
  private final Clock clock;
  private final Map<String, Instant> since = new HashMap<>();
  private final Set<String> told = new HashSet<>();

  AwsSweep(
      Inventory inventory,
      Remover remover,
      Ownership ownership,
      Supplier<Set<RunId>> spared,
      Clock clock) {
    this.inventory = inventory;
    this.remover = remover;
    this.ownership = ownership;
    this.spared = spared;
    this.clock = clock;
  }

  /**
   * What was found.
   *
   * @param leftovers ours, of dead runs
   * @param doubtful with our prefix, but not our tags: told of and never touched
   */
  public record Found(List<Thing> leftovers, List<Thing> doubtful) {}

  /**
   * Looks, and changes nothing.
   *
   * @throws io.rehydrate.error.StageFailedException {@code aws.refused}
   */
  public Found look() {
    try {
      List<Thing> leftovers = new ArrayList<>();
      List<Thing> doubtful = new ArrayList<>();
      List<Thing> all = inventory.all();
      // asked for last: a run that begins meanwhile would else be taken for a dead one
      Set<RunId> living = spared.get();
      for (Thing thing : all) {
        switch (ownership.of(thing)) {
          case OURS -> {
            if (Ownership.run(thing).filter(living::contains).isEmpty()) {
              leftovers.add(thing);
            }
          }
          case DOUBTFUL -> doubtful.add(thing);
          case OTHERS -> {}
        }
      }
      return new Found(leftovers, doubtful);
    } catch (SdkException e) {
      throw Fault.failure("listing what is there", e);
    }
  }

  /** Orders what can be ordered now; one refusal keeps no other thing. */
  private void round(Consumer<String> told) {
    Found found = look();
    for (Thing thing : found.leftovers()) {
      try {
        remover.step(thing);
        told.accept("left by a dead run, being removed: " + thing);
      } catch (SdkException e) {
        told.accept("left by a dead run, not removed yet: " + thing + " (" + Fault.words(e) + ")");
      }
    }
    found.doubtful().forEach(t -> told.accept("bears our prefix and not our tags: " + t));
  }

  /**
   * What has withstood removal for so long, with the commands that remove it; each thing is told
   * once.
   *
   * @param atMost milliseconds since it was found first
   * @return a sentence, or nothing
   * @throws io.rehydrate.error.StageFailedException {@code aws.refused}
   */
  public synchronized String overdue(long atMost) {
    List<Thing> left = look().leftovers();
    Instant now = clock.instant();
    left.forEach(thing -> since.putIfAbsent(thing.toString(), now));
    since.keySet().retainAll(left.stream().map(Thing::toString).toList());
    String commands =
        left.stream()
            .filter(thing -> !since.get(thing.toString()).plusMillis(atMost).isAfter(now))
            .filter(thing -> told.add(thing.toString()))
            .map(thing -> " " + thing.kind().command(thing.id()) + ";")
            .collect(Collectors.joining());
    return commands.isEmpty()
        ? ""
        : "LEFT AT AWS BY A DEAD RUN, AND PAID FOR; it can't be removed so far, so by hand:"
            + commands;
  }

  /** For the night's routes: a round that holds up no night. */
  public void beside(@Variable("run") ActiveRun run) {
    attempt(run.log()::info);
  }

  /** A round that holds up no start. */
  public void quietly() {
    attempt(LOG::warn);
  }

  private void attempt(Consumer<String> told) {
    try {
      round(told);
    } catch (RehydrateException e) {
      told.accept("what dead runs left could not be looked for: " + e.getMessage());
    }
  }
}

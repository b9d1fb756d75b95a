package io.rehydrate.source.aws;

import io.rehydrate.run.ActiveRun;
import io.rehydrate.run.Journal;
import io.rehydrate.run.RunId;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Finds what dead runs left at AWS, whatever the journal knows: what has our prefix and our tags,
 * is not the source, and belongs to no run that lives or may continue.
 */
public final class AwsSweep {
  private static final Logger LOG = LoggerFactory.getLogger(AwsSweep.class);
  private static final Set<RdsResourceType> EVERYTHING = EnumSet.allOf(RdsResourceType.class);

  private final Inventory inventory;
  private final ResourceDeleter remover;
  private final Ownership ownership;
  private final Supplier<Set<RunId>> runsToKeep;
  private final Journal journal;
  private final Clock clock;
  private final Map<String, Instant> since = new HashMap<>();
  private final Set<String> told = new HashSet<>();
  private volatile boolean refused;

  AwsSweep(
      Inventory inventory,
      ResourceDeleter remover,
      Ownership ownership,
      Supplier<Set<RunId>> runsToKeep,
      Journal journal,
      Clock clock) {
    this.inventory = inventory;
    this.remover = remover;
    this.ownership = ownership;
    this.runsToKeep = runsToKeep;
    this.journal = journal;
    this.clock = clock;
  }

  /**
   * What was found.
   *
   * @param leftovers ours, of dead runs
   * @param doubtful with our prefix, but not our tags: reported and never touched
   * @param unknown lists that AWS refused, with the reason: what they hold is not known
   * @param held clusters of ours that somebody else's instances hold, with their names
   */
  public record Found(
      List<RdsResource> leftovers,
      List<RdsResource> doubtful,
      List<String> unknown,
      List<String> held) {}

  /** The command that removes a thing by hand. */
  public static String command(RdsResource thing) {
    return thing.kind().command(thing.id());
  }

  /** Whether the last round found something, and AWS refused all of it for good. */
  public boolean isRefused() {
    return refused;
  }

  /** Looks, and changes nothing. A list that AWS refuses keeps back no other one. */
  public Found look() {
    List<RdsResource> leftovers = new ArrayList<>();
    List<RdsResource> doubtful = new ArrayList<>();
    Inventory.Listing listing = inventory.all(EVERYTHING);
    // asked for last: a run that begins meanwhile would else be taken for a dead one
    Set<RunId> living = runsToKeep.get();
    for (RdsResource thing : listing.things()) {
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
    return new Found(leftovers, doubtful, unknown(listing), held(leftovers, listing.things()));
  }

  private static List<String> unknown(Inventory.Listing listing) {
    return listing.refused().entrySet().stream()
        .map(
            e ->
                "the list of each "
                    + e.getKey()
                    + " is not available: "
                    + RdsErrorClass.words(e.getValue())
                    + ". "
                    + RdsErrorClass.hint(e.getValue()))
        .toList();
  }

  private List<String> held(List<RdsResource> leftovers, List<RdsResource> all) {
    List<String> held = new ArrayList<>();
    for (RdsResource cluster : leftovers) {
      if (cluster.kind() == RdsResourceType.CLUSTER) {
        TreeSet<String> ours = new TreeSet<>();
        TreeSet<String> members = new TreeSet<>(cluster.members());
        for (RdsResource thing : all) {
          if (thing.kind() == RdsResourceType.INSTANCE && thing.cluster().equals(cluster.id())) {
            members.add(thing.id());
          }
          if (thing.kind() == RdsResourceType.INSTANCE
              && ownership.of(thing) == Ownership.Owner.OURS) {
            ours.add(thing.id());
          }
        }
        members.removeAll(ours);
        if (!members.isEmpty()) {
          held.add(
              cluster
                  + " is held by "
                  + String.join(", ", members)
                  + ", without this installation's tags: none of them is deleted");
        }
      }
    }
    return held;
  }

  /** Orders what can be ordered now; one refusal keeps no other thing. */
  private void round(Consumer<String> told) {
    Found found = look();
    boolean hopeless = !found.leftovers().isEmpty();
    for (RdsResource thing : found.leftovers()) {
      note(thing);
      RemovalStep step = remover.step(thing, this::member);
      hopeless &= step.isStuck();
      if (step.isUnderWay()) {
        told.accept("left by a dead run, being removed: " + thing);
      } else {
        told.accept(
            "left by a dead run, not removed yet: "
                + thing
                + " ("
                + step.words()
                + ")"
                + (step.isStuck() && !step.hint().isEmpty() ? ". " + step.hint() : ""));
      }
    }
    refused = hopeless;
    found.doubtful().forEach(t -> told.accept("has our prefix but not our tags: " + t));
    found.unknown().forEach(told);
  }

  private ResourceDeleter.Member member(RdsResource member) {
    return ownership.of(member) == Ownership.Owner.OURS
        ? ResourceDeleter.Member.REMOVED
        : ResourceDeleter.Member.KEPT;
  }

  /** What the journal does not know of is written there: it is not lost from sight any more. */
  private void note(RdsResource thing) {
    RunId run = Ownership.run(thing).orElseThrow();
    boolean known =
        journal.resources(run).stream()
            .anyMatch(r -> r.kind().equals(thing.kind().resource()) && r.name().equals(thing.id()));
    if (!known) {
      journal.add(
          run, thing.kind().resource(), thing.id(), ResourceNote.NOTHING.afterSeen().text());
    }
  }

  /**
   * What has withstood removal for so long, with the commands that remove it; each thing is
   * reported once.
   *
   * @param atMost milliseconds since it was found first
   * @return a sentence, or nothing
   */
  public synchronized String overdue(long atMost) {
    Found found = look();
    Instant now = clock.instant();
    found.leftovers().forEach(thing -> since.putIfAbsent(thing.toString(), now));
    if (found.unknown().isEmpty()) {
      since.keySet().retainAll(found.leftovers().stream().map(RdsResource::toString).toList());
    }
    String commands =
        found.leftovers().stream()
            .filter(thing -> !since.get(thing.toString()).plusMillis(atMost).isAfter(now))
            .filter(thing -> told.add(thing.toString()))
            .map(thing -> " " + thing.kind().command(thing.id()) + ";")
            .collect(Collectors.joining());
    return commands.isEmpty()
        ? ""
        : "AWS resources of a dead run not deleted (still billed). To delete them manually:"
            + commands
            + found.held().stream().map(held -> " " + held + ".").collect(Collectors.joining());
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
    } catch (SdkException e) {
      told.accept(
          "what dead runs left could not be looked for: "
              + RdsErrorClass.words(e)
              + ". "
              + RdsErrorClass.hint(e));
    }
  }
}

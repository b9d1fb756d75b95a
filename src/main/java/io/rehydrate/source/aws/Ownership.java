package io.rehydrate.source.aws;

import io.rehydrate.run.RunId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.rds.model.Tag;

/**
 * Reports what is ours at AWS: by prefix and by tags and by not being the source. All three must
 * hold before anything is changed or removed.
 */
public final class Ownership {
  static final String MANAGED_BY = "rehydrate:managed-by";
  static final String INSTALLATION = "rehydrate:installation";
  static final String RUN = "rehydrate:run-id";
  static final String SOURCE = "rehydrate:source";
  static final String EXPIRES = "rehydrate:expires-at";
  private static final String NAMESPACE = "rehydrate:";
  private static final String PRODUCT = "rehydrate";

  private final String prefix;
  private final String installation;
  private final String source;

  /**
   * @param source the identifier of the cluster or instance that is copied
   */
  public Ownership(String prefix, String installation, String source) {
    this.prefix = prefix;
    this.installation = installation;
    this.source = source;
  }

  /** Whose a thing is. */
  enum Owner {
    /** Made by this installation. */
    OURS,
    /** Bears our prefix, but not our tags: reported, never touched. */
    DOUBTFUL,
    OTHERS
  }

  Owner of(RdsResource thing) {
    if (!ScratchNames.bears(prefix, thing.id()) || thing.id().equals(source)) {
      return Owner.OTHERS;
    }
    boolean tagged =
        PRODUCT.equals(thing.tags().get(MANAGED_BY))
            && installation.equals(thing.tags().get(INSTALLATION));
    return tagged && run(thing).isPresent() && !thing.automatic() ? Owner.OURS : Owner.DOUBTFUL;
  }

  boolean isOf(RdsResource thing, RunId run) {
    return of(thing) == Owner.OURS && run(thing).equals(Optional.of(run));
  }

  /** What the tags say of something that has the name of a run's own. */
  enum Verdict {
    OURS,
    /** They may follow: AWS may list something before its tags. */
    UNTAGGED,
    /** They name somebody else. */
    STRANGER
  }

  /**
   * @param trace of what the run made under this name
   */
  Verdict verdict(RdsResource thing, RunId run, Trace trace) {
    if (trace.isReplacedBy(thing) || of(thing) == Owner.OTHERS || thing.automatic()) {
      return Verdict.STRANGER;
    }
    if (isOf(thing, run)) {
      return Verdict.OURS;
    }
    Map<String, String> mine =
        Map.of(MANAGED_BY, PRODUCT, INSTALLATION, installation, RUN, run.value());
    boolean others =
        mine.entrySet().stream()
            .anyMatch(
                m -> !thing.tags().getOrDefault(m.getKey(), m.getValue()).equals(m.getValue()));
    boolean unknown =
        !thing.tags().isEmpty()
            && thing.tags().keySet().stream().noneMatch(key -> key.startsWith(NAMESPACE));
    return others || (unknown && !trace.isOf(thing)) ? Verdict.STRANGER : Verdict.UNTAGGED;
  }

  static Optional<RunId> run(RdsResource thing) {
    try {
      return Optional.ofNullable(thing.tags().get(RUN)).map(RunId::new);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** What everything is tagged with that a run makes. */
  List<Tag> tags(RunId run, Instant expiresAt) {
    Map<String, String> tags = new TreeMap<>();
    tags.put(MANAGED_BY, PRODUCT);
    tags.put(INSTALLATION, installation);
    tags.put(RUN, run.value());
    tags.put(SOURCE, source);
    tags.put(EXPIRES, expiresAt.toString());
    return tags.entrySet().stream()
        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
        .toList();
  }
}

package io.rehydrate.scan;

import io.rehydrate.mask.MaskKey;
import io.rehydrate.mask.NameDigest;
import io.rehydrate.mask.NameKind;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * The keyed fingerprints of the names that the masks of a night took away. Memory is bounded: of
 * more than a million of a kind, an even sample is known.
 */
public final class KnownNames {
  private final Optional<MaskKey> key;
  private final Map<NameKind, LongSample> prints = new EnumMap<>(NameKind.class);

  private KnownNames(Optional<MaskKey> key) {
    this.key = key;
    for (NameKind kind : NameKind.values()) {
      prints.put(kind, new LongSample());
    }
  }

  /** Where no mask stands for a name. */
  public static KnownNames none() {
    return new KnownNames(Optional.empty());
  }

  /**
   * @param key of the masks
   */
  public static KnownNames under(MaskKey key) {
    return new KnownNames(Optional.of(key));
  }

  /** Adds a fingerprint; to be called before the first {@link #scan}. */
  public void add(long print) {
    prints.get(NameKind.of(print)).add(print);
  }

  /** How many are known. */
  public int size() {
    return prints.values().stream().mapToInt(LongSample::size).sum();
  }

  /** Ready for being asked by several threads. */
  void seal() {
    prints.values().forEach(LongSample::seal);
  }

  boolean hasAny(NameKind kind) {
    return prints.get(kind).size() > 0;
  }

  boolean holds(long print) {
    return prints.get(NameKind.of(print)).contains(print);
  }

  /** What one thread looks with; none where no name is known. */
  Optional<NameScan> scan() {
    return key.filter(k -> size() > 0).map(k -> new NameScan(this, new NameDigest(k)));
  }
}

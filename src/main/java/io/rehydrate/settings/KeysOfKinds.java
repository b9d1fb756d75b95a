package io.rehydrate.settings;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Keys that have an effect with some kinds of source alone. Routes of a kind of one's own may use
 * any of them.
 */
final class KeysOfKinds {
  private static final String SNAPSHOT = Settings.Aws.SNAPSHOT;
  private static final String CLONE = Settings.Aws.CLONE;
  private static final String INSTANCE = Settings.Aws.INSTANCE;
  private static final List<String> AURORA = List.of(SNAPSHOT, CLONE);
  private static final List<String> AWS = List.of(SNAPSHOT, CLONE, INSTANCE);
  private static final List<String> KINDS = List.of("server", SNAPSHOT, CLONE, INSTANCE);
  private static final Map<String, List<String>> KEYS = new LinkedHashMap<>();

  static {
    of(List.of("server"), "source.workers", "scratch.memory");
    of(AURORA, "source.cluster", "scratch.cluster-parameter-group");
    of(AURORA, "scratch.min-acu", "scratch.max-acu");
    of(List.of(INSTANCE), "source.instance");
    of(List.of(SNAPSHOT, INSTANCE), "source.snapshot", "deadline.snapshot");
    of(List.of(SNAPSHOT, INSTANCE), "source.snapshot-max-age");
    of(AWS, "scratch.prefix", "scratch.instance-classes", "scratch.subnet-group");
    of(AWS, "scratch.security-groups", "scratch.parameter-group");
    of(AWS, "scratch.max-leftovers");
    of(AWS, "aws.region", "aws.endpoint", "aws.poll-interval");
    of(AWS, "deadline.resume", "deadline.ready", "deadline.restore", "deadline.instance");
    of(AWS, "deadline.connect", "deadline.delete");
    of(AWS, "cost.currency", "cost.instance-hour", "cost.acu-hour", "cost.storage-gb-month");
    of(AWS, "cost.io-million");
  }

  private KeysOfKinds() {}

  private static void of(List<String> kinds, String... keys) {
    Arrays.stream(keys).forEach(key -> KEYS.put(key, kinds));
  }

  static void check(Reading reading, String kind) {
    if (!KINDS.contains(kind)) {
      return;
    }
    KEYS.forEach(
        (key, kinds) -> {
          if (!kinds.contains(kind) && reading.values().isGiven(key)) {
            reading
                .problems()
                .add(
                    key,
                    "has no effect where source.kind is "
                        + kind
                        + "; it is for "
                        + String.join(", ", kinds));
          }
        });
  }
}

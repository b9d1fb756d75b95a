package io.rehydrate.draft;

import io.rehydrate.plan.MaskSpec;
import java.util.List;

/**
 * What a column may hold.
 *
 * @param masks that would do, the best first
 * @param why in words, without a value
 */
record ColumnGuess(Kind kind, List<MaskSpec> masks, String why) {

  /** What to do with it. */
  enum Kind {
    PERSONAL,
    HARMLESS,
    /** Nothing tells; a text is masked to be sure. */
    UNKNOWN
  }

  static final List<MaskSpec> ANY =
      List.of(
          MaskSpec.of("redact"),
          MaskSpec.of("hash"),
          MaskSpec.of("set-null"),
          MaskSpec.of("set-empty"));

  static ColumnGuess personal(String why, String... masks) {
    List<MaskSpec> specs =
        java.util.stream.Stream.concat(
                java.util.Arrays.stream(masks).map(MaskSpec::of), ANY.stream())
            .distinct()
            .toList();
    return new ColumnGuess(Kind.PERSONAL, specs, why);
  }

  static ColumnGuess harmless(String why) {
    return new ColumnGuess(Kind.HARMLESS, List.of(), why);
  }

  static ColumnGuess unknown(String why, MaskSpec... masks) {
    return new ColumnGuess(Kind.UNKNOWN, masks.length == 0 ? ANY : List.of(masks), why);
  }
}

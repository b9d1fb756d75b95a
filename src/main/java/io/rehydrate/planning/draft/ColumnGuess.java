package io.rehydrate.planning.draft;

import io.rehydrate.plan.MaskSpec;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a column may hold.
 *
 * @param masks that would do, the best first
 * @param why in words, without a value
 * @param json what is in its documents, where that was looked at
 */
record ColumnGuess(Kind kind, List<MaskSpec> masks, String why, Optional<JsonGuess> json) {

  private ColumnGuess(Kind kind, List<MaskSpec> masks, String why) {
    this(kind, masks, why, Optional.empty());
  }

  /** What to do with it. */
  enum Kind {
    PERSONAL,
    HARMLESS,
    /** Nothing reports; a text is masked to be sure. */
    UNKNOWN
  }

  static final List<MaskSpec> ANY =
      List.of(
          MaskSpec.of("redact"),
          MaskSpec.of("hash"),
          MaskSpec.of("set-null"),
          MaskSpec.of("set-empty"));

  static final List<MaskSpec> ANY_JSON =
      List.of(MaskSpec.of("set-null"), new MaskSpec("value", "\"masked\""));

  /** What reads the column expects a document, and not filler. */
  static final List<MaskSpec> ANY_TEXT_OF_JSON =
      List.of(MaskSpec.of("set-null"), new MaskSpec("value", "\"{}\""));

  static ColumnGuess personal(String why, String... masks) {
    List<MaskSpec> specs =
        Stream.concat(java.util.Arrays.stream(masks).map(MaskSpec::of), ANY.stream())
            .distinct()
            .toList();
    return new ColumnGuess(Kind.PERSONAL, specs, why);
  }

  /** For a mask that is made for this column; where it does not fit, any. */
  static ColumnGuess personal(String why, List<MaskSpec> masks) {
    return new ColumnGuess(
        Kind.PERSONAL, Stream.concat(masks.stream(), ANY.stream()).distinct().toList(), why);
  }

  /**
   * @param whole masks of the whole document, for a column that the mask 'json' does not take
   */
  static ColumnGuess ofJson(JsonGuess json, List<MaskSpec> whole) {
    List<String> paths =
        json.members().stream()
            .filter(JsonGuess.Member::personal)
            .map(JsonGuess.Member::path)
            .toList();
    return new ColumnGuess(
        Kind.PERSONAL,
        Stream.concat(Stream.of(json.mask()), whole.stream()).toList(),
        String.format(
            Locale.ROOT,
            "JSON, %,d documents looked at; %s",
            json.documents(),
            String.join(", ", paths)),
        Optional.of(json));
  }

  static ColumnGuess harmless(String why) {
    return new ColumnGuess(Kind.HARMLESS, List.of(), why);
  }

  static ColumnGuess unknown(String why, MaskSpec... masks) {
    return new ColumnGuess(Kind.UNKNOWN, masks.length == 0 ? ANY : List.of(masks), why);
  }
}

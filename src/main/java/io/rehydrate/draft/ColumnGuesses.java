package io.rehydrate.draft;

import io.rehydrate.plan.MaskSpec;
import io.rehydrate.schema.Column;
import io.rehydrate.schema.Table;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What each column may hold: by its name, and by what its values look like. */
final class ColumnGuesses {
  private static final double SOME_NAMES = 0.3;
  private static final double SOME_SENTENCES = 0.3;

  private final Sampling sampling;
  private final Map<Table, Map<String, Sample>> samples = new HashMap<>();

  ColumnGuesses(Sampling sampling) {
    this.sampling = sampling;
  }

  /** Empty for a column that needs no decision: a number, a date, a choice out of a list. */
  Optional<ColumnGuess> of(Table table, Column column) {
    boolean choice = column.dataType().equals("enum") || column.dataType().equals("set");
    if (column.generated() || choice) {
      return Optional.empty();
    }
    Optional<ColumnGuess> byName = ColumnNames.personal(column);
    if (byName.isPresent()) {
      return byName;
    }
    if (column.isJson()) {
      return Optional.of(
          ColumnGuess.unknown(
              "JSON may hold anything",
              MaskSpec.of("set-null"),
              new MaskSpec("value", "\"masked\"")));
    }
    if (column.isBinary()) {
      return Optional.of(
          ColumnNames.isHarmless(column)
              ? ColumnGuess.harmless("by its name")
              : ColumnGuess.unknown(
                  "bytes may hold anything",
                  MaskSpec.of("set-null"),
                  MaskSpec.of("hash"),
                  MaskSpec.of("set-empty")));
    }
    return column.isText() ? Optional.of(ofText(column, sample(table, column))) : Optional.empty();
  }

  private Sample sample(Table table, Column column) {
    return samples.computeIfAbsent(table, sampling::of).getOrDefault(column.name(), Sample.NONE);
  }

  private static ColumnGuess ofText(Column column, Sample sample) {
    if (sample.isMostly(sample.emails())) {
      return ColumnGuess.personal(looks(sample, sample.emails(), "e-mail addresses"), "email");
    }
    if (sample.isMostly(sample.addresses())) {
      return ColumnGuess.personal(looks(sample, sample.addresses(), "IP addresses"), "ip");
    }
    if (sample.isMostly(sample.numbers())) {
      return ColumnGuess.personal(
          looks(sample, sample.numbers(), "numbers of accounts or persons"), "digits");
    }
    boolean technical = sample.isMostly(sample.technical());
    if (!technical && sample.isMostly(sample.phones())) {
      return ColumnGuess.personal(
          looks(sample, sample.phones(), "phone numbers"), "phone", "digits");
    }
    if (sample.share(sample.names()) >= SOME_NAMES) {
      return ColumnGuess.personal(looks(sample, sample.names(), "names of people"), "full-name");
    }
    if (technical) {
      return ColumnGuess.harmless(looks(sample, sample.technical(), "hashes, ids or media types"));
    }
    if (sample.isChoice()) {
      return ColumnGuess.harmless(sample.distinct() + " different values");
    }
    if (ColumnNames.isHarmless(column)) {
      return ColumnGuess.harmless("by its name");
    }
    return sample.share(sample.sentences()) >= SOME_SENTENCES
        ? ColumnGuess.unknown("free text")
        : ColumnGuess.unknown("nothing tells what it holds");
  }

  private static String looks(Sample sample, long count, String like) {
    return String.format(
        Locale.ROOT, "%.0f %% of its values look like %s", 100 * sample.share(count), like);
  }

  boolean isPersonal(Table table) {
    return table.columns().stream()
        .anyMatch(
            column ->
                of(table, column).filter(g -> g.kind() == ColumnGuess.Kind.PERSONAL).isPresent());
  }
}

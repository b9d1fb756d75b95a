package io.rehydrate.planning.draft;

import io.rehydrate.plan.MaskSpec;
import io.rehydrate.plan.NameMeaning;
import io.rehydrate.plan.SuggestedMasks;
import io.rehydrate.planning.probe.ReadOnlySource;
import io.rehydrate.schema.Column;
import io.rehydrate.schema.Table;
import io.rehydrate.schema.TableName;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What each column may hold: by its name, and by what its values look like. */
final class ColumnGuesses {
  private static final double SOME_SENTENCES = 0.3;

  private final ReadOnlySource source;
  private final Sampling sampling;
  private final Map<TableName, Map<String, ColumnSample>> samples = new HashMap<>();
  private final Map<String, Optional<JsonGuess>> documents = new HashMap<>();
  private final Map<TableName, Optional<KeyValues>> settings = new HashMap<>();

  ColumnGuesses(ReadOnlySource source) {
    this.source = source;
    this.sampling = new Sampling(source);
  }

  /** Empty for a column that needs no decision: a number, a date, a choice out of a list. */
  Optional<ColumnGuess> of(Table table, Column column) {
    boolean choice = column.dataType().equals("enum") || column.dataType().equals("set");
    if (column.generated()) {
      return Optional.empty();
    }
    if (choice || !(column.isText() || column.isJson() || column.isBinary())) {
      return ofAnotherType(column);
    }
    Optional<KeyValues> settings = keyValues(table);
    if (settings.filter(s -> s.value().equals(column)).isPresent()) {
      Optional<ColumnGuess> byKey = settings.get().guess();
      if (byKey.isPresent()) {
        return byKey;
      }
    }
    if (settings.filter(s -> s.plain() && s.key().equals(column)).isPresent()) {
      return Optional.of(ColumnGuess.harmless("names of settings"));
    }
    Optional<ColumnGuess> byName = ColumnNames.personal(column);
    if (byName.isPresent()) {
      return byName;
    }
    if (column.isJson()) {
      return Optional.of(
          documents(table, column)
              .filter(JsonGuess::isPersonal)
              .map(json -> ColumnGuess.ofJson(json, ColumnGuess.ANY_JSON))
              .orElseGet(
                  () ->
                      ColumnGuess.unknown(
                          "JSON may hold anything",
                          ColumnGuess.ANY_JSON.toArray(MaskSpec[]::new))));
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
    return Optional.of(ofTexts(table, column));
  }

  private Optional<KeyValues> keyValues(Table table) {
    return settings.computeIfAbsent(table.name(), name -> KeyValues.of(source, table));
  }

  /** Numbers, dates, choices and places, of which the name may say that they are a person's. */
  private static Optional<ColumnGuess> ofAnotherType(Column column) {
    Optional<ColumnGuess> byName = ColumnNames.personal(column);
    if (!NameMeaning.isPersonal(column) && !SuggestedMasks.isOfAnything(column)) {
      return byName;
    }
    List<MaskSpec> suggested = SuggestedMasks.of(column);
    List<MaskSpec> named = byName.map(ColumnGuess::masks).orElse(List.of());
    return Optional.of(
        ColumnGuess.personal(
            column.isSpatial() ? "a place" : "by its name",
            Stream.concat(suggested.stream(), named.stream()).toList()));
  }

  private ColumnGuess ofTexts(Table table, Column column) {
    ColumnSample sample =
        samples
            .computeIfAbsent(table.name(), name -> sampling.of(table))
            .getOrDefault(column.name(), ColumnSample.NONE);
    return Optional.of(sample)
        .filter(s -> s.isMostly(s.documents()))
        .flatMap(s -> documents(table, column))
        .filter(JsonGuess::isPersonal)
        .map(json -> ColumnGuess.ofJson(json, ColumnGuess.ANY_TEXT_OF_JSON))
        .orElseGet(() -> ofText(column, sample));
  }

  private Optional<JsonGuess> documents(Table table, Column column) {
    return documents.computeIfAbsent(
        table.name() + "." + column.name(), name -> JsonGuesses.of(source, table, column));
  }

  static ColumnGuess ofText(Column column, ColumnSample sample) {
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
    if (sample.isNames()) {
      return ColumnGuess.personal(
          looks(sample, Math.max(sample.names(), sample.capitalised()), "names of people"),
          "full-name");
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
        : ColumnGuess.unknown("nothing suggests what it contains");
  }

  private static String looks(ColumnSample sample, long count, String like) {
    return String.format(
        Locale.ROOT, "%.0f %% of its values look like %s", 100 * sample.share(count), like);
  }

  /** Settings are masked by key, and do not make a table one of people. */
  boolean isPersonal(Table table) {
    return table.columns().stream()
        .filter(column -> keyValues(table).filter(s -> s.value().equals(column)).isEmpty())
        .anyMatch(
            column ->
                of(table, column).filter(g -> g.kind() == ColumnGuess.Kind.PERSONAL).isPresent());
  }
}

package io.rehydrate.planning.draft;

import io.rehydrate.mask.Masks;
import io.rehydrate.plan.MaskSpec;
import io.rehydrate.planning.probe.ReadOnlySource;
import io.rehydrate.schema.Column;
import io.rehydrate.schema.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Looks through the documents of a column, place by place. The source does the looking, as for
 * columns; only the names of members come over, and none that looks like a value is written.
 */
final class JsonGuesses {
  private static final int MOST_MEMBERS = 40;
  private static final int DEEPEST = 6;
  private static final int MOST_PLACES = 200;

  private static final Pattern NAME =
      Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$-]*(?: [\\p{L}\\p{N}_$-]+){0,3}");
  private static final Pattern TECHNICAL =
      Pattern.compile("(?i)[0-9a-f]{16,}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|.*\\d{5,}.*");

  private final ReadOnlySource source;
  private final Table table;
  private final List<JsonGuess.Member> members = new ArrayList<>();
  private final long documents;
  private int places;

  private JsonGuesses(ReadOnlySource source, Table table, long documents) {
    this.source = source;
    this.table = table;
    this.documents = documents;
  }

  /** Empty where no document has members, their names look like values, or time was too short. */
  static Optional<JsonGuess> of(ReadOnlySource source, Table table, Column column) {
    JsonPlace whole = JsonPlace.whole(table, column.name());
    return JsonFacts.of(source, List.of(whole))
        .map(facts -> facts.get(0))
        .filter(facts -> facts.isObject() || facts.isArray())
        .flatMap(
            facts -> {
              long documents = facts.objects() + facts.arrays();
              JsonGuesses guesses = new JsonGuesses(source, table, documents);
              return guesses.look(whole, facts)
                  ? Optional.of(new JsonGuess(documents, guesses.members))
                  : Optional.empty();
            });
  }

  /** False where it could not be looked at to its end. */
  private boolean look(JsonPlace place, JsonFacts facts) {
    if (++places > MOST_PLACES) {
      return false;
    }
    if (facts.isMixed()) {
      return whole(place, "holds values of several kinds");
    }
    if (facts.isScalar()) {
      scalar(place, facts);
      return true;
    }
    if (!facts.isObject() && !facts.isArray()) {
      return true;
    }
    if (place.depth() >= DEEPEST || place.path().contains("[*][*][*]")) {
      return whole(place, "lies too deep to be looked at");
    }
    return facts.isArray() ? lookAtAll(List.of(place.element())) : lookAtMembers(place);
  }

  private boolean lookAtMembers(JsonPlace place) {
    Optional<List<String>> found =
        source.query(place.membersAsSql(MOST_MEMBERS + 1), row -> row.getString(1));
    if (found.isEmpty()) {
      return false;
    }
    List<String> names = found.get();
    if (names.isEmpty()) {
      return true;
    }
    if (names.size() > MOST_MEMBERS || !names.stream().allMatch(JsonGuesses::isName)) {
      return whole(place, "the names of its members look like values");
    }
    return lookAtAll(names.stream().map(place::member).toList());
  }

  private boolean lookAtAll(List<JsonPlace> there) {
    return JsonFacts.of(source, there)
        .filter(
            facts ->
                IntStream.range(0, there.size()).allMatch(i -> look(there.get(i), facts.get(i))))
        .isPresent();
  }

  /** A dictionary by mail address or by name has values for names; neither may be written. */
  private static boolean isName(String name) {
    return name != null
        && name.length() <= 64
        && NAME.matcher(name).matches()
        && !TECHNICAL.matcher(name).matches()
        && !TextCounts.isFirstName(name.split("[ _-]", 2)[0]);
  }

  private boolean whole(JsonPlace place, String why) {
    if (place.path().equals("$")) {
      return false;
    }
    members.add(new JsonGuess.Member(place.path(), MaskSpec.of("set-null"), false, why));
    return true;
  }

  private void scalar(JsonPlace place, JsonFacts facts) {
    Column column = column(place.name(), facts.texts().values() > 0);
    ColumnGuess guess =
        ColumnNames.personal(column)
            .or(() -> asPartOf(place, column))
            .orElseGet(
                () ->
                    facts.texts().values() > 0
                        ? ColumnGuesses.ofText(column, facts.texts())
                        : ColumnGuess.harmless("a number"));
    if (guess.kind() == ColumnGuess.Kind.HARMLESS) {
      return;
    }
    Column there = column(place.path(), true);
    guess.masks().stream()
        .filter(mask -> Masks.problem(mask, table, there).isEmpty())
        .findFirst()
        .ifPresent(
            mask ->
                members.add(
                    new JsonGuess.Member(
                        place.path(),
                        mask,
                        guess.kind() == ColumnGuess.Kind.PERSONAL,
                        guess.why() + counted(place, facts))));
  }

  /** The {@code number} of a {@code phone}, the {@code first} of a {@code name}. */
  private static Optional<ColumnGuess> asPartOf(JsonPlace place, Column column) {
    if (place.depth() < 2 || ColumnNames.isHarmless(column)) {
      return Optional.empty();
    }
    String outer = place.names().get(place.depth() - 2);
    return ColumnNames.personal(column(place.name() + "_" + outer, column.isText()));
  }

  private String counted(JsonPlace place, JsonFacts facts) {
    long values = facts.numbers() + facts.texts().values();
    return place.path().contains("[*]")
        ? String.format(Locale.ROOT, "; %,d values", values)
        : String.format(Locale.ROOT, "; in %.0f %% of them", 100.0 * values / documents);
  }

  /** What a member is to those who guess by columns. */
  private static Column column(String name, boolean text) {
    return text
        ? new Column(
            name,
            "varchar(255)",
            "varchar",
            true,
            false,
            false,
            OptionalLong.of(255),
            Optional.of("utf8mb4"),
            Optional.of("utf8mb4_bin"))
        : new Column(
            name,
            "bigint",
            "bigint",
            true,
            false,
            false,
            OptionalLong.empty(),
            Optional.empty(),
            Optional.empty());
  }
}

package io.rehydrate.planning.draft;

import io.rehydrate.mysql.Sql;
import io.rehydrate.planning.probe.ColumnRelation;
import io.rehydrate.planning.probe.ReadOnlySource;
import io.rehydrate.planning.probe.RelationMeasure;
import io.rehydrate.schema.Catalog;
import io.rehydrate.schema.Column;
import io.rehydrate.schema.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Guesses relations and has the data decide. */
final class RelationGuesses {
  /** Fewer values prove nothing: a flag's 1 is the key of some row nearly everywhere. */
  private static final int ENOUGH = 3;

  private static final int ONE_DIGIT = 9;

  private static final Comparator<RelationGuess> LIKELIEST_FIRST =
      Comparator.comparing(RelationGuess::isOfItsName)
          .thenComparing(RelationGuess::share)
          .thenComparing(RelationGuess::isOfPrimaryKey)
          .reversed();

  private final RelationCandidates candidates;
  private final TypedReferences typed;
  private final RelationMeasure probe;
  private final List<RelationGuess> held = new ArrayList<>();
  private final List<RelationGuess> doubtful = new ArrayList<>();

  /** What holds, and what is worth a look. */
  record Guesses(List<RelationGuess> held, List<RelationGuess> doubtful) {}

  private RelationGuesses(Catalog catalog, ReadOnlySource source) {
    this.candidates = new RelationCandidates(catalog);
    this.typed = new TypedReferences(candidates, source);
    this.probe = new RelationMeasure(source);
  }

  /** Relations that the schema declares are not among them. */
  static Guesses of(Catalog catalog, ReadOnlySource source) {
    RelationGuesses guesses = new RelationGuesses(catalog, source);
    catalog.tables().forEach(guesses::table);
    return new Guesses(List.copyOf(guesses.held), List.copyOf(guesses.doubtful));
  }

  private void table(Table table) {
    for (Column column : table.columns()) {
      if (!column.generated() && !isDeclared(table, List.of(column.name()))) {
        Optional<Column> type = TypedReferences.typeOf(table, column);
        if (type.isPresent()) {
          typed.of(table, column, type.get()).forEach(g -> decide(List.of(g)));
        } else {
          column(table, column);
        }
      }
    }
    candidates.composite(table).stream()
        .filter(g -> !isDeclared(table, g.link().fromColumns()))
        .forEach(g -> decide(List.of(g)));
  }

  private static boolean isDeclared(Table table, List<String> columns) {
    return table.foreignKeys().stream().anyMatch(key -> key.columns().equals(columns));
  }

  private void column(Table table, Column column) {
    List<RelationGuess> rejected = new ArrayList<>();
    for (List<RelationGuess> rank : candidates.of(table, column)) {
      List<RelationGuess> tested = rank.stream().map(this::tested).toList();
      List<RelationGuess> holding =
          tested.stream().filter(RelationGuess::holds).sorted(LIKELIEST_FIRST).toList();
      boolean unclear =
          holding.stream()
              .skip(1)
              .filter(g -> !g.link().to().name().equals(holding.get(0).link().to().name()))
              .anyMatch(g -> g.isNoBetterThan(holding.get(0)));
      if (unclear) {
        doubtful.addAll(holding);
        return;
      }
      if (!holding.isEmpty()) {
        held.add(withoutNone(holding.get(0)));
        return;
      }
      rejected.addAll(tested);
    }
    rejected.stream()
        .filter(RelationGuess::isDoubtful)
        .max(Comparator.comparingDouble(RelationGuess::share))
        .ifPresent(doubtful::add);
  }

  private void decide(List<RelationGuess> guesses) {
    for (RelationGuess guess : guesses) {
      RelationGuess tested = tested(guess);
      if (tested.holds()) {
        held.add(withoutNone(tested));
      } else if (tested.isDoubtful()) {
        doubtful.add(tested);
      }
    }
  }

  private RelationGuess tested(RelationGuess guess) {
    RelationGuess tested = guess.tested(probe.measure(guess.link()));
    boolean flag =
        tested.needsValues()
            && probe
                .values(guess.link(), ENOUGH)
                .filter(v -> v.different() < ENOUGH)
                .filter(v -> guess.basis() != RelationGuess.Basis.SELF || v.greatest() <= ONE_DIGIT)
                .isPresent();
    return flag ? tested.asFlag() : tested;
  }

  /** 0 and the empty text that lead nowhere mean "none". */
  private static RelationGuess withoutNone(RelationGuess guess) {
    boolean none = guess.found().filter(f -> f.none() > 0).isPresent();
    if (!none) {
      return guess;
    }
    ColumnRelation link = guess.link();
    Column column = link.fromDeclared().get(0);
    String name = column.name().matches("\\w+") ? column.name() : Sql.name(column.name());
    String condition = name + (column.isNumber() ? " <> 0" : " <> ''");
    return new RelationGuess(
        link.when(link.when().map(w -> w + " AND " + condition).orElse(condition)),
        guess.basis(),
        guess.isOfItsName(),
        guess.found(),
        guess.isFlag());
  }
}

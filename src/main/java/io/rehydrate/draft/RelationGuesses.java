package io.rehydrate.draft;

import io.rehydrate.probe.Link;
import io.rehydrate.probe.LinkProbe;
import io.rehydrate.probe.SourceProbe;
import io.rehydrate.schema.Catalog;
import io.rehydrate.schema.Column;
import io.rehydrate.schema.Table;
import io.rehydrate.server.Sql;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Guesses relations and has the data decide. */
final class RelationGuesses {
  /** Fewer values prove nothing: a flag's 1 is the key of some row nearly everywhere. */
  private static final int ENOUGH = 3;

  private static final int ONE_DIGIT = 9;

  private static final Comparator<Guess> LIKELIEST_FIRST =
      Comparator.comparing(Guess::isOfItsName)
          .thenComparing(Guess::share)
          .thenComparing(Guess::isOfPrimaryKey)
          .reversed();

  private final Candidates candidates;
  private final TypedReferences typed;
  private final LinkProbe probe;
  private final List<Guess> held = new ArrayList<>();
  private final List<Guess> doubtful = new ArrayList<>();

  /** What holds, and what is worth a look. */
  record Guesses(List<Guess> held, List<Guess> doubtful) {}

  private RelationGuesses(Catalog catalog, SourceProbe source) {
    this.candidates = new Candidates(catalog);
    this.typed = new TypedReferences(candidates, source);
    this.probe = new LinkProbe(source);
  }

  /** Relations that the schema declares are not among them. */
  static Guesses of(Catalog catalog, SourceProbe source) {
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
    List<Guess> rejected = new ArrayList<>();
    for (List<Guess> rank : candidates.of(table, column)) {
      List<Guess> tested = rank.stream().map(this::tested).toList();
      List<Guess> holding = tested.stream().filter(Guess::holds).sorted(LIKELIEST_FIRST).toList();
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
        .filter(Guess::isDoubtful)
        .max(Comparator.comparingDouble(Guess::share))
        .ifPresent(doubtful::add);
  }

  private void decide(List<Guess> guesses) {
    for (Guess guess : guesses) {
      Guess tested = tested(guess);
      if (tested.holds()) {
        held.add(withoutNone(tested));
      } else if (tested.isDoubtful()) {
        doubtful.add(tested);
      }
    }
  }

  private Guess tested(Guess guess) {
    Guess tested = guess.tested(probe.measure(guess.link()));
    boolean flag =
        tested.needsValues()
            && probe
                .values(guess.link(), ENOUGH)
                .filter(v -> v.different() < ENOUGH)
                .filter(v -> guess.basis() != Guess.Basis.SELF || v.greatest() <= ONE_DIGIT)
                .isPresent();
    return flag ? tested.asFlag() : tested;
  }

  /** 0 and the empty text that lead nowhere mean "none". */
  private static Guess withoutNone(Guess guess) {
    boolean none = guess.found().filter(f -> f.none() > 0).isPresent();
    if (!none) {
      return guess;
    }
    Link link = guess.link();
    Column column = link.fromDeclared().get(0);
    String name = column.name().matches("\\w+") ? column.name() : Sql.name(column.name());
    String condition = name + (column.isNumber() ? " <> 0" : " <> ''");
    return new Guess(
        link.when(link.when().map(w -> w + " AND " + condition).orElse(condition)),
        guess.basis(),
        guess.isOfItsName(),
        guess.found(),
        guess.isFlag());
  }
}

package io.rehydrate.planning.draft;

import io.rehydrate.planning.draft.RelationGuess.Basis;
import io.rehydrate.planning.probe.ColumnRelation;
import io.rehydrate.schema.Catalog;
import io.rehydrate.schema.Column;
import io.rehydrate.schema.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What each column may refer to, by its name and its type alone; the likeliest first. */
final class RelationCandidates {
  private static final Set<String> SELF =
      NameTokens.set(
          "parent manager boss supervisor superior predecessor successor previous prev next original"
              + " root ancestor replace replaced supersede superseded duplicate copied renewed"
              + " renewal reply report referrer merged");
  private static final Set<String> PERSON =
      NameTokens.set(
          "author owner creator editor user assignee assigned agent approver approved reviewer"
              + " sender recipient manager created updated changed modified deleted handler"
              + " responsible contact");
  private static final Set<String> OF_PEOPLE =
      NameTokens.set(
          "email mail firstname lastname surname fullname username login phone displayname");

  /** Equal names that say nothing of a reference. */
  private static final Set<String> COMMON_NAMES =
      NameTokens.set(
          "name title label slug email mail phone description text position sort order rank value"
              + " status type kind language locale country currency date time year");

  private final Catalog catalog;
  private final TableWords words;

  RelationCandidates(Catalog catalog) {
    this.catalog = catalog;
    this.words = TableWords.of(catalog);
  }

  /** The guesses for one column; those of a lower rank count where none of a higher holds. */
  List<List<RelationGuess>> of(Table table, Column column) {
    if (CandidateKeys.single(table).filter(column::equals).isPresent()) {
      return List.of(owners(table, column));
    }
    if (isFlag(table, column)) {
      return List.of();
    }
    List<RelationGuess> byName = new ArrayList<>(named(table, column));
    ofTables(table, column, true).stream()
        .filter(g -> byName.stream().noneMatch(named -> named.link().equals(g.link())))
        .forEach(byName::add);
    return Stream.of(
            byName,
            ofTables(table, column, false),
            self(table, column),
            people(table, column),
            sameName(table, column))
        .filter(rank -> !rank.isEmpty())
        .toList();
  }

  private RelationGuess guess(Table from, Column column, Table to, Column key, Basis basis) {
    return new RelationGuess(
        new ColumnRelation(from, List.of(column.name()), to, List.of(key.name()), Optional.empty()),
        basis,
        NameTokens.endsWith(words.of(to), NameTokens.of(column.name()).base())
            || isKeyOf(column.name(), to, key.name()));
  }

  /** {@code account_record_id} is the {@code record_id} of {@code accounts}. */
  private boolean isKeyOf(String column, Table to, String key) {
    List<String> both = new ArrayList<>(words.of(to));
    both.addAll(NameTokens.of(key).all());
    return NameTokens.of(column).all().equals(both);
  }

  private static boolean isFlag(Table table, Column column) {
    boolean type = column.type().matches("(?i)tinyint\\(1\\).*|bit\\(1\\)|bool.*");
    boolean key = table.foreignKeys().stream().anyMatch(k -> k.columns().contains(column.name()));
    return type && !key && !NameTokens.of(column.name()).isKey();
  }

  /** A table of details has the key of the table that it belongs to. */
  private List<RelationGuess> owners(Table table, Column column) {
    NameTokens name = NameTokens.of(column.name());
    if (NameTokens.endsWith(words.of(table), name.base())
        || column.autoIncrement()
        || !name.isKey()) {
      return List.of();
    }
    List<RelationGuess> guesses = new ArrayList<>(named(table, column));
    guesses.addAll(ofTables(table, column, true));
    guesses.removeIf(g -> !g.isOfItsName());
    return guesses;
  }

  private List<RelationGuess> named(Table table, Column column) {
    List<RelationGuess> guesses = new ArrayList<>();
    NameTokens name = NameTokens.of(column.name());
    if (!name.isKey() || name.base().isEmpty()) {
      return guesses;
    }
    for (Table other : catalog.tables()) {
      if (!other.name().equals(table.name())) {
        CandidateKeys.unique(other).stream()
            .filter(
                key ->
                    key.name().equalsIgnoreCase(column.name())
                        || isKeyOf(column.name(), other, key.name()))
            .filter(key -> CandidateKeys.compatible(column, key))
            .findFirst()
            .ifPresent(key -> guesses.add(guess(table, column, other, key, Basis.KEY)));
      }
    }
    return guesses;
  }

  private List<RelationGuess> ofTables(Table table, Column column, boolean whole) {
    List<RelationGuess> guesses = new ArrayList<>();
    NameTokens name = NameTokens.of(column.name());
    if (name.base().isEmpty() || (!name.isKey() && !column.isInteger())) {
      return guesses;
    }
    Basis basis = !name.isKey() ? Basis.WORD_ALONE : whole ? Basis.TABLE : Basis.TABLE_IN_PART;
    for (Table other : catalog.tables()) {
      List<String> its = words.of(other);
      boolean equal = its.equals(name.base());
      boolean named =
          whole
              ? equal && !other.name().equals(table.name())
              : !equal
                  && (NameTokens.endsWith(its, name.base())
                      || NameTokens.endsWith(name.base(), its));
      if (named) {
        CandidateKeys.referable(other).stream()
            .filter(key -> CandidateKeys.compatible(column, key))
            .forEach(key -> guesses.add(guess(table, column, other, key, basis)));
      }
    }
    return guesses;
  }

  private List<RelationGuess> self(Table table, Column column) {
    NameTokens name = NameTokens.of(column.name());
    boolean aRole = name.hasAny(SELF);
    boolean fits =
        (aRole && (name.isKey() || Set.of("by", "to").contains(name.last())))
            || name.last().equals("of")
            || (SELF.contains(name.last()) && column.isInteger());
    return CandidateKeys.single(table)
        .filter(key -> fits && CandidateKeys.compatible(column, key))
        .map(key -> List.of(guess(table, column, table, key, Basis.SELF)))
        .orElse(List.of());
  }

  private List<RelationGuess> people(Table table, Column column) {
    NameTokens name = NameTokens.of(column.name());
    boolean fits =
        (name.hasAny(PERSON) && (name.isKey() || name.last().equals("by")))
            || (PERSON.contains(name.last()) && column.isInteger());
    if (!fits) {
      return List.of();
    }
    List<RelationGuess> guesses = new ArrayList<>();
    for (Table other : catalog.tables()) {
      CandidateKeys.single(other)
          .filter(
              key ->
                  CandidateKeys.compatible(column, key) && key.dataType().equals(column.dataType()))
          .filter(key -> isOfPeople(other))
          .ifPresent(key -> guesses.add(guess(table, column, other, key, Basis.PERSON)));
    }
    return guesses;
  }

  private static boolean isOfPeople(Table table) {
    return table.columns().stream().anyMatch(c -> NameTokens.of(c.name()).holds(OF_PEOPLE));
  }

  /** {@code order_lines.sku} of {@code products.sku}, which is unique there. */
  private List<RelationGuess> sameName(Table table, Column column) {
    NameTokens name = NameTokens.of(column.name());
    boolean unique = CandidateKeys.unique(table).contains(column);
    if (unique || name.isKey() || name.hasAny(COMMON_NAMES)) {
      return List.of();
    }
    List<RelationGuess> guesses = new ArrayList<>();
    for (Table other : catalog.tables()) {
      if (!other.name().equals(table.name())) {
        CandidateKeys.unique(other).stream()
            .filter(key -> key.name().equalsIgnoreCase(column.name()))
            .filter(key -> CandidateKeys.compatible(column, key))
            .forEach(key -> guesses.add(guess(table, column, other, key, Basis.SAME_NAME)));
      }
    }
    return guesses;
  }

  /** Tables that have all columns of another one's key, under its names or with the table's. */
  List<RelationGuess> composite(Table table) {
    List<RelationGuess> guesses = new ArrayList<>();
    for (Table other : catalog.tables()) {
      if (!other.name().equals(table.name())) {
        CandidateKeys.composite(other).stream()
            .flatMap(key -> partsOf(table, other, key).stream())
            .findFirst()
            .ifPresent(link -> guesses.add(new RelationGuess(link, Basis.COMPOSITE, false)));
      }
    }
    return guesses;
  }

  private Optional<ColumnRelation> partsOf(Table table, Table other, List<String> key) {
    List<String> from = new ArrayList<>();
    for (String part : key) {
      Column there = other.column(part).orElseThrow();
      table.columns().stream()
          .filter(here -> !from.contains(here.name()) && CandidateKeys.compatible(here, there))
          .filter(here -> isPartOf(here.name(), other, part))
          .findFirst()
          .ifPresent(here -> from.add(here.name()));
    }
    return from.size() == key.size()
        ? Optional.of(new ColumnRelation(table, from, other, key, Optional.empty()))
        : Optional.empty();
  }

  /** {@code region} itself, {@code order_region}, and {@code order_no} for a {@code number}. */
  private boolean isPartOf(String column, Table other, String part) {
    NameTokens name = NameTokens.of(column);
    boolean number = NameTokens.of(part).base().isEmpty() && name.base().equals(words.of(other));
    return column.equalsIgnoreCase(part)
        || isKeyOf(column, other, part)
        || (number && name.isKey());
  }

  /** The tables that a word may name: {@code policy}, {@code App/Models/Policy}. */
  List<Table> named(String word) {
    List<String> all = NameTokens.of(word).all();
    return catalog.tables().stream()
        .filter(
            table -> {
              List<String> its = words.of(table);
              return its.equals(all) || (all.size() > 1 && NameTokens.endsWith(all, its));
            })
        .toList();
  }
}

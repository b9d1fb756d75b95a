package io.rehydrate.draft;

import io.rehydrate.draft.Guess.Basis;
import io.rehydrate.probe.Link;
import io.rehydrate.schema.Catalog;
import io.rehydrate.schema.Column;
import io.rehydrate.schema.Table;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What each column may refer to, by its name and its type alone; the likeliest first. */
final class Candidates {
  private static final Set<String> SELF =
      Set.of(
          "parent",
          "manager",
          "boss",
          "supervisor",
          "superior",
          "predecessor",
          "successor",
          "previous",
          "prev",
          "next",
          "original",
          "root",
          "ancestor",
          "replace",
          "replaced",
          "supersede",
          "superseded",
          "duplicate",
          "copied",
          "renewed",
          "renewal",
          "reply",
          "report",
          "referrer",
          "merged");
  private static final Set<String> PERSON =
      Set.of(
          "author",
          "owner",
          "creator",
          "editor",
          "user",
          "assignee",
          "assigned",
          "agent",
          "approver",
          "approved",
          "reviewer",
          "sender",
          "recipient",
          "manager",
          "created",
          "updated",
          "changed",
          "modified",
          "deleted",
          "handler",
          "responsible",
          "contact");
  private static final Set<String> OF_PEOPLE =
      Set.of(
          "email",
          "mail",
          "firstname",
          "lastname",
          "surname",
          "fullname",
          "username",
          "login",
          "phone",
          "displayname");

  private final Catalog catalog;

  Candidates(Catalog catalog) {
    this.catalog = catalog;
  }

  /** The guesses for one column; those of a lower rank count where none of a higher holds. */
  List<List<Guess>> of(Table table, Column column) {
    List<List<Guess>> ranks = new ArrayList<>();
    if (isOwnKey(table, column)) {
      return List.of(owners(table, column));
    }
    List<Guess> byName = new ArrayList<>(named(table, column));
    byName.addAll(ofTables(table, column, true));
    ranks.add(byName);
    ranks.add(self(table, column));
    ranks.add(ofTables(table, column, false));
    ranks.add(people(table, column));
    return ranks.stream().filter(rank -> !rank.isEmpty()).toList();
  }

  private static boolean isOwnKey(Table table, Column column) {
    return Keys.single(table).filter(column::equals).isPresent();
  }

  private static Guess guess(Table from, Column column, Table to, Column key, Basis basis) {
    return new Guess(
        new Link(from, List.of(column.name()), to, List.of(key.name()), Optional.empty()),
        basis,
        Optional.empty());
  }

  /** A table of details has the key of the table that it belongs to. */
  private List<Guess> owners(Table table, Column column) {
    Words words = Words.of(column.name());
    boolean ownsIt = Words.endsWith(Words.of(table.name().table()).all(), words.base());
    if (ownsIt || column.autoIncrement() || !words.endsAsKey()) {
      return List.of();
    }
    List<Guess> guesses = new ArrayList<>(named(table, column));
    guesses.addAll(ofTables(table, column, true));
    guesses.removeIf(g -> !g.isOfItsName());
    return guesses;
  }

  private List<Guess> named(Table table, Column column) {
    List<Guess> guesses = new ArrayList<>();
    Words words = Words.of(column.name());
    if (!words.endsAsKey() || words.base().isEmpty()) {
      return guesses;
    }
    for (Table other : catalog.tables()) {
      if (!other.name().equals(table.name())) {
        Keys.unique(other).stream()
            .filter(key -> key.name().equalsIgnoreCase(column.name()))
            .filter(key -> Keys.compatible(column, key))
            .findFirst()
            .ifPresent(key -> guesses.add(guess(table, column, other, key, Basis.KEY)));
      }
    }
    return guesses;
  }

  private List<Guess> ofTables(Table table, Column column, boolean whole) {
    List<Guess> guesses = new ArrayList<>();
    Words words = Words.of(column.name());
    if (words.base().isEmpty() || (!words.endsAsKey() && !column.isInteger())) {
      return guesses;
    }
    for (Table other : catalog.tables()) {
      List<String> name = Words.of(other.name().table()).all();
      boolean named =
          whole
              ? name.equals(words.base())
              : Words.endsWith(name, words.base()) || Words.endsWith(words.base(), name);
      if (named && !(other.name().equals(table.name()) && whole)) {
        Keys.single(other)
            .filter(key -> Keys.compatible(column, key))
            .ifPresent(
                key ->
                    guesses.add(
                        guess(
                            table, column, other, key, whole ? Basis.TABLE : Basis.TABLE_IN_PART)));
      }
    }
    return guesses;
  }

  private static List<Guess> self(Table table, Column column) {
    Words words = Words.of(column.name());
    boolean aRole = words.hasAny(SELF);
    boolean fits =
        (aRole && (words.endsAsKey() || Set.of("by", "to").contains(words.last())))
            || words.last().equals("of")
            || (SELF.contains(words.last()) && column.isInteger());
    return Keys.single(table)
        .filter(key -> fits && Keys.compatible(column, key))
        .map(key -> List.of(guess(table, column, table, key, Basis.SELF)))
        .orElse(List.of());
  }

  private List<Guess> people(Table table, Column column) {
    Words words = Words.of(column.name());
    if (!words.hasAny(PERSON) || !(words.endsAsKey() || words.last().equals("by"))) {
      return List.of();
    }
    List<Guess> guesses = new ArrayList<>();
    for (Table other : catalog.tables()) {
      Keys.single(other)
          .filter(key -> Keys.compatible(column, key) && key.dataType().equals(column.dataType()))
          .filter(key -> isOfPeople(other))
          .ifPresent(key -> guesses.add(guess(table, column, other, key, Basis.PERSON)));
    }
    return guesses;
  }

  private static boolean isOfPeople(Table table) {
    return table.columns().stream().anyMatch(c -> Words.of(c.name()).holds(OF_PEOPLE));
  }

  /** Tables that have all columns of another one's key. */
  List<Guess> composite(Table table) {
    List<Guess> guesses = new ArrayList<>();
    Set<String> own = new HashSet<>();
    table.columns().forEach(c -> own.add(c.name().toLowerCase(java.util.Locale.ROOT)));
    for (Table other : catalog.tables()) {
      List<String> key = other.primaryKey();
      boolean fits =
          key.size() > 1
              && !other.name().equals(table.name())
              && key.stream().allMatch(c -> own.contains(c.toLowerCase(java.util.Locale.ROOT)))
              && key.stream()
                  .allMatch(
                      c ->
                          Keys.compatible(
                              table.column(c).orElseThrow(), other.column(c).orElseThrow()));
      if (fits) {
        List<String> from = key.stream().map(c -> table.column(c).orElseThrow().name()).toList();
        guesses.add(
            new Guess(
                new Link(table, from, other, key, Optional.empty()),
                Basis.COMPOSITE,
                Optional.empty()));
      }
    }
    return guesses;
  }

  /** The tables that a word may name: {@code policy}, {@code App\Models\Policy}. */
  List<Table> named(String word) {
    List<String> words = Words.of(word).all();
    return catalog.tables().stream()
        .filter(
            table -> {
              List<String> name = Words.of(table.name().table()).all();
              return name.equals(words) || (words.size() > 1 && Words.endsWith(words, name));
            })
        .toList();
  }
}

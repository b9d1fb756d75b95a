package io.rehydrate.planning.draft;

import io.rehydrate.plan.RowRule;
import io.rehydrate.planning.probe.ColumnRelation;
import io.rehydrate.schema.Catalog;
import io.rehydrate.schema.Column;
import io.rehydrate.schema.Table;
import io.rehydrate.schema.TableName;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Which rows of each table may be wanted: from names, sizes and relations. */
final class RowGuesses {
  private static final long FEW_ROWS = 1_000;
  private static final long MANY_ROWS = 10_000;
  private static final long MUCH = 5;
  private static final Set<String> LOG_ENDS =
      NameTokens.set(
          "log history hist audit archive archived backup bak tmp temp queue job"
              + " session cache outbox inbox notification message chat token trace"
              + " tracking activity visit click impression");
  private static final Set<String> LOG_STARTS =
      NameTokens.set("log audit tmp temp backup bak archive cache chat");
  private static final Set<String> MIGRATIONS =
      NameTokens.set(
          "flyway_schema_history schema_version schema_migrations"
              + " ar_internal_metadata databasechangelog databasechangeloglock"
              + " migrations django_migrations doctrine_migration_versions"
              + " __efmigrationshistory alembic_version phinxlog knex_migrations"
              + " knex_migrations_lock goose_db_version");

  private final Catalog catalog;
  private final List<ColumnRelation> links;
  private final Predicate<Table> isPersonal;
  private final Map<TableName, Rule> rules = new TreeMap<>();
  private final Map<TableName, CoreGuess> cores = new LinkedHashMap<>();

  /**
   * @param via columns whose references are followed, where they have to be named
   * @param why for people
   */
  record Rule(RowRule rows, List<String> via, String why) {}

  private RowGuesses(Catalog catalog, List<ColumnRelation> links, Predicate<Table> isPersonal) {
    this.catalog = catalog;
    this.links = links;
    this.isPersonal = isPersonal;
  }

  /**
   * @param links relations that the schema declares, and those that were guessed
   * @param isPersonal whether a table holds what is personal
   */
  static RowGuesses of(Catalog catalog, List<ColumnRelation> links, Predicate<Table> isPersonal) {
    RowGuesses guesses = new RowGuesses(catalog, links, isPersonal);
    guesses.logs();
    guesses.lookups();
    guesses.chooseCore();
    guesses.infer();
    while (guesses.followUnreached() || guesses.chooseCoreOfUnreached()) {
      guesses.infer();
    }
    guesses.rest();
    return guesses;
  }

  Map<TableName, Rule> rules() {
    return rules;
  }

  Map<TableName, CoreGuess> cores() {
    return cores;
  }

  private void logs() {
    Set<TableName> logs = new HashSet<>();
    for (Table table : catalog.tables()) {
      String name = table.name().table().toLowerCase(java.util.Locale.ROOT);
      NameTokens words = NameTokens.of(name);
      if (MIGRATIONS.contains(name)) {
        rules.put(
            table.name(),
            new Rule(RowRule.KEEP, List.of(), "migrations continue from production's version"));
      } else if (LOG_ENDS.contains(words.last()) || LOG_STARTS.contains(words.first())) {
        logs.add(table.name());
      }
    }
    boolean fewer = true;
    while (fewer) {
      fewer = logs.removeIf(log -> links.stream().anyMatch(l -> isReferredTo(l, log, logs)));
    }
    logs.forEach(
        log -> rules.put(log, new Rule(RowRule.TRUNCATE, List.of(), "a log, by its name")));
  }

  private static boolean isReferredTo(ColumnRelation link, TableName log, Set<TableName> logs) {
    return link.to().name().equals(log)
        && !link.from().name().equals(log)
        && !logs.contains(link.from().name());
  }

  /** Small tables that hold nothing personal, and refer to none but such. */
  private void lookups() {
    boolean more = true;
    while (more) {
      more = false;
      for (Table table : catalog.tables()) {
        if (!rules.containsKey(table.name())
            && table.estimatedRows() <= FEW_ROWS
            && links.stream().anyMatch(l -> l.to().name().equals(table.name()))
            && isLookup(table)) {
          rules.put(table.name(), new Rule(RowRule.KEEP, List.of(), "a small table of choices"));
          more = true;
        }
      }
    }
  }

  private boolean isLookup(Table table) {
    boolean refersToOthers =
        links.stream()
            .filter(l -> l.from().name().equals(table.name()))
            .anyMatch(l -> !rule(l.to().name()).equals(RowRule.KEEP));
    return !refersToOthers && CoreGuess.times(table).isEmpty() && !isPersonal.test(table);
  }

  private RowRule rule(TableName table) {
    Rule rule = rules.get(table);
    return rule == null ? RowRule.REFERENCED : rule.rows();
  }

  private void chooseCore() {
    choose(catalog.tables().stream().filter(t -> !rules.containsKey(t.name())).toList());
  }

  private boolean choose(List<Table> among) {
    CoreGuess best =
        among.stream()
            .filter(t -> !t.primaryKey().isEmpty())
            .map(t -> CoreGuess.of(t, links, table -> rule(table) == RowRule.TRUNCATE))
            .filter(guess -> guess.referring() > 0)
            .max(java.util.Comparator.comparingDouble(CoreGuess::score))
            .orElse(null);
    if (best != null) {
      cores.put(best.table().name(), best);
      rules.put(best.table().name(), new Rule(RowRule.CORE, List.of(), best.why()));
    }
    return best != null;
  }

  private static boolean isSettled(Rule rule) {
    return rule != null
        && (rule.rows() != RowRule.FOLLOW || !rule.via().isEmpty())
        && rule.rows() != RowRule.REFERENCED;
  }

  /** {@code follow} where a path of references leads to a core table, else {@code referenced}. */
  private void infer() {
    rules.values().removeIf(rule -> !isSettled(rule));
    boolean more = true;
    while (more) {
      more = false;
      for (ColumnRelation link : links) {
        RowRule to = rule(link.to().name());
        boolean leads =
            rules.containsKey(link.to().name()) && (to == RowRule.CORE || to == RowRule.FOLLOW);
        if (leads && !rules.containsKey(link.from().name())) {
          rules.put(link.from().name(), new Rule(RowRule.FOLLOW, List.of(), ""));
          more = true;
        }
      }
    }
    for (ColumnRelation link : links) {
      for (Table table : List.of(link.from(), link.to())) {
        rules.putIfAbsent(table.name(), new Rule(RowRule.REFERENCED, List.of(), ""));
      }
    }
  }

  /** Tables of which a row may stay. */
  private Set<TableName> reached() {
    Set<TableName> reached = new HashSet<>(cores.keySet());
    rules.forEach(
        (table, rule) -> {
          if (rule.rows() == RowRule.KEEP) {
            reached.add(table);
          }
        });
    boolean more = true;
    while (more) {
      more = false;
      for (ColumnRelation link : links) {
        TableName from = link.from().name();
        TableName to = link.to().name();
        boolean followed = rule(from) == RowRule.FOLLOW && isFollowed(link);
        if (followed && reached.contains(to)) {
          more |= reached.add(from);
        }
        if (!followed && reached.contains(from) && rule(to) == RowRule.REFERENCED) {
          more |= reached.add(to);
        }
      }
    }
    return reached;
  }

  private boolean isFollowed(ColumnRelation link) {
    List<String> via = rules.get(link.from().name()).via();
    RowRule to = rule(link.to().name());
    return via.isEmpty()
        ? to == RowRule.CORE || to == RowRule.FOLLOW
        : via.containsAll(link.fromColumns());
  }

  private List<Table> unreached() {
    Set<TableName> reached = reached();
    return catalog.tables().stream()
        .filter(t -> rules.containsKey(t.name()) && rule(t.name()) != RowRule.TRUNCATE)
        .filter(t -> !reached.contains(t.name()))
        .toList();
  }

  /** A table that nothing refers to, and that refers to rows which are there, depends on them. */
  private boolean followUnreached() {
    Set<TableName> reached = reached();
    for (Table table : unreached()) {
      Set<String> via = new LinkedHashSet<>();
      for (ColumnRelation link : links) {
        if (link.from().name().equals(table.name())
            && reached.contains(link.to().name())
            && rule(link.to().name()) == RowRule.REFERENCED) {
          via.addAll(link.fromColumns());
        }
      }
      if (!via.isEmpty()) {
        rules.put(
            table.name(),
            new Rule(RowRule.FOLLOW, List.copyOf(via), "depends on rows that others bring along"));
        return true;
      }
    }
    return false;
  }

  private boolean chooseCoreOfUnreached() {
    return choose(unreached());
  }

  private void rest() {
    for (Table table : unreached()) {
      rules.remove(table.name());
    }
    for (Table table : catalog.tables()) {
      boolean personal = isPersonal.test(table);
      boolean canStay =
          links.stream()
              .filter(l -> l.from().name().equals(table.name()))
              .allMatch(l -> rule(l.to().name()) == RowRule.KEEP);
      if (!rules.containsKey(table.name())) {
        boolean keep = table.estimatedRows() <= FEW_ROWS && !personal && canStay;
        rules.put(
            table.name(),
            new Rule(
                keep ? RowRule.KEEP : RowRule.TRUNCATE,
                List.of(),
                keep ? "small, and tied to nothing" : "tied to nothing: is it needed?"));
      }
    }
  }

  /** Whether a table grows much faster than those that the copy starts from, at the edge of all. */
  boolean isLikeALog(Table table) {
    long core = cores.values().stream().mapToLong(c -> c.table().estimatedRows()).max().orElse(0);
    return rule(table.name()) == RowRule.FOLLOW
        && table.estimatedRows() > Math.max(MANY_ROWS, MUCH * core)
        && links.stream().noneMatch(l -> l.to().name().equals(table.name()));
  }

  /** Whether a column is an end of a relation. */
  boolean isTied(Table table, Column column) {
    return links.stream()
        .anyMatch(
            l ->
                (l.from().name().equals(table.name()) && l.fromColumns().contains(column.name()))
                    || (l.to().name().equals(table.name())
                        && l.toColumns().contains(column.name())));
  }
}

package io.rehydrate.planning.draft;

import io.rehydrate.schema.Catalog;
import io.rehydrate.schema.Table;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The words of tables' names, without one that most of them begin with: {@code wp_posts}. */
final class TableWords {
  private static final int FEWEST = 3;
  private final Optional<String> prefix;

  private TableWords(Optional<String> prefix) {
    this.prefix = prefix;
  }

  static TableWords of(Catalog catalog) {
    List<Table> tables = catalog.tables();
    Map<String, Long> first =
        tables.stream()
            .map(table -> NameTokens.of(table.name().table()))
            .filter(words -> words.all().size() > 1)
            .collect(Collectors.groupingBy(NameTokens::first, Collectors.counting()));
    return new TableWords(
        first.entrySet().stream()
            .filter(e -> e.getValue() >= FEWEST && e.getValue() * 2 > tables.size())
            .map(Map.Entry::getKey)
            .findFirst());
  }

  List<String> of(Table table) {
    List<String> all = NameTokens.of(table.name().table()).all();
    boolean prefixed = all.size() > 1 && prefix.filter(all.get(0)::equals).isPresent();
    return prefixed ? all.subList(1, all.size()) : all;
  }
}

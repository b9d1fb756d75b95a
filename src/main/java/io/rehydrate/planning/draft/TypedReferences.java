package io.rehydrate.planning.draft;

import io.rehydrate.mysql.Sql;
import io.rehydrate.planning.draft.RelationGuess.Basis;
import io.rehydrate.planning.probe.ColumnRelation;
import io.rehydrate.planning.probe.ReadOnlySource;
import io.rehydrate.schema.Column;
import io.rehydrate.schema.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** References whose table is named by a column next to them: {@code subject_type, subject_id}. */
final class TypedReferences {
  private static final Set<String> TYPES = Set.of("type", "kind", "class", "table", "model");
  private static final Pattern LABEL = Pattern.compile("'((?:[^']|'')*)'");
  private static final int MOST_TYPES = 50;

  private final RelationCandidates candidates;
  private final ReadOnlySource source;

  TypedReferences(RelationCandidates candidates, ReadOnlySource source) {
    this.candidates = candidates;
    this.source = source;
  }

  /** The column that says which table this one leads to. */
  static Optional<Column> typeOf(Table table, Column column) {
    NameTokens words = NameTokens.of(column.name());
    if (!words.isKey() || words.base().isEmpty()) {
      return Optional.empty();
    }
    return table.columns().stream()
        .filter(Column::isText)
        .filter(
            other -> {
              List<String> all = NameTokens.of(other.name()).all();
              return all.size() == words.base().size() + 1
                  && all.subList(0, all.size() - 1).equals(words.base())
                  && TYPES.contains(all.get(all.size() - 1));
            })
        .findFirst();
  }

  /** A guess for each type that names a table; what names none is not told. */
  List<RelationGuess> of(Table table, Column column, Column type) {
    List<RelationGuess> guesses = new ArrayList<>();
    for (String value : types(table, type)) {
      for (Table to : candidates.named(value)) {
        CandidateKeys.single(to)
            .filter(key -> CandidateKeys.compatible(column, key))
            .ifPresent(
                key ->
                    guesses.add(
                        new RelationGuess(
                            new ColumnRelation(
                                table,
                                List.of(column.name()),
                                to,
                                List.of(key.name()),
                                Optional.of(condition(type, value))),
                            Basis.TYPED,
                            true)));
      }
    }
    return guesses;
  }

  private static String condition(Column type, String value) {
    String name = type.name().matches("\\w+") ? type.name() : Sql.name(type.name());
    return name + " = " + Sql.text(value);
  }

  private List<String> types(Table table, Column type) {
    if (type.dataType().equals("enum")) {
      List<String> labels = new ArrayList<>();
      Matcher label = LABEL.matcher(type.type());
      while (label.find()) {
        labels.add(label.group(1).replace("''", "'"));
      }
      return labels;
    }
    return source
        .query(
            "SELECT DISTINCT "
                + Sql.name(type.name())
                + " FROM "
                + table.name().quoted()
                + " WHERE "
                + Sql.name(type.name())
                + " IS NOT NULL LIMIT "
                + MOST_TYPES,
            row -> row.getString(1))
        .orElse(List.of());
  }
}

package io.rehydrate.draft;

import io.rehydrate.draft.Guess.Basis;
import io.rehydrate.probe.Link;
import io.rehydrate.probe.SourceProbe;
import io.rehydrate.schema.Column;
import io.rehydrate.schema.Table;
import io.rehydrate.server.Sql;
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

  private final Candidates candidates;
  private final SourceProbe source;

  TypedReferences(Candidates candidates, SourceProbe source) {
    this.candidates = candidates;
    this.source = source;
  }

  /** The column that says which table this one leads to. */
  static Optional<Column> typeOf(Table table, Column column) {
    Words words = Words.of(column.name());
    if (!words.isKey() || words.base().isEmpty()) {
      return Optional.empty();
    }
    return table.columns().stream()
        .filter(Column::isText)
        .filter(
            other -> {
              List<String> all = Words.of(other.name()).all();
              return all.size() == words.base().size() + 1
                  && all.subList(0, all.size() - 1).equals(words.base())
                  && TYPES.contains(all.get(all.size() - 1));
            })
        .findFirst();
  }

  /** A guess for each type that names a table; what names none is not told. */
  List<Guess> of(Table table, Column column, Column type) {
    List<Guess> guesses = new ArrayList<>();
    for (String value : types(table, type)) {
      for (Table to : candidates.named(value)) {
        Keys.single(to)
            .filter(key -> Keys.compatible(column, key))
            .ifPresent(
                key ->
                    guesses.add(
                        new Guess(
                            new Link(
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

package io.rehydrate.planning.draft;

import io.rehydrate.planning.probe.ColumnRelation;
import io.rehydrate.schema.Column;
import io.rehydrate.schema.Table;
import io.rehydrate.schema.TableName;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * How well a table would do as the place where the copy starts.
 *
 * @param referring how many tables refer to it
 * @param newest the column that says how new a row is
 */
record CoreGuess(Table table, long referring, double score, Optional<Column> newest) {
  private static final double WITHOUT_TIME = 0.5;
  private static final double OF_A_LOG = 0.5;
  private static final Set<String> MADE =
      NameTokens.set(
          "created creation inserted added made opened received placed ordered"
              + " registered submitted started booked issued");
  private static final Set<String> NOT_MADE =
      NameTokens.set(
          "updated modified changed deleted expire expires expired birth dob born"
              + " hired due valid effective end ended closed until last next");

  static CoreGuess of(Table table, List<ColumnRelation> links, Predicate<TableName> isLog) {
    List<TableName> referring =
        links.stream()
            .filter(l -> l.to().name().equals(table.name()))
            .map(l -> l.from().name())
            .filter(from -> !from.equals(table.name()))
            .distinct()
            .toList();
    double weight = referring.stream().mapToDouble(t -> isLog.test(t) ? OF_A_LOG : 1).sum();
    Optional<Column> newest = times(table).stream().findFirst();
    double score =
        weight * Math.log10(table.estimatedRows() + 10.0) * (newest.isPresent() ? 1 : WITHOUT_TIME);
    return new CoreGuess(table, referring.size(), score, newest);
  }

  /** The columns that say when a row was made, the likeliest first. */
  static List<Column> times(Table table) {
    return table.columns().stream()
        .filter(c -> isTime(c) && !c.generated() && !NameTokens.of(c.name()).hasAny(NOT_MADE))
        .filter(c -> !isSetOnUpdate(table, c))
        .sorted(
            Comparator.comparing((Column c) -> !NameTokens.of(c.name()).hasAny(MADE))
                .thenComparing(c -> c.dataType().equals("date"))
                .thenComparing(Column::nullable))
        .toList();
  }

  private static boolean isTime(Column column) {
    return Set.of("date", "datetime", "timestamp").contains(column.dataType());
  }

  private static boolean isSetOnUpdate(Table table, Column column) {
    return Pattern.compile(
            "^\\s*`" + Pattern.quote(column.name()) + "` [^\\n]* ON UPDATE ",
            Pattern.MULTILINE | Pattern.CASE_INSENSITIVE)
        .matcher(table.createStatement())
        .find();
  }

  String why() {
    return String.format(
        Locale.ROOT,
        "about %,d rows; %d %s",
        table.estimatedRows(),
        referring,
        referring == 1 ? "table refers to it" : "tables refer to it");
  }
}

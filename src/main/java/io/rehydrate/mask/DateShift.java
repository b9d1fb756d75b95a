package io.rehydrate.mask;

import io.rehydrate.mysql.Sql;
import io.rehydrate.schema.Column;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * All dates of a row moved by the same number of days, keyed by the row's primary key. The number
 * is odd, and so never zero. Dates at the ends of the calendar stand for "none" and "for ever", and
 * stay.
 */
final class DateShift implements Mask {
  private static final String NAME = "date-shift";
  private static final int MOST_DAYS = 3_650;

  private static final LocalDate LATEST = LocalDate.of(9999, 12, 30);

  /** A TIMESTAMP ends the day after in most versions, in MariaDB from 11.5 on that of 2106. */
  private static final LocalDate LAST_OF_32_BITS = LocalDate.of(2038, 1, 18);

  private static final LocalDate LAST_OF_UNSIGNED = LocalDate.of(2106, 2, 6);

  @Override
  public boolean takesArgument() {
    return true;
  }

  @Override
  public Optional<String> problem(MaskedColumn column) {
    int days = days(column);
    if (days < 1 || days > MOST_DAYS) {
      return Optional.of(
          "the mask 'date-shift' on "
              + column.name()
              + " needs a number of days from 1 to "
              + MOST_DAYS
              + ", like {date-shift: 30}");
    }
    if (!isDate(column.column())) {
      return Optional.of(column.misfit(NAME, "it is for DATE, DATETIME and TIMESTAMP"));
    }
    return column.table().primaryKey().isEmpty()
        ? Optional.of(column.misfit(NAME, "the table has no primary key to shift a row by"))
        : Optional.empty();
  }

  private static boolean isDate(Column column) {
    return switch (column.dataType()) {
      case "date", "datetime", "timestamp" -> true;
      default -> false;
    };
  }

  private static int days(MaskedColumn column) {
    return column.argument().matches("\\d{1,6}") ? Integer.parseInt(column.argument()) : 0;
  }

  @Override
  public MaskExpression expression(MaskedColumn column) {
    int days = days(column);
    int half = (days + 1) / 2;
    String shift =
        String.format(
            "CAST(%s %% %d AS SIGNED) * 2 - %d",
            MaskedColumn.number(column.digest(NAME, rowKey(column))), 2 * half, 2 * half - 1);
    return MaskExpression.keyed(
        String.format(
            "IF(%1$s, %2$s + INTERVAL (%3$s) DAY, %2$s)",
            isWithin(column, days), column.value(), shift),
        NAME);
  }

  /**
   * A literal of the column's type: a text would be compared as one, or read again for each row.
   */
  private static String isWithin(MaskedColumn column, int days) {
    String value = column.value();
    return switch (column.column().dataType()) {
      case "date" -> between(value, "DATE", "", LocalDate.of(1000, 1, 1), LATEST, days);
      case "datetime" -> betweenTimes(value, LocalDate.of(1000, 1, 1), LATEST, days);
      default ->
          "("
              + betweenTimes(value, LocalDate.of(1970, 1, 2), LAST_OF_32_BITS, days)
              + " OR "
              // what is there at all shows that the type holds the days before it as well
              + betweenTimes(value, LAST_OF_32_BITS.plusDays(2L - days), LAST_OF_UNSIGNED, days)
              + ")";
    };
  }

  private static String betweenTimes(String value, LocalDate first, LocalDate last, int days) {
    return between(value, "TIMESTAMP", " 00:00:00", first, last, days);
  }

  private static String between(
      String value, String type, String time, LocalDate first, LocalDate last, int days) {
    return String.format(
        "%1$s BETWEEN %2$s'%4$s%3$s' AND %2$s'%5$s%3$s'",
        value, type, time, first.plusDays(days), last.minusDays(days));
  }

  /** One number is its own text; several parts must not run into each other. */
  private static String rowKey(MaskedColumn column) {
    List<String> key = column.table().primaryKey();
    boolean isNumber =
        key.size() == 1 && column.table().column(key.get(0)).filter(Column::isInteger).isPresent();
    return isNumber
        ? column.row() + "." + Sql.name(key.get(0))
        : key.stream()
            .map(part -> keyPart(column, part))
            .collect(Collectors.joining(", ", "CONCAT_WS('|', ", ")"));
  }

  private static String keyPart(MaskedColumn column, String key) {
    String value = column.row() + "." + Sql.name(key);
    boolean binary = column.table().column(key).filter(Column::isBinary).isPresent();
    return binary ? "HEX(" + value + ")" : "CONVERT(" + value + " USING utf8mb4)";
  }
}

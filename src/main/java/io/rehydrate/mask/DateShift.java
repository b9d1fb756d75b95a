package io.rehydrate.mask;

import io.rehydrate.schema.Column;
import io.rehydrate.server.Sql;
import java.time.LocalDate;
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
    boolean timestamp = column.column().dataType().equals("timestamp");
    LocalDate first = timestamp ? LocalDate.of(1970, 1, 2) : LocalDate.of(1000, 1, 1);
    LocalDate last = timestamp ? LocalDate.of(2038, 1, 18) : LocalDate.of(9999, 12, 30);
    String shift =
        String.format(
            "CAST(CRC32(%s) %% %d AS SIGNED) * 2 - %d",
            column.digest(NAME, rowKey(column)), 2 * half, 2 * half - 1);
    return MaskExpression.keyed(
        String.format(
            "IF(%1$s BETWEEN '%2$s' AND '%3$s', %1$s + INTERVAL (%4$s) DAY, %1$s)",
            column.value(), first.plusDays(days), last.minusDays(days), shift),
        NAME);
  }

  private static String rowKey(MaskedColumn column) {
    return column.table().primaryKey().stream()
        .map(key -> keyPart(column, key))
        .collect(Collectors.joining(", ", "CONCAT_WS('|', ", ")"));
  }

  private static String keyPart(MaskedColumn column, String key) {
    String value = column.row() + "." + Sql.name(key);
    boolean binary = column.table().column(key).filter(Column::isBinary).isPresent();
    return binary ? "HEX(" + value + ")" : "CONVERT(" + value + " USING utf8mb4)";
  }
}

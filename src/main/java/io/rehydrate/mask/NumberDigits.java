package io.rehydrate.mask;

import io.rehydrate.schema.Column;
import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Numbers of as many digits as before, the first of them not zero, within the column's type.
 *
 * @param digits most digits before the point
 * @param scale digits behind the point
 * @param most the largest value of an integer type; empty for DECIMAL
 */
record NumberDigits(int digits, int scale, Optional<BigInteger> most) {
  /** Ten to this power is the largest that nine times it still fits a BIGINT UNSIGNED. */
  private static final int MOST_DIGITS = 18;

  private static final int MOST_SCALE = 16;
  private static final Pattern DECIMAL = Pattern.compile("\\((\\d+)(?:,\\s*(\\d+))?\\)");

  /** Empty where the column is no exact number, or one of more digits than can be made. */
  static Optional<NumberDigits> of(Column column) {
    if (column.isInteger()) {
      BigInteger most = largest(column);
      return Optional.of(new NumberDigits(most.toString().length(), 0, Optional.of(most)));
    }
    Matcher matcher = DECIMAL.matcher(column.type());
    if (!column.dataType().equals("decimal") || !matcher.find()) {
      return Optional.empty();
    }
    int scale = matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2));
    int digits = Integer.parseInt(matcher.group(1)) - scale;
    return digits > MOST_DIGITS || scale > MOST_SCALE
        ? Optional.empty()
        : Optional.of(new NumberDigits(digits, scale, Optional.empty()));
  }

  static BigInteger largest(Column column) {
    int bits =
        switch (column.dataType()) {
          case "tinyint" -> 8;
          case "smallint" -> 16;
          case "mediumint" -> 24;
          case "int" -> 32;
          default -> 64;
        };
    int magnitude = isUnsigned(column) ? bits : bits - 1;
    return BigInteger.TWO.pow(magnitude).subtract(BigInteger.ONE);
  }

  static boolean isUnsigned(Column column) {
    return column.type().contains("unsigned");
  }

  String sql(MaskedColumn column, String purpose) {
    String plain = "CAST(" + column.value() + " + 0 AS CHAR)";
    String unsigned = "TRIM(LEADING '-' FROM " + plain + ")";
    String digest = column.digest(purpose, plain);
    String random = "CAST(CONV(LEFT(" + digest + ", 15), 16, 10) AS UNSIGNED)";
    String sign = "IF(" + column.value() + " < 0, '-', '')";
    return most.isPresent()
        ? integer(column, sign, random, "CHAR_LENGTH(" + unsigned + ")")
        : decimal(column, sign, random, digest, unsigned);
  }

  private String integer(MaskedColumn column, String sign, String random, String length) {
    BigInteger least = BigInteger.TEN.pow(digits - 1);
    BigInteger range = most.orElseThrow().subtract(least).add(BigInteger.ONE);
    String number =
        "IF("
            + length
            + " = "
            + digits
            + ", "
            + least
            + " + "
            + random
            + " % "
            + range
            + ", "
            + ofLength(random, length)
            + ")";
    return isUnsigned(column.column())
        ? number
        : "CAST(CONCAT(" + sign + ", " + number + ") AS SIGNED)";
  }

  private static String ofLength(String random, String length) {
    String least = "CAST(POW(10, " + length + " - 1) AS UNSIGNED)";
    return least + " + " + random + " % (9 * " + least + ")";
  }

  private String decimal(
      MaskedColumn column, String sign, String random, String digest, String unsigned) {
    int behind = scale == 0 ? 0 : scale + 1;
    String whole =
        "IF(ABS("
            + column.value()
            + ") < 1, 0, "
            + ofLength(random, "(CHAR_LENGTH(" + unsigned + ") - " + behind + ")")
            + ")";
    String fraction =
        scale == 0 ? "" : ", '.', " + Shapes.digits("RIGHT(" + digest + ", 15)", "" + scale);
    return "CAST(CONCAT("
        + sign
        + ", "
        + whole
        + fraction
        + ") AS DECIMAL("
        + (digits + scale)
        + ", "
        + scale
        + "))";
  }
}

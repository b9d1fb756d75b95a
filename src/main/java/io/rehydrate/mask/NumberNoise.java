package io.rehydrate.mask;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number moved by up to so many percent, rounded as its column is, and within its type. */
final class NumberNoise implements Mask {
  private static final String NAME = "number-noise";
  private static final Pattern DECIMAL = Pattern.compile("\\((\\d+)(?:,\\s*(\\d+))?\\)");

  @Override
  public boolean takesArgument() {
    return true;
  }

  @Override
  public Optional<String> problem(MaskedColumn column) {
    if (percent(column).isEmpty()) {
      return Optional.of(
          "the mask 'number-noise' on "
              + column.name()
              + " needs a percentage above 0 and up to 100, like {number-noise: 10}");
    }
    return column.column().isNumber()
        ? Optional.empty()
        : Optional.of(column.misfit(NAME, "it is for numbers"));
  }

  private static Optional<BigDecimal> percent(MaskedColumn column) {
    if (!column.argument().matches("\\d{1,3}(\\.\\d{1,6})?")) {
      return Optional.empty();
    }
    BigDecimal percent = new BigDecimal(column.argument());
    boolean sound = percent.signum() > 0 && percent.compareTo(BigDecimal.valueOf(100)) <= 0;
    return sound ? Optional.of(percent) : Optional.empty();
  }

  @Override
  public MaskExpression expression(MaskedColumn column) {
    String value = column.value();
    String digest = column.digest(NAME, "CAST(" + value + " + 0 AS CHAR)");
    String moved =
        String.format(
            "(%1$s + %1$s * (%2$s * (CAST(%3$s %% 2001 AS SIGNED) - 1000) / 100000))",
            value, percent(column).orElseThrow().toPlainString(), MaskedColumn.number(digest));
    return MaskExpression.keyed(rounded(column, moved), NAME);
  }

  private static String rounded(MaskedColumn column, String moved) {
    if (column.column().isInteger()) {
      BigInteger most = NumberDigits.largest(column.column());
      boolean unsigned = NumberDigits.isUnsigned(column.column());
      return within("ROUND(" + moved + ")", unsigned ? "0" : "-" + most, most.toString());
    }
    Matcher matcher = DECIMAL.matcher(column.column().type());
    if (!column.column().dataType().equals("decimal") || !matcher.find()) {
      return moved;
    }
    int scale = matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2));
    BigDecimal most =
        new BigDecimal(BigInteger.TEN.pow(Integer.parseInt(matcher.group(1))), scale)
            .subtract(BigDecimal.ONE.movePointLeft(scale));
    return within(
        "ROUND(" + moved + ", " + scale + ")", "-" + most.toPlainString(), most.toPlainString());
  }

  private static String within(String sql, String least, String most) {
    return "LEAST(GREATEST(" + sql + ", " + least + "), " + most + ")";
  }
}

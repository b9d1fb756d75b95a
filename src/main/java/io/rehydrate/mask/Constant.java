package io.rehydrate.mask;

import com.fasterxml.jackson.databind.JsonNode;
import io.rehydrate.mysql.Sql;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The same value in every row, NULL and empty ones too. */
final class Constant implements Mask {
  private static final String NAME = "value";
  private static final Pattern SHAPE =
      Pattern.compile("(?<type>[A-Za-z]{5,18}) ?\\([-0-9., ()A-Za-z]{1,1000}\\)");

  @Override
  public boolean takesArgument() {
    return true;
  }

  @Override
  public Optional<String> problem(MaskedColumn column) {
    Optional<JsonNode> node = Arguments.node(column.argument());
    if (node.isEmpty() || node.get().isNull()) {
      return Optional.of(
          "the mask 'value' on " + column.name() + " needs a value; for NULL use set-null");
    }
    if (column.column().isJson()) {
      return Optional.empty();
    }
    return node.get().isContainerNode()
        ? misfit(column, "the value must be a text, a number, true or false")
        : scalar(column, text(node.get()));
  }

  private static Optional<String> scalar(MaskedColumn column, String text) {
    if (column.isFreeText()) {
      return freeText(column, text);
    }
    if (column.column().isText()) {
      return column.column().type().contains(Sql.text(text))
          ? Optional.empty()
          : misfit(column, "the value is not one of its labels");
    }
    if (column.column().isBinary()) {
      return text.getBytes(StandardCharsets.UTF_8).length > column.room()
          ? misfit(column, "the value is too long")
          : Optional.empty();
    }
    if (column.column().isNumber()) {
      return number(column, text);
    }
    if (column.column().isSpatial()) {
      return shape(column, text);
    }
    return switch (column.column().dataType()) {
      case "date", "datetime", "timestamp" ->
          isDate(text) ? Optional.empty() : misfit(column, "the value is no date, like 2000-01-31");
      default -> Optional.empty();
    };
  }

  private static Optional<String> freeText(MaskedColumn column, String text) {
    if (text.codePointCount(0, text.length()) > column.room()) {
      return misfit(column, "the value is too long");
    }
    Charset charset =
        switch (column.column().characterSet().orElse("utf8mb4")) {
          case "ascii" -> StandardCharsets.US_ASCII;
          case "latin1" -> Charset.forName("windows-1252");
          default -> StandardCharsets.UTF_8;
        };
    return charset.newEncoder().canEncode(text)
        ? Optional.empty()
        : misfit(column, "its character set has no such letters");
  }

  private static Optional<String> number(MaskedColumn column, String text) {
    BigDecimal number;
    try {
      number = new BigDecimal(text);
    } catch (NumberFormatException e) {
      return misfit(column, "the value is no number");
    }
    if (!column.column().isInteger()) {
      return Optional.empty();
    }
    BigInteger most = NumberDigits.largest(column.column());
    BigInteger least =
        NumberDigits.isUnsigned(column.column())
            ? BigInteger.ZERO
            : most.negate().subtract(BigInteger.ONE);
    boolean whole = number.stripTrailingZeros().scale() <= 0;
    boolean inRange =
        number.compareTo(new BigDecimal(least)) >= 0 && number.compareTo(new BigDecimal(most)) <= 0;
    return whole && inRange ? Optional.empty() : misfit(column, "the value is out of its range");
  }

  private static Optional<String> shape(MaskedColumn column, String text) {
    String type = column.column().dataType().replace("geomcollection", "geometrycollection");
    Matcher shape = SHAPE.matcher(text.strip());
    boolean fits =
        shape.matches() && (type.equals("geometry") || shape.group("type").equalsIgnoreCase(type));
    return fits
        ? Optional.empty()
        : misfit(column, "the value is none of its shapes, like POINT(0 0)");
  }

  private static boolean isDate(String text) {
    try {
      if (text.length() > 10) {
        LocalDateTime.parse(text.replace(' ', 'T'));
      } else {
        LocalDate.parse(text);
      }
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static Optional<String> misfit(MaskedColumn column, String why) {
    return Optional.of(column.misfit(NAME, why));
  }

  private static String text(JsonNode node) {
    return node.isBoolean() ? (node.booleanValue() ? "1" : "0") : node.asText();
  }

  @Override
  public MaskExpression expression(MaskedColumn column) {
    JsonNode node = Arguments.node(column.argument()).orElseThrow();
    if (column.column().isJson()) {
      return MaskExpression.plain(Sql.text(node.toString()));
    }
    if (column.column().isSpatial()) {
      return MaskExpression.plain(
          "ST_GeomFromText("
              + Sql.text(text(node).strip())
              + ", COALESCE(ST_SRID("
              + column.value()
              + "), 0))");
    }
    boolean number = column.column().isNumber();
    return MaskExpression.plain(number ? text(node) : Sql.text(text(node)));
  }
}

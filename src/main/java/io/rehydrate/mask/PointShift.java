package io.rehydrate.mask;

import java.util.Optional;

/**
 * A point moved by up to so many metres, keyed by where it was. Within the ranges of degrees its
 * coordinates are degrees, of either order, else metres. What is no point becomes NULL.
 *
 * <p>The servers differ in what {@code ST_X} gives for a geographic reference system, and in their
 * functions that set one. So the point is taken without its reference system, and that is put back
 * before the bytes of the new one: both keep it in the first four.
 */
final class PointShift implements Mask {
  private static final String NAME = "point-shift";
  private static final int MOST_METRES = 100_000;
  private static final double METRES_OF_A_DEGREE = 111_320;

  /** Nobody's point stays nearly where it was. */
  private static final double LEAST = 0.2;

  @Override
  public boolean takesArgument() {
    return true;
  }

  @Override
  public Optional<String> problem(MaskedColumn column) {
    int metres = metres(column);
    if (metres < 1 || metres > MOST_METRES) {
      return Optional.of(
          "the mask 'point-shift' on "
              + column.name()
              + " needs a number of metres from 1 to "
              + MOST_METRES
              + ", like {point-shift: 500}");
    }
    return switch (column.column().dataType()) {
      case "point" -> Optional.empty();
      case "geometry" ->
          column.column().nullable()
              ? Optional.empty()
              : Optional.of(
                  column.misfit(NAME, "what is no point becomes NULL, and it is NOT NULL"));
      default -> Optional.of(column.misfit(NAME, "it is for POINT"));
    };
  }

  private static int metres(MaskedColumn column) {
    return column.argument().matches("\\d{1,6}") ? Integer.parseInt(column.argument()) : 0;
  }

  @Override
  public MaskExpression expression(MaskedColumn column) {
    String value = column.value();
    String digest = column.digest(NAME, "HEX(" + value + ")");
    String plain = "CONCAT(x'00000000', SUBSTR(" + value + ", 5))";
    String x = "ST_X(" + plain + ")";
    String y = "ST_Y(" + plain + ")";
    String degrees =
        "(ABS("
            + x
            + ") <= 180 AND ABS("
            + y
            + ") <= 180 AND LEAST(ABS("
            + x
            + "), ABS("
            + y
            + ")) <= 90)";
    String angle = "(2 * PI() * " + share(digest, 1) + ")";
    String metres =
        String.format(
            java.util.Locale.ROOT,
            "(%d * SQRT(%s + %s * %s))",
            metres(column),
            LEAST * LEAST,
            1 - LEAST * LEAST,
            share(digest, 9));
    String unit = "IF(" + degrees + ", " + METRES_OF_A_DEGREE + ", 1)";
    String moved =
        "POINT("
            + within(x, "COS" + angle + " * " + metres + " / " + unit, degrees)
            + ", "
            + within(y, "SIN" + angle + " * " + metres + " / " + unit, degrees)
            + ")";
    return MaskExpression.keyed(
        "IF(ST_GeometryType("
            + value
            + ") = 'POINT', CONCAT(LEFT("
            + value
            + ", 4), SUBSTR("
            + moved
            + ", 5)), NULL)",
        NAME);
  }

  /** From 0 to 1. */
  private static String share(String digest, int from) {
    return "(CONV(SUBSTR(" + digest + ", " + from + ", 8), 16, 10) / 4294967296)";
  }

  /** No reference system has a point beyond its poles. */
  private static String within(String coordinate, String shift, String degrees) {
    String moved = "(" + coordinate + " + " + shift + ")";
    String most = "IF(ABS(" + coordinate + ") <= 90, 90, 180)";
    return "IF("
        + degrees
        + ", LEAST(GREATEST("
        + moved
        + ", -"
        + most
        + "), "
        + most
        + "), "
        + moved
        + ")";
  }
}

package io.rehydrate.plan;

import io.rehydrate.schema.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Masks that may do for a column, by its type and its name, the best first. */
public final class SuggestedMasks {
  private static final Pattern LABEL = Pattern.compile("'(?:[^']|'')*'");
  private static final Set<String> HARMLESS =
      Set.of(
          "enum",
          "set",
          "bit",
          "date",
          "datetime",
          "timestamp",
          "time",
          "year",
          "inet4",
          "inet6",
          "uuid");

  private static final MaskSpec SET_NULL = MaskSpec.of("set-null");

  private SuggestedMasks() {}

  /** Whether a column's type alone makes it need a mask or a word that it is safe. */
  public static boolean isOfAnything(Column column) {
    return !column.isNumber() && !HARMLESS.contains(column.dataType());
  }

  /** None is known to fit; for a column that holds what is personal, or may. */
  public static List<MaskSpec> of(Column column) {
    List<MaskSpec> masks = new ArrayList<>();
    if (column.isText() && !isChoice(column)) {
      return List.of(
          MaskSpec.of("redact"), MaskSpec.of("hash"), SET_NULL, MaskSpec.of("set-empty"));
    }
    if (column.isBinary()) {
      return List.of(MaskSpec.of("hash"), SET_NULL, MaskSpec.of("set-empty"));
    }
    if (column.isNumber()) {
      masks.addAll(numbers(NameMeaning.of(column.name())));
    }
    switch (column.dataType()) {
      case "date", "datetime", "timestamp" -> masks.add(new MaskSpec("date-shift", "30"));
      case "point", "geometry" -> masks.add(new MaskSpec("point-shift", "500"));
      case "inet4", "inet6" -> masks.add(MaskSpec.of("ip"));
      case "uuid" -> masks.add(MaskSpec.of("uuid"));
      default -> {
        /* nothing but what is for every type */
      }
    }
    masks.add(SET_NULL);
    masks.add(new MaskSpec("value", constant(column)));
    return masks;
  }

  private static List<MaskSpec> numbers(Set<NameMeaning> meanings) {
    MaskSpec noise = new MaskSpec("number-noise", "10");
    if (meanings.contains(NameMeaning.NETWORK)) {
      return List.of(MaskSpec.of("ip"), MaskSpec.of("digits"), noise);
    }
    if (meanings.contains(NameMeaning.PHONE)) {
      return List.of(MaskSpec.of("phone"), noise);
    }
    boolean amount = meanings.contains(NameMeaning.INCOME) || meanings.contains(NameMeaning.BIRTH);
    boolean place = meanings.contains(NameMeaning.PLACE);
    MaskSpec some =
        new MaskSpec("number-noise", meanings.contains(NameMeaning.INCOME) ? "10" : "1");
    return amount || place ? List.of(some) : List.of(MaskSpec.of("digits"), noise);
  }

  private static boolean isChoice(Column column) {
    return column.dataType().equals("enum") || column.dataType().equals("set");
  }

  /** A value that the type has, as JSON text. */
  private static String constant(Column column) {
    if (isChoice(column)) {
      Matcher label = LABEL.matcher(column.type());
      String first = label.find() ? label.group() : "''";
      return "\"" + first.substring(1, first.length() - 1).replace("''", "'") + "\"";
    }
    return switch (column.dataType()) {
      case "json" -> "{}";
      case "date" -> "\"1980-01-01\"";
      case "datetime", "timestamp" -> "\"1980-01-01 00:00:00\"";
      case "time" -> "\"00:00:00\"";
      case "year" -> "1980";
      case "point", "geometry" -> "\"POINT(0 0)\"";
      case "linestring" -> "\"LINESTRING(0 0,1 1)\"";
      case "polygon" -> "\"POLYGON((0 0,0 1,1 1,0 0))\"";
      case "multipoint" -> "\"MULTIPOINT(0 0)\"";
      case "multilinestring" -> "\"MULTILINESTRING((0 0,1 1))\"";
      case "multipolygon" -> "\"MULTIPOLYGON(((0 0,0 1,1 1,0 0)))\"";
      case "geometrycollection", "geomcollection" -> "\"GEOMETRYCOLLECTION(POINT(0 0))\"";
      default -> column.isNumber() || column.dataType().equals("bit") ? "0" : "\"x\"";
    };
  }

  /** As a plan has it: {@code hash}, {@code { date-shift: 30 }}. */
  public static String written(MaskSpec mask) {
    return mask.argument().isEmpty()
        ? mask.name()
        : String.format(Locale.ROOT, "{ %s: %s }", mask.name(), mask.argument());
  }
}

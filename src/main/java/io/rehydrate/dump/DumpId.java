package io.rehydrate.dump;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;

/** A dump's id is its as-of time in UTC: {@code 20261122T020000Z}. */
public record DumpId(String value) implements Comparable<DumpId> {
  private static final Pattern FORM = Pattern.compile("[0-9]{8}T[0-9]{6}Z");
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'");

  public DumpId {
    if (!isValid(value)) {
      throw new IllegalArgumentException("a dump's id looks like 20261122T020000Z");
    }
  }

  public static DumpId at(Instant asOf) {
    return new DumpId(TIME.format(asOf.truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.UTC)));
  }

  public static boolean isValid(String text) {
    if (!FORM.matcher(text).matches()) {
      return false;
    }
    try {
      LocalDateTime.parse(text, TIME);
      return true;
    } catch (java.time.format.DateTimeParseException e) {
      return false;
    }
  }

  public Instant asOf() {
    return LocalDateTime.parse(value, TIME).toInstant(ZoneOffset.UTC);
  }

  @Override
  public int compareTo(DumpId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}

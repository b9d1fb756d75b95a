package io.rehydrate.scan;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;

/** Columns that hold nobody: random values as programs write them, and plain business data. */
enum Noise {
  RAW(r -> bytes(r, 8 + r.nextInt(57))),
  RAW_32(r -> bytes(r, 32)),
  HEX(r -> text(HexFormat.of().formatHex(bytes(r, 4 + r.nextInt(29))))),
  HEX_UPPER(r -> text(HexFormat.of().withUpperCase().formatHex(bytes(r, 8)))),
  HEX_64(r -> text(HexFormat.of().formatHex(bytes(r, 32)))),
  BASE64(r -> Base64.getEncoder().encode(bytes(r, 8 + r.nextInt(57)))),
  BASE64_OF_30(r -> Base64.getEncoder().encode(bytes(r, 30))),
  BASE64_OF_64(r -> Base64.getEncoder().encode(bytes(r, 64))),
  BASE64_URL(r -> Base64.getUrlEncoder().withoutPadding().encode(bytes(r, 8 + r.nextInt(57)))),
  BASE64_URL_OF_32(r -> Base64.getUrlEncoder().withoutPadding().encode(bytes(r, 32))),
  BASE64_URL_OF_30(r -> Base64.getUrlEncoder().withoutPadding().encode(bytes(r, 30))),
  UUIDS(r -> text(new UUID(r.nextLong(), r.nextLong()).toString())),
  DIGITS(r -> text(digits(r, 7 + r.nextInt(14)))),
  DIGITS_OF_11(r -> text(digits(r, 11))),
  DIGITS_OF_16(r -> text(digits(r, 16))),
  PRINTABLE(r -> printable(r, 16 + r.nextInt(49))),
  VERSIONS(
      r ->
          text(r.nextInt(20) + "." + r.nextInt(30) + "." + r.nextInt(100) + "." + r.nextInt(1000))),
  SMALL_VERSIONS(
      r -> text(r.nextInt(10) + "." + r.nextInt(10) + "." + r.nextInt(10) + "." + r.nextInt(10))),
  SECTIONS(r -> text("see 1." + r.nextInt(40) + "." + r.nextInt(20) + "." + (1 + r.nextInt(9)))),
  THREE_TWO_FOUR(
      r ->
          text(
              (100 + r.nextInt(900))
                  + "-"
                  + (10 + r.nextInt(90))
                  + "-"
                  + (1000 + r.nextInt(9000)))),
  THREE_TWO_FOUR_OF_ANY(r -> text(digits(r, 3) + "-" + digits(r, 2) + "-" + digits(r, 4))),
  THREE_THREE_FOUR(
      r ->
          text(
              (100 + r.nextInt(900))
                  + "-"
                  + (100 + r.nextInt(900))
                  + "-"
                  + (1000 + r.nextInt(9000)))),
  THREE_THREE_FOUR_OF_ANY(r -> text(digits(r, 3) + "-" + digits(r, 3) + "-" + digits(r, 4))),
  COORDINATES(
      r ->
          text(
              String.format(
                  Locale.ROOT,
                  "%+.6f,%+.6f",
                  180 * r.nextDouble() - 90,
                  360 * r.nextDouble() - 180))),
  SHORT_COORDINATES(
      r ->
          text(
              String.format(Locale.ROOT, "%.1f,+%.4f", 90 * r.nextDouble(), 100 * r.nextDouble()))),
  SCORES(r -> text("+" + (100_000_000 + r.nextInt(900_000_000)) + " points")),
  LONG_SCORES(r -> text("+" + (1 + r.nextInt(9)) + digits(r, 7 + r.nextInt(7)) + " points")),
  FOUR_GROUPS(
      r -> text(digits(r, 4) + " " + digits(r, 4) + " " + digits(r, 4) + " " + digits(r, 4))),
  ARTICLES(r -> text(digits(r, 4) + "-" + digits(r, 6))),
  PADDED(r -> text(String.format("%012d", r.nextInt(5_000_000)))),
  ORDERS(r -> text("4" + digits(r, 15))),
  PRIVATE_ADDRESSES(Noise::privateAddress),
  AMOUNTS(r -> text(String.format(Locale.ROOT, "%,d", r.nextInt(2_000_000_000)).replace(',', ' '))),
  TIMES(
      r ->
          text(
              String.format(
                  "%02d.%02d.%d %02d:%02d",
                  1 + r.nextInt(28),
                  1 + r.nextInt(12),
                  1990 + r.nextInt(40),
                  r.nextInt(24),
                  r.nextInt(60)))),
  PATHS(
      r ->
          text(
              "documents/"
                  + digits(r, 4)
                  + "/"
                  + digits(r, 7)
                  + "/"
                  + HexFormat.of().formatHex(bytes(r, 10))
                  + ".pdf"));

  @SuppressWarnings("ImmutableEnumChecker") // each holds nothing but its own code
  private final Function<Random, byte[]> values;

  Noise(Function<Random, byte[]> values) {
    this.values = values;
  }

  byte[] value(Random random) {
    return values.apply(random);
  }

  boolean isRaw() {
    return this == RAW || this == RAW_32;
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] bytes(Random random, int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  private static String digits(Random random, int count) {
    char[] digits = new char[count];
    for (int i = 0; i < count; i++) {
      digits[i] = (char) ('0' + random.nextInt(10));
    }
    return new String(digits);
  }

  private static byte[] printable(Random random, int count) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) (' ' + random.nextInt(95));
    }
    return bytes;
  }

  private static byte[] privateAddress(Random random) {
    int a = random.nextInt(256);
    int b = 1 + random.nextInt(254);
    return text(
        switch (random.nextInt(7)) {
          case 0 -> "10." + a + "." + b + ".1";
          case 1 -> "192.168." + a + "." + b;
          case 2 -> "172." + (16 + random.nextInt(16)) + "." + a + "." + b;
          case 3 -> "169.254." + a + "." + b;
          case 4 -> "255.255.255.255";
          case 5 -> "fe80::" + Integer.toHexString(a) + ":" + Integer.toHexString(b);
          default -> "fd00:" + Integer.toHexString(a) + "::" + Integer.toHexString(b);
        });
  }
}

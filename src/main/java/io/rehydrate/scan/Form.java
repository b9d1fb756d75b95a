package io.rehydrate.scan;

import java.util.Arrays;
import java.util.Optional;

/**
 * What a value has in it, as far as its form shows. A form that proves little by itself has another
 * next to it: what looks the same and can't be one. {@link Verdict} compares the two over a column.
 */
enum Form {
  EMAIL_SURE(0, Kind.EMAIL),
  EMAIL(1, Kind.EMAIL),
  /** A sign between two characters that belongs to no address. */
  AT_OTHER(2),

  /** In a context, or in a form that nothing else has. */
  PHONE_SURE(3, Kind.PHONE),
  /** {@code +49 30 1234567}, of a country and as long as its numbers are. */
  PHONE_PLUS(4, Kind.PHONE),
  PLUS_OTHER(5),
  /** {@code 0049...} */
  PHONE_DOUBLE_ZERO(6, Kind.PHONE),
  DOUBLE_ZERO_OTHER(7),
  /** {@code 0171/1234567} */
  PHONE_NATIONAL(8, Kind.PHONE),
  NATIONAL_OTHER(9),
  /** {@code 212-555-1234} */
  PHONE_NORTH_AMERICAN(10, Kind.PHONE),
  NORTH_AMERICAN_OTHER(11),

  CARD_SURE(12, Kind.CARD),
  /** Four groups. */
  CARD_GROUPED(13, Kind.CARD),
  GROUPED_OTHER(14),
  /** Digits without a mark between. */
  CARD_BARE(15, Kind.CARD),
  BARE_OTHER(16),

  IBAN(17, Kind.IBAN),
  IBAN_OTHER(18),

  SSN_SURE(19, Kind.SSN),
  SSN(20, Kind.SSN),
  SSN_OTHER(21),

  IP_SURE(22, Kind.IP),
  /** Four numbers, one of them of three digits. */
  IP_LARGE(23, Kind.IP),
  /** Four small numbers: versions and sections are such. */
  IP_SMALL(24, Kind.IP),
  IP_OTHER(25),

  SECRET_SURE(26, Kind.SECRET),
  /** A beginning of three characters, as random ones have now and then. */
  SECRET_OF_THREE(27, Kind.SECRET),
  SECRET_OF_FOUR(28, Kind.SECRET),
  /** As long and mixed as a cloud's keys are. */
  KEY_BY_LENGTH(29, Kind.SECRET),
  /** As mixed, of any other length. */
  TOKEN_OTHER(30);

  private final int place;
  private final Optional<Kind> kind;

  Form(int place) {
    this.place = place;
    this.kind = Optional.empty();
  }

  Form(int place, Kind kind) {
    this.place = place;
    this.kind = Optional.of(kind);
  }

  /** Where it is counted. */
  int place() {
    return place;
  }

  long bit() {
    return 1L << place;
  }

  /** What it is a hint at; empty for a form that reports against one. */
  Optional<Kind> kind() {
    return kind;
  }

  /** The bits of all forms that hint at a kind. */
  static long bits(Kind kind) {
    return Arrays.stream(values())
        .filter(form -> form.kind.filter(kind::equals).isPresent())
        .mapToLong(Form::bit)
        .reduce(0, (a, b) -> a | b);
  }
}

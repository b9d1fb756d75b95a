package io.rehydrate.mask;

/** What a fingerprint stands for. */
public enum NameKind {
  /** First and last word of a person's name. */
  PERSON('p', 0),
  /** The whole name of a firm, two words at least. */
  COMPANY('c', 1),
  /** A first name or a last name by itself. */
  WORD('w', 2);

  private static final int MASK = 3;

  private final char letter;
  private final int bits;

  NameKind(char letter, int bits) {
    this.letter = letter;
    this.bits = bits;
  }

  /** Begins what is hashed. */
  public char letter() {
    return letter;
  }

  /** The last two bits of a fingerprint. */
  int bits() {
    return bits;
  }

  /** The kind that a fingerprint reports. */
  public static NameKind of(long print) {
    return (print & MASK) == PERSON.bits ? PERSON : (print & MASK) == COMPANY.bits ? COMPANY : WORD;
  }
}

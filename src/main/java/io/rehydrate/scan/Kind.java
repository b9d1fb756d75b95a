package io.rehydrate.scan;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What the read-back looks for. */
public enum Kind {
  EMAIL(1, "e-mail addresses"),
  PHONE(1 << 1, "phone numbers"),
  CARD(1 << 2, "card numbers"),
  IBAN(1 << 3, "bank account numbers"),
  SSN(1 << 4, "social security numbers"),
  IP(1 << 5, "IP addresses"),
  SECRET(1 << 6, "keys or tokens"),
  NAME(1 << 7, "names that are masked elsewhere");

  private final int bit;
  private final String words;

  Kind(int bit, String words) {
    this.bit = bit;
    this.words = words;
  }

  /** As the plan names it: {@code email}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** In a sentence: {@code e-mail addresses}. */
  public String words() {
    return words;
  }

  static Kind of(String key) {
    return valueOf(key.toUpperCase(Locale.ROOT));
  }

  int bit() {
    return bit;
  }

  static int bits(Set<Kind> kinds) {
    return kinds.stream().mapToInt(Kind::bit).sum();
  }

  static Set<Kind> all() {
    return EnumSet.allOf(Kind.class);
  }
}

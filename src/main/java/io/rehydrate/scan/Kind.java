package io.rehydrate.scan;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What the read-back looks for. */
public enum Kind {
  EMAIL("e-mail addresses"),
  PHONE("phone numbers"),
  CARD("card numbers"),
  IBAN("bank account numbers"),
  SSN("social security numbers"),
  IP("IP addresses"),
  SECRET("keys or tokens");

  private final String words;

  Kind(String words) {
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
    return 1 << ordinal();
  }

  static int bits(Set<Kind> kinds) {
    return kinds.stream().mapToInt(Kind::bit).sum();
  }

  static Set<Kind> all() {
    return EnumSet.allOf(Kind.class);
  }

  static Set<Kind> without(Kind... some) {
    EnumSet<Kind> kinds = EnumSet.allOf(Kind.class);
    kinds.removeAll(Arrays.asList(some));
    return kinds;
  }
}

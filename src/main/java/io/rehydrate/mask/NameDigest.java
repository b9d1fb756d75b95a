package io.rehydrate.mask;

import java.security.DigestException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.List;

/**
 * The fingerprint of a name, as {@link NamePrints} makes it in SQL: 60 bits of a keyed SHA-256 and
 * the kind. For one thread.
 */
public final class NameDigest {
  /** Words before a name that are no part of it, in lower case. */
  public static final List<String> TITLES =
      List.of("mr", "mrs", "ms", "miss", "dr", "prof", "sir", "herr", "frau", "mme");

  /** Words behind a name, likewise. */
  public static final List<String> SUFFIXES =
      List.of("jr", "sr", "ii", "iii", "iv", "md", "phd", "esq");

  private static final int BYTES = 32;

  private final byte[] key;
  private final MessageDigest sha;
  private final byte[] result = new byte[BYTES];

  /**
   * @param key the key's purpose {@link NamePrints#PURPOSE}
   */
  public NameDigest(MaskKey key) {
    this.key = key.subkey(NamePrints.PURPOSE);
    try {
      this.sha = MessageDigest.getInstance("SHA-256");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }

  /**
   * @param text plain, in lower case, the kind's letter before it
   */
  public long of(NameKind kind, byte[] text, int length) {
    try {
      sha.update(key);
      sha.update(text, 0, length);
      sha.digest(result, 0, BYTES);
    } catch (DigestException e) {
      throw new IllegalStateException(e);
    }
    long first = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      first = (first << 8) | (result[i] & 0xff);
    }
    return ((first >>> 4) << 2) | kind.bits();
  }
}

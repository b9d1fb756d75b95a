package io.rehydrate.mask;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.InvalidException;
import io.rehydrate.settings.SecretFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret that keys every mask. It gives out subkeys, never itself, and prints as {@code ***}.
 */
public final class MaskKey {
  private static final int SHORTEST = 32;
  private static final int LONGEST = 64 * 1024;

  /**
   * Random bytes have far more, and so has a text in hex; a file of zeros or of one word has not.
   */
  private static final long FEWEST_DIFFERENT_BYTES = 8;

  private static final String MAKE_ONE =
      "Make a new one: (umask 077; head -c 32 /dev/urandom > mask.key)";
  private final byte[] key;

  private MaskKey(byte[] key) {
    this.key = key;
  }

  /**
   * Reads the key from {@code mask.key-file}; every byte counts, a line's end too.
   *
   * @throws InvalidException {@code mask.key}: the file is missing, open to others than this
   *     account, too short, or no secret
   */
  public static MaskKey read(Path keyFile) {
    requirePrivate(keyFile);
    byte[] bytes = content(keyFile);
    if (bytes.length < SHORTEST || bytes.length > LONGEST) {
      throw invalid(
          "The mask key in "
              + keyFile
              + " has "
              + (bytes.length > LONGEST ? "more than " + LONGEST : bytes.length)
              + " bytes; it must have at least "
              + SHORTEST,
          MAKE_ONE,
          null);
    }
    if (differentBytes(bytes) < FEWEST_DIFFERENT_BYTES) {
      throw invalid(
          "The mask key in " + keyFile + " can be guessed: it repeats a few bytes", MAKE_ONE, null);
    }
    return new MaskKey(bytes);
  }

  private static void requirePrivate(Path keyFile) {
    try {
      if (!Files.isRegularFile(keyFile)) {
        throw invalid("The mask key " + keyFile + " is not a file", MAKE_ONE, null);
      }
      if (!SecretFiles.isPrivate(keyFile)) {
        throw invalid(
            "The mask key " + keyFile + " is open to others than this account",
            "Close it: " + SecretFiles.REMEDY,
            null);
      }
    } catch (IOException e) {
      throw unreadable(keyFile, e);
    }
  }

  private static byte[] content(Path keyFile) {
    try (InputStream in = Files.newInputStream(keyFile)) {
      return in.readNBytes(LONGEST + 1);
    } catch (IOException e) {
      throw unreadable(keyFile, e);
    }
  }

  private static long differentBytes(byte[] bytes) {
    boolean[] seen = new boolean[256];
    long count = 0;
    for (byte b : bytes) {
      count += seen[b & 0xff] ? 0 : 1;
      seen[b & 0xff] = true;
    }
    return count;
  }

  private static InvalidException unreadable(Path keyFile, Exception cause) {
    return invalid(
        "The mask key " + keyFile + " can't be read",
        "Check mask.key-file, and that this account owns the file",
        cause);
  }

  private static InvalidException invalid(String message, String hint, Exception cause) {
    return new InvalidException(ErrorCode.MASK_KEY, message, hint, cause);
  }

  /** 32 bytes for one purpose; another purpose's can't be told from them, nor the key. */
  public byte[] subkey(String purpose) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(("rehydrate mask " + purpose).getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no HmacSHA256", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MaskKey that && Arrays.equals(key, that.key);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(key);
  }

  @Override
  public String toString() {
    return "***";
  }
}

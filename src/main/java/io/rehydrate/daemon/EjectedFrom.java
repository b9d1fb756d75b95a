package io.rehydrate.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The first line of an ejected route file: what it was made from.
 *
 * @param version of the program
 * @param sha256 of the shipped file, in hexadecimal
 */
record EjectedFrom(String version, String sha256) {
  private static final Pattern LINE =
      Pattern.compile("# Ejected from rehydrate (?<version>\\S+), sha256 (?<hash>[0-9a-f]{64})\\.");

  static byte[] head(byte[] shipped, String version) {
    byte[] line =
        ("# Ejected from rehydrate " + version + ", sha256 " + sha256(shipped) + ".\n")
            .getBytes(UTF_8);
    return ByteBuffer.allocate(line.length + shipped.length).put(line).put(shipped).array();
  }

  static Optional<EjectedFrom> of(byte[] own) {
    Matcher line = LINE.matcher(new String(own, 0, firstLine(own), UTF_8).stripTrailing());
    return line.matches()
        ? Optional.of(new EjectedFrom(line.group("version"), line.group("hash")))
        : Optional.empty();
  }

  /** The file without that line. */
  static byte[] body(byte[] own) {
    return of(own).isEmpty()
        ? own
        : Arrays.copyOfRange(own, Math.min(own.length, firstLine(own) + 1), own.length);
  }

  private static int firstLine(byte[] text) {
    int end = 0;
    while (end < text.length && text[end] != '\n') {
      end++;
    }
    return end;
  }

  boolean isMadeFrom(byte[] shipped) {
    return sha256.equals(sha256(shipped));
  }

  static String sha256(byte[] text) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }
}

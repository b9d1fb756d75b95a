package io.rehydrate.refresh;

import io.rehydrate.settings.Settings.Target;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The three schemas of one refresh on the target's server.
 *
 * @param source the schema's name in the dump
 * @param live what is replaced
 * @param incoming where the dump is loaded and migrated, next to it
 * @param outgoing where the old tables go, until they are dropped
 */
public record SchemaSwapNames(String source, String live, String incoming, String outgoing) {
  /** How the name of every incoming schema ends. */
  static final String INCOMING = "__incoming";

  private static final int LONGEST_NAME = 64;
  private static final int HASH = 8;

  static SchemaSwapNames of(String source, String live) {
    return new SchemaSwapNames(source, live, named(live, INCOMING), named(live, "__outgoing"));
  }

  /** All of a target's, in the order in which the settings name them. */
  public static List<SchemaSwapNames> all(Target target) {
    return target.schemas().entrySet().stream().map(e -> of(e.getKey(), e.getValue())).toList();
  }

  /** A name that would be too long is shortened, and a hash reports it from its like. */
  private static String named(String live, String suffix) {
    if (live.length() + suffix.length() <= LONGEST_NAME) {
      return live + suffix;
    }
    int kept = LONGEST_NAME - suffix.length() - HASH - 1;
    return live.substring(0, kept) + "_" + hash(live) + suffix;
  }

  static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, HASH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

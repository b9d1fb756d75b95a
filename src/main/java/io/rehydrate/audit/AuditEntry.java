package io.rehydrate.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/**
 * An entry of the audit.
 *
 * @param number from 1, without gaps
 * @param at to the millisecond
 * @param previousHash of the entry before; of the first, {@link #NOTHING}
 */
public record AuditEntry(
    long number,
    Instant at,
    String person,
    String way,
    String address,
    String action,
    String object,
    String asked,
    String resolved,
    String decision,
    String outcome,
    String run,
    String previousHash,
    String hash) {

  /** What the first entry follows. */
  static final String NOTHING = "0".repeat(64);

  private static final String FORM = "rehydrate-audit-1";

  /** The hash that an entry with these values has. */
  String computedHash() {
    return computedHash(number);
  }

  /** The hash that it would have under another number. */
  String computedHash(long as) {
    MessageDigest digest = sha256();
    for (String field :
        List.of(
            FORM,
            Long.toString(as),
            Long.toString(at.toEpochMilli()),
            person,
            way,
            address,
            action,
            object,
            asked,
            resolved,
            decision,
            outcome,
            run,
            previousHash)) {
      byte[] bytes = field.getBytes(StandardCharsets.UTF_8);
      // with its length, so that no two lists of fields read the same
      digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
      digest.update(bytes);
      digest.update((byte) '\n');
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The same with its hash. */
  AuditEntry sealed() {
    return new AuditEntry(
        number,
        at,
        person,
        way,
        address,
        action,
        object,
        asked,
        resolved,
        decision,
        outcome,
        run,
        previousHash,
        computedHash());
  }
}

package io.rehydrate.notify;

import io.rehydrate.settings.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The signature by which a receiver knows that a body is from here, and unchanged. */
final class Signature {
  static final String HEADER = "X-Rehydrate-Signature";
  private static final String HMAC = "HmacSHA256";

  private final SecretKeySpec key;

  Signature(Secret secret) {
    this.key = new SecretKeySpec(secret.reveal().getBytes(StandardCharsets.UTF_8), HMAC);
  }

  /** The header's value: {@code sha256=} and the HMAC of these bytes in lower-case hex. */
  String of(byte[] body) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(key);
      return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HMAC-SHA-256", e);
    }
  }
}

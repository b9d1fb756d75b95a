package io.rehydrate.http;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The tokens against forged requests: each belongs to a cookie of the browser and to its session,
 * so that another site's page has none. See docs/adr for why Vert.x's CSRFHandler is not used.
 */
final class FormTokens {
  /** The hidden field of a form. */
  static final String FIELD = "csrf";

  /** The header of a script's write. */
  static final String HEADER = "X-CSRF-Token";

  private static final String COOKIE = "rehydrate-form";
  private static final String ALGORITHM = "HmacSHA256";
  private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9_-]{43}");
  private static final SecureRandom RANDOM = new SecureRandom();

  private final SecretKeySpec key = new SecretKeySpec(random(), ALGORITHM);

  private static byte[] random() {
    byte[] bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  /**
   * The token of this browser; where it has no cookie yet, it gets one.
   *
   * @param session the session's id; empty where nobody is signed in
   */
  String issue(RoutingContext context, String session) {
    String cookie =
        cookie(context)
            .orElseGet(
                () -> {
                  String fresh = text(random());
                  context
                      .response()
                      .addCookie(
                          Cookie.cookie(COOKIE, fresh)
                              .setPath("/")
                              .setHttpOnly(true)
                              .setSecure(Peer.isSecure(context.request()))
                              .setSameSite(CookieSameSite.STRICT));
                  return fresh;
                });
    return token(cookie, session);
  }

  /** The token of this browser; empty where it has no cookie, or none of ours. */
  Optional<String> of(RoutingContext context, String session) {
    return cookie(context).map(cookie -> token(cookie, session));
  }

  /** Whether this is the token, in constant time. */
  static boolean same(String expected, String given) {
    return !expected.isEmpty()
        && given != null
        && MessageDigest.isEqual(
            expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }

  private static Optional<String> cookie(RoutingContext context) {
    return Optional.ofNullable(context.request().getCookie(COOKIE))
        .map(Cookie::getValue)
        .filter(value -> VALUE.matcher(value).matches());
  }

  private String token(String cookie, String session) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return text(mac.doFinal((cookie + "/" + session).getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}

package io.rehydrate.demo.rds;

import com.sun.net.httpserver.HttpExchange;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Proves that a request was signed with the account's key (Signature Version 4). */
final class Signature {
  static final String ACCESS_KEY = "AKIASIMULATEDRDS0001";
  static final String SECRET_KEY = "simulated-secret-key-of-no-account-at-all";
  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final String HMAC = "HmacSHA256";
  private static final Pattern HEADER =
      Pattern.compile(
          ALGORITHM
              + " Credential=([^/]+)/(\\d{8})/([^/]+)/([^/]+)/aws4_request, *SignedHeaders=([^,]+), *Signature=([0-9a-f]{64})");

  private Signature() {}

  /**
   * @throws ApiError 403 as AWS reports it
   */
  static void check(HttpExchange exchange, byte[] body) {
    String header = header(exchange, "Authorization");
    if (header.isEmpty()) {
      throw new ApiError(
          ApiError.FORBIDDEN,
          "MissingAuthenticationToken",
          "Request is missing Authentication Token");
    }
    Matcher matcher = HEADER.matcher(header);
    if (!matcher.matches()) {
      throw new ApiError(
          ApiError.FORBIDDEN, "IncompleteSignature", "The request signature is not complete.");
    }
    if (!matcher.group(1).equals(ACCESS_KEY)) {
      throw new ApiError(
          ApiError.FORBIDDEN,
          "InvalidClientTokenId",
          "The security token included in the request is invalid.");
    }
    if (!matcher.group(3).equals(Arn.REGION) || !matcher.group(4).equals("rds")) {
      throw mismatch("Credential should be scoped to a valid region and service.");
    }
    String scope =
        String.join("/", matcher.group(2), matcher.group(3), matcher.group(4), "aws4_request");
    String expected = sign(exchange, body, scope, List.of(matcher.group(5).split(";")));
    if (!expected.equals(matcher.group(6))) {
      throw mismatch(
          "The request signature we calculated does not match the signature you provided.");
    }
  }

  private static ApiError mismatch(String message) {
    return new ApiError(ApiError.FORBIDDEN, "SignatureDoesNotMatch", message);
  }

  private static String sign(
      HttpExchange exchange, byte[] body, String scope, List<String> signedHeaders) {
    String headers =
        signedHeaders.stream()
            .map(name -> name + ":" + header(exchange, name).strip() + "\n")
            .collect(Collectors.joining());
    String canonical =
        String.join(
            "\n",
            exchange.getRequestMethod(),
            exchange.getRequestURI().getPath(),
            "",
            headers,
            String.join(";", signedHeaders),
            hash(body));
    String toSign =
        String.join(
            "\n",
            ALGORITHM,
            header(exchange, "X-Amz-Date"),
            scope,
            hash(canonical.getBytes(StandardCharsets.UTF_8)));
    byte[] key = ("AWS4" + SECRET_KEY).getBytes(StandardCharsets.UTF_8);
    for (String part : scope.split("/")) {
      key = hmac(key, part);
    }
    return HexFormat.of().formatHex(hmac(key, toSign));
  }

  private static String header(HttpExchange exchange, String name) {
    List<String> values = exchange.getRequestHeaders().get(name.toLowerCase(Locale.ROOT));
    return values == null ? "" : String.join(",", values);
  }

  private static String hash(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key, HMAC));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}

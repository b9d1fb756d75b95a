package io.rehydrate.run;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.InvalidException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/** What a person calls a request, so that sending it again does not make a second run. */
public record RequestKey(String text) {
  private static final Pattern FORM = Pattern.compile("[!-~]([ -~]{0,98}[!-~])?");

  /**
   * @throws InvalidException {@code request.key}
   */
  public RequestKey {
    if (!FORM.matcher(text).matches()) {
      throw new InvalidException(
          ErrorCode.REQUEST_KEY,
          "The key of the request is not 1 to 100 printable ASCII characters",
          "Write one key, such as a UUID, without spaces at its ends");
    }
  }

  /**
   * A request with its key, as the journal keeps it.
   *
   * @param id of the person's key
   * @param digest of what is asked for
   */
  record Keyed(String id, String digest) {}

  Keyed of(Actor actor, List<String> request) {
    return new Keyed(digest(List.of(actor.name(), text)), digest(request));
  }

  private static String digest(List<String> texts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String text : texts) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
        digest.update(bytes);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

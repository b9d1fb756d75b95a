package io.rehydrate.refresh;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.InvalidException;
import io.rehydrate.error.PrintableText;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The name of a dropped file. Its bytes may be anything; names that we give are plain ASCII,
 * whatever the system's encoding is.
 *
 * @param decoded the name's text, with a replacement character for what is no UTF-8
 */
record InboxName(String decoded, boolean isText) {
  static final String PROBLEM = ".problem.json";
  static final String RUN = ".run.json";

  private static final String JSON = ".json";
  private static final String NAMELESS = "request.json";
  private static final int LONGEST = 100;
  private static final Pattern UNPRINTED = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\p{Z}]");
  private static final Pattern STRANGE = Pattern.compile("[^A-Za-z0-9._-]");

  static InboxName of(Path path) {
    ByteBuffer bytes = bytes(path);
    try {
      return new InboxName(
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .decode(bytes.duplicate())
              .toString(),
          true);
    } catch (CharacterCodingException e) {
      return new InboxName(StandardCharsets.UTF_8.decode(bytes).toString(), false);
    }
  }

  /**
   * A path's text has lost what the system's encoding does not have; its address has every byte.
   */
  private static ByteBuffer bytes(Path path) {
    String address = path.toUri().getRawPath().replaceFirst("/+$", "");
    String name = address.substring(address.lastIndexOf('/') + 1);
    ByteBuffer bytes = ByteBuffer.allocate(name.length());
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) == '%') {
        bytes.put((byte) HexFormat.fromHexDigits(name, i + 1, i + 3));
        i += 2;
      } else {
        bytes.put((byte) name.charAt(i));
      }
    }
    return bytes.flip();
  }

  /** Whether a file of this name is meant as a request; what is hidden may still be written. */
  boolean isRequest() {
    String plain = UNPRINTED.matcher(decoded).replaceAll("").toLowerCase(Locale.ROOT);
    return plain.endsWith(JSON)
        && !plain.startsWith(".")
        && !plain.endsWith(PROBLEM)
        && !plain.endsWith(RUN);
  }

  /** A name of our own that resembles it. */
  String plain() {
    String stem = decoded.substring(0, Math.max(0, decoded.lastIndexOf('.')));
    String plain = STRANGE.matcher(stem).replaceAll("_");
    if (plain.replace("_", "").isEmpty()) {
      return NAMELESS;
    }
    return plain.substring(0, Math.min(plain.length(), LONGEST)) + JSON;
  }

  /**
   * @throws InvalidException {@code request.name}
   */
  void requireSound() {
    if (!isText) {
      throw unsound("is not UTF-8 text");
    }
    if (!PrintableText.line(decoded).equals(decoded)) {
      throw unsound("holds characters that can't be printed");
    }
  }

  private static InvalidException unsound(String what) {
    return new InvalidException(
        ErrorCode.REQUEST_NAME,
        "The name of the request file " + what,
        "Name it with letters, digits, '-' and '_', and the end .json");
  }
}

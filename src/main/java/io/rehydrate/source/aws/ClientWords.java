package io.rehydrate.source.aws;

import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/** What the SDK says of a failure on our side, without its page of class names. */
final class ClientWords {
  private static final int LONGEST = 300;

  /** What the SDK prints of its own objects. */
  private static final Pattern OBJECT =
      Pattern.compile("\\b[A-Z][A-Za-z0-9]+\\([^()]*(\\([^()]*\\)[^()]*)*\\)|\\[[^\\]]*$");

  private static final Pattern CREDENTIALS =
      Pattern.compile("credential|sso|token|assume|profile|access key", Pattern.CASE_INSENSITIVE);

  private ClientWords() {}

  /** One line of bounded length. */
  static String of(SdkException e) {
    String message = e.getMessage() == null ? "" : e.getMessage().replaceAll("\\s+", " ");
    if (message.startsWith("Unable to load credentials from any")) {
      return "no credentials are found: environment, profile, web identity, container and instance"
          + " role were asked"
          + reasons(message);
    }
    String text = OBJECT.matcher(message).replaceAll("").strip();
    return e.getClass().getSimpleName()
        + ": "
        + (text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text);
  }

  /** Of the chain's many reasons those that are not merely "nothing is set". */
  private static String reasons(String message) {
    String found =
        Stream.of(message.split("\\w+CredentialsProvider(?:\\([^)]*\\))?: "))
            .skip(1)
            .map(reason -> reason.replaceAll("[,\\s\\]]+$", ""))
            .filter(reason -> !reason.toLowerCase(Locale.ROOT).contains("unable to load"))
            .filter(reason -> reason.length() < LONGEST && !reason.isBlank())
            .collect(Collectors.joining("; "));
    return found.isEmpty() ? "" : " (" + found + ")";
  }

  static boolean isOfCredentials(SdkException e) {
    return !(e instanceof SdkServiceException)
        && CREDENTIALS.matcher(String.valueOf(e.getMessage())).find();
  }
}

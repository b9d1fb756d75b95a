package io.rehydrate.error;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Properties;
import java.util.stream.Collectors;

/** What each code means and what to do, and the page of all of them. */
public final class ErrorTexts {
  /** Where the daemon serves the page. */
  public static final String PAGE = "/docs/errors.md";

  private static final String FILE = "errors.properties";
  private static final String HEAD =
      """
      # Error codes

      What fails is reported with a code in square brackets, which is stable: scripts may compare it. Commands end with the code's exit
      code, and the API answers with its status. The message and the hint of a failure say more than this page.

      | code | exit | HTTP | meaning and remedy |
      |---|---|---|---|
      """;

  private final Properties texts = new Properties();

  public ErrorTexts() {
    try (Reader reader =
        new InputStreamReader(ErrorTexts.class.getResourceAsStream(FILE), StandardCharsets.UTF_8)) {
      texts.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The address of a code's entry, relative to the daemon's. */
  public static String address(String code) {
    return PAGE + "#" + code;
  }

  public String of(ErrorCode code) {
    return texts.getProperty(code.text(), "");
  }

  int size() {
    return texts.size();
  }

  /** All codes, as Markdown. */
  public String page() {
    return Arrays.stream(ErrorCode.values())
        .sorted(Comparator.comparing(ErrorCode::text))
        .map(this::row)
        .collect(Collectors.joining("\n", HEAD, "\n"));
  }

  private String row(ErrorCode code) {
    return "| <a id=\"%1$s\"></a>`%1$s` | %2$d | %3$d | %4$s |"
        .formatted(code, code.kind().exitCode(), code.httpStatus(), of(code).replace("|", "\\|"));
  }
}

package io.rehydrate.console;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.ErrorTexts;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.camel.Message;

/** All error codes and what to do about each: {@code docs/errors.md} as a page. */
public final class ErrorsPage {
  private final Console console;
  private final List<Entry> entries;

  /** One code. */
  public record Entry(String code, int exit, int status, String text) {}

  public ErrorsPage(Console console) {
    this.console = console;
    ErrorTexts texts = new ErrorTexts();
    this.entries =
        Arrays.stream(ErrorCode.values())
            .sorted(Comparator.comparing(ErrorCode::text))
            .map(
                code ->
                    new Entry(
                        code.text(), code.kind().exitCode(), code.httpStatus(), texts.of(code)))
            .toList();
  }

  /** The table of all codes. */
  public String show(Message message) {
    return console.page(message, "errors", "", "Error codes", Map.of("entries", entries));
  }
}

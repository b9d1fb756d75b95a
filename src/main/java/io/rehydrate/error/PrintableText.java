package io.rehydrate.error;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Text that may hold a stranger's words, made fit for a log or a terminal: a control character
 * would forge lines there, or move the cursor.
 */
public final class PrintableText {
  private PrintableText() {}

  /** All in one line: what is not printable is written as its four hexadecimal digits. */
  public static String line(String text) {
    return isPrintable(text) ? text : escaped(text);
  }

  /**
   * Keeps line ends and tabs. Every line but the first begins with the indent, so that none of them
   * can be taken for an entry of its own.
   */
  public static String lines(String text, String indent) {
    if (isPrintable(text)) {
      return text;
    }
    StringBuilder safe = new StringBuilder(text.length() + 8);
    String[] lines = text.split("\\r?\\n", -1);
    for (int i = 0; i < lines.length; i++) {
      safe.append(i == 0 ? "" : "\n" + indent);
      safe.append(
          Arrays.stream(lines[i].split("\t", -1))
              .map(PrintableText::escaped)
              .collect(Collectors.joining("\t")));
    }
    return safe.toString();
  }

  private static boolean isPrintable(String text) {
    return text.codePoints().allMatch(PrintableText::isPrintable);
  }

  private static boolean isPrintable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      default -> true;
    };
  }

  private static String escaped(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (isPrintable(c)) {
                safe.appendCodePoint(c);
              } else {
                for (char unit : Character.toChars(c)) {
                  safe.append(String.format("\\u%04x", (int) unit));
                }
              }
            });
    return safe.toString();
  }
}

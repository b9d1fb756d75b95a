package io.rehydrate.audit;

import io.rehydrate.error.PrintableText;

/** Texts as entries hold them: on one line, printable, and no longer than their column. */
final class AuditText {
  private static final String CUT = "...";

  private AuditText() {}

  static String of(String text, int longest) {
    String start = text.substring(0, Math.min(text.length(), longest + 1));
    String line = PrintableText.line(start).strip();
    if (line.length() <= longest && start.length() == text.length()) {
      return line;
    }
    int end = Math.min(line.length(), longest - CUT.length());
    if (end > 0 && Character.isHighSurrogate(line.charAt(end - 1))) {
      end--;
    }
    return line.substring(0, end) + CUT;
  }
}

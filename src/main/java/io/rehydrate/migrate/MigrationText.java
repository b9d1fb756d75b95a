package io.rehydrate.migrate;

/** Text that a stranger wrote, made fit for a message: no control characters, not too long. */
final class MigrationText {
  private static final int LONGEST = 200;

  private MigrationText() {}

  static String text(String text) {
    String line = text.replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]", "?").strip();
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }
}

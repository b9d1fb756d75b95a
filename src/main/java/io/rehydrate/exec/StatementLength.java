package io.rehydrate.exec;

/**
 * The longest statement of a dump program's text. Within a value the programs escape a line feed:
 * one behind a semicolon ends a statement.
 */
final class StatementLength {
  private long statement;
  private long longest;
  private byte last;

  void add(byte[] bytes, int offset, int length) {
    int begin = offset;
    for (int i = offset; i < offset + length; i++) {
      if (bytes[i] == '\n' && (i == offset ? last : bytes[i - 1]) == ';') {
        longest = Math.max(longest, statement + i - begin);
        statement = 0;
        begin = i + 1;
      }
    }
    statement += offset + length - begin;
    last = length == 0 ? last : bytes[offset + length - 1];
  }

  /** In bytes, so far. */
  long longest() {
    return longest;
  }
}

package io.rehydrate.exec;

import io.rehydrate.mysql.SqlErrors;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Pattern;

/**
 * The last lines of a program's standard error, without the values that may are in them. The
 * statement that MariaDB's client repeats there, rows and all, is left out.
 */
final class ErrorTail {
  private static final int LINES = 5;
  private static final int LONGEST = 500;
  private static final String AROUND_STATEMENT = "--------------";
  private static final String ERROR = "ERROR ";

  /** Options of the other vendor's, which each passes over. */
  private static final Pattern NOISE =
      Pattern.compile("unknown (?:option|variable) '(?:--)?loose-", Pattern.CASE_INSENSITIVE);

  /** How a message begins; what else follows one is the rest of a text that it repeats. */
  private static final Pattern MESSAGE =
      Pattern.compile("(?:ERROR|Error|WARNING|Warning|\\[|--)[^\\w].*|[\\w./-]{1,80}: .*");

  private final Deque<String> last = new ArrayDeque<>();
  private boolean inStatement;
  private boolean inMessage;

  private ErrorTail() {}

  /** Reads to the end. Of a line that is too long its beginning is kept. */
  static String read(InputStream errors) throws IOException {
    ErrorTail tail = new ErrorTail();
    StringBuilder line = new StringBuilder();
    try (Reader reader =
        new BufferedReader(new InputStreamReader(errors, StandardCharsets.UTF_8))) {
      for (int c = reader.read(); c >= 0; c = reader.read()) {
        if (c == '\n') {
          tail.add(line.toString().strip());
          line.setLength(0);
        } else if (line.length() < LONGEST) {
          line.append((char) c);
        }
      }
    }
    tail.add(line.toString().strip());
    return String.join("; ", tail.last);
  }

  private void add(String line) {
    if (line.equals(AROUND_STATEMENT)) {
      inStatement = !inStatement;
    } else if (!line.isEmpty()
        && (!inStatement || line.startsWith(ERROR))
        && !NOISE.matcher(line).find()
        && isOfMessage(line)) {
      if (last.size() == LINES) {
        last.removeFirst();
      }
      last.addLast(SqlErrors.redact(line));
    }
  }

  private boolean isOfMessage(String line) {
    boolean begins = MESSAGE.matcher(line).matches();
    boolean told = begins || !inMessage;
    inMessage |= begins;
    return told;
  }
}

package io.rehydrate.exec;

import io.rehydrate.server.SqlErrors;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/** The last lines of a program's standard error, without the values that may stand in them. */
final class ErrorTail {
  private static final int LINES = 5;
  private static final int LONGEST = 500;

  private ErrorTail() {}

  static String read(InputStream errors) throws IOException {
    Deque<String> last = new ArrayDeque<>();
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(errors, StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (last.size() == LINES) {
          last.removeFirst();
        }
        last.addLast(SqlErrors.redact(line.length() > LONGEST ? line.substring(0, LONGEST) : line));
      }
    }
    return String.join("; ", last);
  }
}

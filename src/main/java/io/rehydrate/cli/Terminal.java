package io.rehydrate.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.rehydrate.error.PrintableText;
import io.rehydrate.http.Json;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What commands write: data to standard output, the rest to standard error. */
public final class Terminal {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .registerModule(new JavaTimeModule())
          .registerModule(new Jdk8Module())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .enable(SerializationFeature.INDENT_OUTPUT);

  private Terminal() {}

  private static PrintStream utf8(PrintStream stream) {
    return new PrintStream(stream, true, StandardCharsets.UTF_8);
  }

  public static void data(String line) {
    utf8(System.out).println(PrintableText.lines(line, ""));
  }

  static void text(String text) {
    utf8(System.out).print(PrintableText.lines(text, ""));
  }

  public static void json(Object value) {
    try {
      data(JSON.writeValueAsString(value));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What the API would answer, in the shape of {@code openapi.yaml}. */
  static void view(Object view) {
    data(Json.pretty(view));
  }

  public static void message(String line) {
    utf8(System.err).println(PrintableText.lines(line, ""));
  }

  /** Writes over the line that was written so before. */
  static void status(String line) {
    PrintStream err = utf8(System.err);
    err.print("\r" + PrintableText.line(line) + "\u001b[K\r");
    err.flush();
  }

  static void problem(String message, String code, String hint) {
    message("rehydrate: " + message.strip() + " [" + code + "]");
    if (!hint.isBlank()) {
      message("  " + sentence(hint.strip()));
    }
  }

  /** With a full stop, where it does not end in one or another mark already. */
  static String sentence(String text) {
    return text.matches("(?s).*[.!?:;]") ? text : text + ".";
  }

  /** A table with columns as wide as they need to be. */
  public static void table(List<String> header, List<List<String>> rows) {
    List<List<String>> all = new ArrayList<>();
    all.add(header);
    rows.forEach(row -> all.add(row.stream().map(PrintableText::line).toList()));
    int[] widths = new int[header.size()];
    for (List<String> row : all) {
      for (int i = 0; i < row.size(); i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (List<String> row : all) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        boolean last = i == row.size() - 1;
        line.append(
            last ? row.get(i) : row.get(i) + " ".repeat(widths[i] - row.get(i).length() + 2));
      }
      data(line.toString().stripTrailing());
    }
  }
}

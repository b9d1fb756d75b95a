package io.rehydrate.settings;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.InvalidException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A target's own script with its values in place: {@code ${name}} outside of quotes and comments
 * becomes the value of {@code target.<t>.value.<name>} as an SQL literal. The literal is written in
 * hexadecimal, so that no sql_mode and no character set reads a value as anything else.
 */
public final class TargetScript {
  private static final int LARGEST = 8 << 20;
  private static final String NAME = "[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?";

  private static final Pattern REFERENCE = Pattern.compile("\\$\\{(" + NAME + ")\\}");

  private final Path file;
  private final String target;
  private final Map<String, String> values;

  /**
   * @param target for messages
   * @param values by name
   */
  public TargetScript(Path file, TargetName target, Map<String, String> values) {
    this.file = file;
    this.target = target.value();
    this.values = Map.copyOf(values);
  }

  static boolean isName(String text) {
    return text.matches(NAME);
  }

  /**
   * The script as it is run.
   *
   * @throws InvalidException {@code target.after} where the file can't be read, is larger than 8
   *     MiB, or names a value that is not set or stands in quotes
   */
  public byte[] bytes() {
    String text = read();
    StringBuilder script = new StringBuilder(text.length());
    Matcher reference = REFERENCE.matcher(text);
    int at = 0;
    while (at < text.length()) {
      int end = quotedEnd(text, at);
      if (end > at) {
        refuseIn(text, at, end);
      } else {
        end = commentEnd(text, at);
      }
      if (end > at) {
        script.append(text, at, end);
        at = end;
      } else if (text.charAt(at) == '$' && reference.region(at, text.length()).lookingAt()) {
        script.append(literal(text, at, reference.group(1)));
        at = reference.end();
      } else {
        script.append(text.charAt(at++));
      }
    }
    return script.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Behind the quoted text or name that begins here; where none does, here. */
  private static int quotedEnd(String text, int start) {
    char quote = text.charAt(start);
    if (quote != '\'' && quote != '"' && quote != '`') {
      return start;
    }
    int at = start + 1;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '\\' && quote != '`') {
        at += 2;
      } else if (c != quote) {
        at++;
      } else if (text.startsWith(String.valueOf(quote), at + 1)) {
        at += 2;
      } else {
        return at + 1;
      }
    }
    return text.length();
  }

  /** Behind the comment that begins here; where none does, here. */
  private static int commentEnd(String text, int start) {
    boolean dashes =
        text.startsWith("--", start)
            && (start + 2 == text.length() || text.charAt(start + 2) <= ' ');
    if (dashes || text.charAt(start) == '#') {
      int newline = text.indexOf('\n', start);
      return newline < 0 ? text.length() : newline;
    }
    boolean block =
        text.startsWith("/*", start)
            && !text.startsWith("!", start + 2)
            && !text.startsWith("M!", start + 2);
    if (!block) {
      return start;
    }
    int last = text.indexOf("*/", start + 2);
    return last < 0 ? text.length() : last + 2;
  }

  /** Byte by byte: the script's own character set is that of the program that runs it. */
  private String read() {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw refused("The script " + file + " is larger than 8 MiB", "Make it smaller");
      }
      return new String(bytes, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new InvalidException(
          ErrorCode.TARGET_AFTER,
          "The script " + file + " can't be read",
          "Check target." + target + ".after",
          e);
    }
  }

  private String literal(String text, int at, String name) {
    String value = values.get(name);
    if (value == null) {
      throw refused(
          place(text, at) + " names the value " + name + ", which is not set",
          "Set target." + target + ".value." + name);
    }
    return "_utf8mb4 x'" + HexFormat.of().formatHex(value.getBytes(StandardCharsets.UTF_8)) + "'";
  }

  private void refuseIn(String text, int start, int end) {
    Matcher quoted = REFERENCE.matcher(text).region(start, end);
    while (quoted.find()) {
      if (values.containsKey(quoted.group(1))) {
        throw refused(
            place(text, start) + " has " + quoted.group() + " in quotes",
            "Write it without quotes: it is replaced by a quoted literal");
      }
    }
  }

  private String place(String text, int at) {
    long line = text.substring(0, at).chars().filter(c -> c == '\n').count() + 1;
    return file.getFileName() + ", line " + line + ",";
  }

  private static InvalidException refused(String message, String hint) {
    return new InvalidException(ErrorCode.TARGET_AFTER, message, hint);
  }
}

package io.rehydrate.refresh;

import io.rehydrate.schema.RoutineText;
import io.rehydrate.schema.ViewText;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A script of a dump in which views, routines, triggers, events and the defaults that take a
 * sequence name other schemas than those of the source. All else stays as it is. At most one
 * statement is in memory.
 */
final class RenamedSchemas extends InputStream {
  private static final String DELIMITER = "DELIMITER ";
  private static final String CREATE = "CREATE ";

  private static final Pattern MODE = Pattern.compile("SET sql_mode = '([^']*)'.*\n");
  private static final Pattern KIND =
      Pattern.compile(
          "CREATE (?:OR REPLACE |ALGORITHM=\\w+ |SQL SECURITY \\w+ )*(TABLE|VIEW|SEQUENCE) ");
  private static final Pattern OF_SEQUENCES =
      Pattern.compile("(?:nextval|lastval|setval)\\(`|value for `", Pattern.CASE_INSENSITIVE);

  private final InputStream script;
  private final Map<String, String> schemas;
  private InputStream statement = InputStream.nullInputStream();
  private String delimiter = ";";
  private String sqlMode = "";

  /**
   * @param schemas new names, by the names in the script
   */
  RenamedSchemas(InputStream script, Map<String, String> schemas) {
    this.script = new BufferedInputStream(script);
    this.schemas = Map.copyOf(schemas);
  }

  @Override
  public int read() throws IOException {
    int read = statement.read();
    return read < 0 && next() ? statement.read() : read;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = statement.read(bytes, offset, length);
    return read < 0 && next() ? statement.read(bytes, offset, length) : read;
  }

  /** Reads the next line, or the next statement that makes something. */
  private boolean next() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    String line = line(bytes);
    if (line.startsWith(DELIMITER)) {
      delimiter = line.substring(DELIMITER.length()).strip();
    }
    Matcher mode = MODE.matcher(line);
    sqlMode = mode.matches() ? mode.group(1) : sqlMode;
    boolean creates = line.startsWith(CREATE);
    while (creates && !line.isEmpty() && !line.stripTrailing().endsWith(delimiter)) {
      line = line(bytes);
    }
    statement =
        new ByteArrayInputStream(creates ? renamed(bytes.toByteArray()) : bytes.toByteArray());
    return bytes.size() > 0;
  }

  /** Adds a line, with its end, and returns it; the empty text at the end of the script. */
  private String line(ByteArrayOutputStream to) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int read = script.read();
    while (read >= 0) {
      bytes.write(read);
      read = read == '\n' ? -1 : script.read();
    }
    bytes.writeTo(to);
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private byte[] renamed(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    String renamed = renamed(text);
    return renamed.equals(text) ? bytes : renamed.getBytes(StandardCharsets.UTF_8);
  }

  private String renamed(String text) {
    Matcher kind = KIND.matcher(text);
    if (!kind.lookingAt()) {
      return RoutineText.renamed(text, sqlMode, schemas);
    }
    boolean shown =
        kind.group(1).equals("VIEW")
            || (kind.group(1).equals("TABLE") && OF_SEQUENCES.matcher(text).find());
    return shown ? ViewText.renamed(text, schemas) : text;
  }

  @Override
  public void close() throws IOException {
    script.close();
  }
}

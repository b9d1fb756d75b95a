package io.rehydrate.refresh;

import io.rehydrate.schema.ViewText;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/**
 * A script in which views read the schemas next to the live ones: a server looks for what a view
 * reads when it makes it, and the live schemas may lack it. All else goes as it is.
 */
final class ViewLines extends InputStream {
  private static final byte[] CREATE = "CREATE ".getBytes(StandardCharsets.US_ASCII);

  private final InputStream script;
  private final Map<String, String> schemas;
  private InputStream line = InputStream.nullInputStream();

  /**
   * @param schemas what they are called, by the names in the script
   */
  ViewLines(InputStream script, Map<String, String> schemas) {
    this.script = new BufferedInputStream(script);
    this.schemas = Map.copyOf(schemas);
  }

  @Override
  public int read() throws IOException {
    int read = line.read();
    return read < 0 && next() ? line.read() : read;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = line.read(bytes, offset, length);
    return read < 0 && next() ? line.read(bytes, offset, length) : read;
  }

  private boolean next() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int read = script.read();
    while (read >= 0) {
      bytes.write(read);
      read = read == '\n' ? -1 : script.read();
    }
    line = new ByteArrayInputStream(named(bytes.toByteArray()));
    return bytes.size() > 0;
  }

  private byte[] named(byte[] text) {
    if (text.length < CREATE.length
        || !Arrays.equals(text, 0, CREATE.length, CREATE, 0, CREATE.length)) {
      return text;
    }
    String statement = new String(text, StandardCharsets.UTF_8);
    int name = statement.indexOf('`');
    return name > 0 && statement.substring(0, name).endsWith(" VIEW ")
        ? ViewText.renamed(statement, schemas).getBytes(StandardCharsets.UTF_8)
        : text;
  }

  @Override
  public void close() throws IOException {
    script.close();
  }
}

package io.rehydrate.exec;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.rehydrate.settings.PrivateFiles;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.settings.ServerUrl;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/**
 * A login and a schema as a migration tool reads them: a file that only we may read. Closing it
 * deletes it.
 *
 * @param path of the file
 */
public record ConnectionFile(Path path) implements AutoCloseable {
  private static final String PREFERRED = "PREFERRED";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /**
   * {@code host}, {@code port}, {@code schema}, {@code username}, {@code password}, {@code
   * sslMode}, and {@code caFile} where the server's certificate is checked by one, as JSON.
   */
  public static ConnectionFile json(Path directory, ServerLogin login) throws IOException {
    ServerUrl url = login.url();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("host", url.host().replaceAll("[\\[\\]]", ""));
    values.put("port", url.port());
    values.put("schema", url.schema().orElse(""));
    values.put("username", login.username());
    values.put("password", login.password().reveal());
    values.put("sslMode", url.sslMode());
    url.authorities().ifPresent(file -> values.put("caFile", file.toString()));
    return write(directory, ".json", MAPPER.writeValueAsString(values));
  }

  /** {@code url}, for JDBC, {@code username} and {@code password} as Java's properties. */
  public static ConnectionFile properties(Path directory, ServerLogin login) throws IOException {
    Properties values = new Properties();
    String mode = login.url().sslMode();
    values.setProperty("url", login.url() + (mode.equals(PREFERRED) ? "" : "?sslMode=" + mode));
    values.setProperty("username", login.username());
    values.setProperty("password", login.password().reveal());
    StringWriter text = new StringWriter();
    values.store(text, null);
    return write(directory, ".properties", text.toString());
  }

  private static ConnectionFile write(Path directory, String suffix, String text)
      throws IOException {
    Path file = Files.createTempFile(directory, "connection-", suffix, PrivateFiles.file());
    Files.writeString(file, text, StandardCharsets.UTF_8);
    return new ConnectionFile(file);
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(path);
  }
}

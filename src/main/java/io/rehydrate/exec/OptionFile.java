package io.rehydrate.exec;

import io.rehydrate.settings.ServerLogin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;

/**
 * A login as the client programs read it: an option file that only we may read, so that no password
 * stands in a command line or an environment. Closing it deletes it.
 */
public record OptionFile(Path path) implements AutoCloseable {

  /**
   * Writes a new option file.
   *
   * @param directory a private folder of the run
   */
  public static OptionFile write(Path directory, ServerLogin login) throws IOException {
    Path file =
        Files.createTempFile(
            directory,
            "client-",
            ".cnf",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, text(login), StandardCharsets.UTF_8);
    return new OptionFile(file);
  }

  private static String text(ServerLogin login) {
    StringBuilder text = new StringBuilder("[client]\n");
    option(text, "host", login.url().host().replaceAll("[\\[\\]]", ""));
    option(text, "port", Integer.toString(login.url().port()));
    option(text, "user", login.username());
    option(text, "password", login.password().reveal());
    text.append("protocol=tcp\n");
    if (login
        .url()
        .parameters()
        .getOrDefault("sslMode", "")
        .toUpperCase(Locale.ROOT)
        .startsWith("VERIFY")) {
      text.append("loose-ssl-verify-server-cert\nloose-ssl-mode=VERIFY_IDENTITY\n");
    } else {
      // MariaDB's clients refuse a server without TLS, or with a certificate of its own, since 11.4
      text.append("loose-skip-ssl-verify-server-cert\n");
    }
    return text.toString();
  }

  private static void option(StringBuilder text, String name, String value) {
    if (value.chars().anyMatch(c -> c < ' ')) {
      throw new IllegalArgumentException("a control character in the " + name);
    }
    text.append(name).append("=\"").append(value.replace("\\", "\\\\")).append("\"\n");
  }

  /**
   * The first argument of a client program: this file and no other of the machine's or the user's.
   */
  public String argument() {
    return "--defaults-file=" + path;
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(path);
  }
}

package io.rehydrate.exec;

import io.rehydrate.settings.ServerLogin;
import io.rehydrate.settings.ServerUrl;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * A login as the client programs read it: an option file that only we may read, so that no password
 * is in a command line or an environment. Closing it deletes it.
 */
public record OptionFile(Path path) implements AutoCloseable {
  /** Of Debian, and of Amazon Linux and its kin. */
  private static final List<Path> AUTHORITIES =
      List.of(
          Path.of("/etc/ssl/certs/ca-certificates.crt"),
          Path.of("/etc/pki/tls/certs/ca-bundle.crt"));

  /**
   * Writes a new option file.
   *
   * @param directory a private folder of the run
   */
  public static OptionFile write(Path directory, ServerLogin login) throws IOException {
    String text = text(login);
    Path file =
        Files.createTempFile(
            directory,
            "client-",
            ".cnf",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, text, StandardCharsets.UTF_8);
    return new OptionFile(file);
  }

  /** What such a file holds, for one that is kept. */
  public static String text(ServerLogin login) {
    StringBuilder text = new StringBuilder("[client]\n");
    option(text, "host", login.url().host().replaceAll("[\\[\\]]", ""));
    option(text, "port", Integer.toString(login.url().port()));
    option(text, "user", login.username());
    option(text, "password", login.password().reveal());
    text.append("protocol=tcp\n");
    text.append(encryption(login.url()));
    return text.toString();
  }

  /**
   * The URL's {@code sslMode} in the words of both vendors' programs, each of which passes over the
   * other's. MariaDB's refuse a server without TLS, or with a certificate of its own, since 11.4.
   */
  private static String encryption(ServerUrl url) {
    return switch (url.sslMode()) {
      case "DISABLED" -> "loose-skip-ssl\nloose-ssl-mode=DISABLED\n";
      case "REQUIRED" -> "loose-ssl\nloose-skip-ssl-verify-server-cert\nloose-ssl-mode=REQUIRED\n";
      case "VERIFY_CA" -> "loose-ssl-mode=VERIFY_CA\n" + verified(url);
      case "VERIFY_IDENTITY" -> "loose-ssl-mode=VERIFY_IDENTITY\n" + verified(url);
      default -> "loose-skip-ssl-verify-server-cert\n";
    };
  }

  /** By those of the setting, else by the authorities that the machine trusts, as Java does. */
  private static String verified(ServerUrl url) {
    StringBuilder text = new StringBuilder("loose-ssl-verify-server-cert\n");
    url.authorities()
        .or(() -> AUTHORITIES.stream().filter(Files::isReadable).findFirst())
        .ifPresent(file -> option(text, "ssl-ca", file.toString()));
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

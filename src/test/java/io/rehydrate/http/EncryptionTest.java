package io.rehydrate.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.rehydrate.settings.CamelKeys;
import io.rehydrate.settings.Role;
import io.rehydrate.support.HomeFolder;
import io.rehydrate.support.TestCertificate;
import io.rehydrate.support.UsersFixture;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncryptionTest {
  @TempDir Path folder;

  private void use(TestCertificate certificate) throws IOException {
    Path key = folder.resolve("server.key");
    Files.copy(certificate.key(), key, StandardCopyOption.REPLACE_EXISTING);
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    Files.copy(
        certificate.certificate(),
        folder.resolve("server.pem"),
        StandardCopyOption.REPLACE_EXISTING);
  }

  private HomeFolder home() {
    return HomeFolder.in(folder)
        .withTarget("dev-a")
        .with("camel.server.host", "0.0.0.0")
        .with("tls.certificate-file", "server.pem")
        .with("tls.key-file", "server.key");
  }

  private static SSLSocket connect(int port) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Any()}, null);
    SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port);
    socket.setSoTimeout(10_000);
    return socket;
  }

  private static String subject(int port) throws Exception {
    try (SSLSocket socket = connect(port)) {
      Certificate certificate = socket.getSession().getPeerCertificates()[0];
      return ((X509Certificate) certificate).getSubjectX500Principal().getName();
    }
  }

  private static String ask(Socket socket, String request) throws IOException {
    try (socket) {
      socket
          .getOutputStream()
          .write((request + "\r\nConnection: close\r\n\r\n").getBytes(US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }
  }

  @Test
  void connections_are_encrypted_and_a_new_certificate_is_taken_over() throws Exception {
    UsersFixture.in(folder).with("root", Role.OPERATOR);
    use(TestCertificate.make(folder, "first"));
    try (ApiFixture api =
        new ApiFixture(home().read(), Clock.systemUTC(), 0, Duration.ofMinutes(1))) {
      assertThat(subject(api.port())).isEqualTo("CN=first");
      assertThat(subject(api.managementPort())).isEqualTo("CN=first");
      assertThat(ask(connect(api.port()), "GET /login HTTP/1.1\r\nHost: r.example"))
          .startsWith("HTTP/1.1 200")
          .contains("rehydrate-form=", "; Secure");
      assertThat(
              ask(
                  new Socket(InetAddress.getLoopbackAddress(), api.port()),
                  "GET /login HTTP/1.1\r\nHost: localhost"))
          .doesNotContain("200");

      Files.writeString(folder.resolve("server.pem"), "broken");
      use(TestCertificate.make(folder, "second"));

      await().ignoreExceptions().until(() -> subject(api.port()).equals("CN=second"));
    }
  }

  @Test
  void files_that_do_not_fit_are_problems_of_the_start() throws Exception {
    UsersFixture.in(folder).with("root", Role.OPERATOR);
    TestCertificate first = TestCertificate.make(folder, "first");
    TestCertificate other = TestCertificate.make(folder, "other");
    use(first);
    Files.copy(
        other.certificate(), folder.resolve("server.pem"), StandardCopyOption.REPLACE_EXISTING);
    assertThatThrownBy(() -> home().read()).hasMessageContaining("is not the certificate's");

    Files.writeString(folder.resolve("server.key"), "nothing");
    assertThatThrownBy(() -> home().read()).hasMessageContaining("no PEM block PRIVATE KEY");

    Files.setPosixFilePermissions(
        folder.resolve("server.key"), PosixFilePermissions.fromString("rw-r--r--"));
    Files.delete(folder.resolve("users.properties"));
    Files.delete(folder.resolve("server.pem"));
    assertThatThrownBy(() -> home().without("tls.certificate-file").read())
        .hasMessageContaining("tls.certificate-file: is missing")
        .hasMessageContaining("camel.server.host = 0.0.0.0")
        .hasMessageContaining("there are no users");
  }

  @Test
  void beyond_loopback_it_takes_users_and_encryption() {
    HomeFolder open = HomeFolder.in(folder).with("camel.server.host", "0.0.0.0");
    assertThatThrownBy(open::read)
        .hasMessageContaining("there are no users")
        .hasMessageContaining("connections are not encrypted");
    UsersFixture.in(folder).with("root", Role.OPERATOR);
    assertThatThrownBy(open::read)
        .hasMessageContaining("connections are not encrypted")
        .hasMessageNotContaining("no users");

    assertThat(open.with("camel.server.plain", "true").read().http().host()).isEqualTo("0.0.0.0");
  }

  @Test
  void the_environment_does_not_switch_encryption_off() throws Exception {
    UsersFixture.in(folder).with("root", Role.OPERATOR);
    use(TestCertificate.make(folder, "first"));
    HomeFolder home = home();
    assertThat(home.read().http().tls()).isPresent();

    assertThatThrownBy(() -> home.withEnvironment("CAMEL_SERVER_PLAIN", "true").read())
        .hasMessageContaining("camel.server.plain = true: is given and so is tls.certificate-file");
    home.withEnvironment("CAMEL_SERVER_PLAIN", "false").withEnvironment("TLS_KEY_FILE", "");
    assertThatThrownBy(home::read).hasMessageContaining("tls.key-file: is empty");
    home.withEnvironment("TLS_CERTIFICATE_FILE", " ");
    assertThatThrownBy(home::read)
        .hasMessageContaining("tls.certificate-file: is empty")
        .hasMessageContaining("TLS_KEY_FILE out of the environment");
  }

  @Test
  void no_other_spelling_of_a_key_of_camel_gets_by_what_is_checked() {
    HomeFolder home = HomeFolder.in(folder);
    for (String key : List.of("camel.server.Host", "camel.server.ho-st", "camel.management.PORT")) {
      home.with(key, "1");
      assertThatThrownBy(home::read).hasMessageContaining(key + ": is written camel.");
      home.without(key);
    }
    assertThat(
            CamelKeys.ofEnvironment(
                Map.of(
                    "CAMEL_MAIN_SHUTDOWN_TIMEOUT", "7",
                    "CAMEL_SERVER_PLAIN", "true",
                    "CAMEL_SERVER_HO_ST", "0.0.0.0",
                    "CAMEL_MANAGEMENT_PORT", "1",
                    "CAMEL", "x")))
        .containsExactly(Map.entry("camel.main.shutdown-timeout", "7"));
    assertThatThrownBy(
            () ->
                home.withEnvironment("CAMEL_MAIN_AUTOCONFIGURATIONSYSTEMPROPERTIESENABLED", "true")
                    .read())
        .hasMessageContaining("always false");
  }

  private static final class Any implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}

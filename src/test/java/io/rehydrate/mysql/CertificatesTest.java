package io.rehydrate.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.rehydrate.demo.EmbeddedMariaDb;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.exec.OptionFile;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.settings.ServerUrl;
import io.rehydrate.support.TestCertificate;
import io.rehydrate.support.TestProxy;
import io.rehydrate.support.TestServers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server with TLS, and who is believed to be it: by sessions and by the client programs. */
class CertificatesTest {
  @TempDir static Path folder;
  private static TestCertificate own;
  private static TestCertificate another;
  private static EmbeddedMariaDb server;

  @BeforeAll
  static void open() throws Exception {
    own = TestCertificate.make(folder, "own");
    another = TestCertificate.make(folder, "another");
    server =
        EmbeddedMariaDb.start(
            Path.of("target", "mariadb").toAbsolutePath(),
            Path.of("target", "test-servers", ProcessHandle.current().pid() + "-tls")
                .toAbsolutePath(),
            List.of(
                "--innodb-buffer-pool-size=32M",
                "--ssl",
                "--ssl-cert=" + own.certificate(),
                "--ssl-key=" + own.key()));
  }

  @AfterAll
  static void close() {
    server.close();
  }

  private static ServerLogin login(String host, String parameters) {
    ServerUrl url =
        ServerUrl.parse("jdbc:mysql://" + host + ":" + server.url().port() + parameters);
    return server.root().withUrl(url);
  }

  private static ServerLogin trusting(TestCertificate authority, ServerLogin login) {
    return login.withUrl(login.url().trusting(authority.certificate()));
  }

  private static String cipher(ServerLogin login) throws SQLException {
    try (Connection session = Sessions.open(login, "scratch");
        ResultSet row = session.createStatement().executeQuery("SHOW STATUS LIKE 'Ssl_cipher'")) {
      row.next();
      return row.getString(2);
    }
  }

  private static StageFailedException refused(ServerLogin login) {
    return catchThrowableOfType(
        StageFailedException.class, () -> Sessions.open(login, "scratch").close());
  }

  @Test
  void a_server_whose_authority_is_trusted_is_taken_and_the_session_is_encrypted()
      throws Exception {
    assertThat(cipher(trusting(own, login("127.0.0.1", "")))).isNotEmpty();
  }

  @Test
  void a_server_of_another_authority_is_refused_in_words() {
    StageFailedException refused = refused(trusting(another, login("127.0.0.1", "")));

    assertThat(refused.code()).isEqualTo("server.certificate");
    assertThat(refused)
        .hasMessageContaining(
            "The certificate of the scratch at 127.0.0.1:"
                + server.url().port()
                + " is not accepted")
        .hasMessageContaining("trust anchors")
        .hasMessageContaining("sslMode=VERIFY_IDENTITY");
    assertThat(refused.hint()).contains("ca-file");
  }

  @Test
  void a_name_that_is_not_in_the_certificate_is_refused_unless_the_authority_is_enough()
      throws Exception {
    StageFailedException refused = refused(trusting(own, login("localhost", "")));

    assertThat(refused.code()).isEqualTo("server.certificate");
    assertThat(refused).hasMessageContaining("matched the server hostname/IP 'localhost'");
    assertThat(cipher(trusting(own, login("localhost", "?sslMode=VERIFY_CA")))).isNotEmpty();
  }

  @Test
  void what_the_machine_does_not_trust_is_refused_without_a_file_as_well() {
    assertThat(refused(login("127.0.0.1", "?sslMode=VERIFY_CA")).code())
        .isEqualTo("server.certificate");
  }

  @Test
  void a_server_without_encryption_is_refused() {
    ServerLogin plain = TestServers.source().root();
    StageFailedException refused = refused(plain.withUrl(plain.url().trusting(own.certificate())));

    assertThat(refused).hasMessageContaining("SSL");
  }

  @Test
  void the_client_programs_trust_the_same() throws Exception {
    assertThat(program(trusting(own, login("127.0.0.1", "")))).startsWith("0 ").contains("TLS");
    assertThat(program(trusting(another, login("127.0.0.1", ""))))
        .doesNotStartWith("0 ")
        .containsIgnoringCase("certificate");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?sslMode=REQUIRED",
        "?useSSL=true",
        "?requireSSL=true",
        "?sslMode=trust",
        "?sslMode=verify-full",
        "?sslMode=VERIFY_CA"
      })
  void encryption_that_somebody_takes_out_of_the_greeting_is_missed(String asked) throws Exception {
    try (TestProxy proxy = TestProxy.to(server.url()).withoutTls()) {
      ServerLogin login =
          server.root().withUrl(ServerUrl.parse(proxy.url().toString() + "/" + asked));

      assertThat(refused(login)).isNotNull();
    }
  }

  /** The exit code of the client program, and what it said. */
  private static String program(ServerLogin login) throws Exception {
    try (OptionFile options = OptionFile.write(folder, login)) {
      Process client =
          new ProcessBuilder(
                  server.programs().resolve("mariadb").toString(),
                  options.argument(),
                  "-e",
                  "SHOW STATUS LIKE 'Ssl_version'")
              .redirectErrorStream(true)
              .start();
      String said = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return client.waitFor() + " " + said;
    }
  }
}

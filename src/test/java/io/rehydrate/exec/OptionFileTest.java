package io.rehydrate.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rehydrate.settings.Secret;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.settings.ServerUrl;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionFileTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "'', loose-skip-ssl-verify-server-cert",
    "?sslMode=PREFERRED, loose-skip-ssl-verify-server-cert",
    "?sslMode=DISABLED, loose-ssl-mode=DISABLED",
    "?sslMode=required, loose-ssl-mode=REQUIRED",
    "?sslMode=VERIFY_CA, loose-ssl-mode=VERIFY_CA",
    "?sslMode=VERIFY_IDENTITY, loose-ssl-mode=VERIFY_IDENTITY"
  })
  void the_urls_ssl_mode_counts_for_the_programs_too(String parameters, String option)
      throws Exception {
    List<String> lines = lines(login(parameters, "pw"));

    assertThat(lines).contains(option);
    assertThat(lines.contains("loose-ssl-verify-server-cert"))
        .isEqualTo(parameters.contains("VERIFY"));
  }

  @Test
  void the_authorities_of_the_setting_count_instead_of_the_machines() throws Exception {
    ServerLogin login = login("", "pw");
    List<String> lines = lines(login.withUrl(login.url().trusting(Path.of("/etc/a \"b.pem"))));

    assertThat(lines)
        .contains("loose-ssl-mode=VERIFY_IDENTITY", "loose-ssl-verify-server-cert")
        .anyMatch(line -> line.startsWith("ssl-ca=\"/etc/a "));
  }

  @Test
  void only_we_may_read_it_and_it_is_gone_once_closed() throws Exception {
    OptionFile file = OptionFile.write(folder, login("", "p\"w\\d"));
    try (file) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
          .isEqualTo("rw-------");
      assertThat(file.argument()).doesNotContain("p\"w");
    }
    assertThat(file.path()).doesNotExist();
  }

  @Test
  void a_password_can_not_bring_options_of_its_own() {
    ServerLogin login = login("", "x\nhost=evil");

    assertThatThrownBy(() -> OptionFile.write(folder, login))
        .hasMessageContaining("control character")
        .hasMessageNotContaining("evil");
    assertThat(folder).isEmptyDirectory();
  }

  private List<String> lines(ServerLogin login) throws Exception {
    try (OptionFile file = OptionFile.write(folder, login)) {
      return Files.readAllLines(file.path());
    }
  }

  private static ServerLogin login(String parameters, String password) {
    return new ServerLogin(
        ServerUrl.parse("jdbc:mysql://db.example:3306/shop" + parameters),
        "reader",
        new Secret(password));
  }
}

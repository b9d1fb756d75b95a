package io.rehydrate.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rehydrate.support.HomeFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretSettingsTest {
  private static final String CANARY = "c4n4ry";

  @TempDir Path folder;
  private HomeFolder home;

  @BeforeEach
  void a_sound_home() {
    home = HomeFolder.in(folder);
  }

  private String sourcePassword() {
    return home.read().source().login().orElseThrow().password().reveal();
  }

  @Test
  void a_password_comes_from_a_file_without_its_last_line_end() {
    home.without("source.password")
        .with("source.password-file", "secrets/source")
        .withFile("secrets/source", " p{{w}}d\n\n", "rw-------");

    assertThat(sourcePassword()).isEqualTo(" p{{w}}d\n");
  }

  @Test
  void a_password_may_be_empty_or_come_from_the_environment() {
    assertThat(home.with("source.password", "").read().source().login()).isPresent();
    home.with("source.password", "{{env:PW}}").withEnvironment("PW", CANARY);
    assertThat(sourcePassword()).isEqualTo(CANARY);
    home.withEnvironment("SOURCE_PASSWORD", "{{other}}");
    assertThat(sourcePassword()).isEqualTo("{{other}}");
  }

  private void open(String mode) throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(mode));
  }

  private void asFiles(String mode) {
    home.without("source.password")
        .with("source.password-file", "pw")
        .withFile("pw", CANARY, mode)
        .withFile("mask.key", "k".repeat(40), mode)
        .with("mask.key-file", "mask.key");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw----r--", "rw-----w-", "r--r--r--", "rw-rw-rw-"})
  void a_file_that_others_may_read_or_write_is_refused(String mode) throws IOException {
    asFiles(mode);
    open("rwxr-xr-x");
    assumeFalse(SecretFiles.isPrivate(folder.resolve("pw")), "nobody else may enter here");

    assertThatThrownBy(home::read)
        .hasMessageContaining("2 problems")
        .hasMessageContaining("source.password-file = " + folder.resolve("pw"))
        .hasMessageContaining("mask.key-file = " + folder.resolve("mask.key"))
        .hasMessageContaining("chmod 600")
        .message()
        .doesNotContain(CANARY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"r--------", "r--r-----", "rw-r-----", "rw-rw----"})
  void a_file_for_the_own_group_is_taken(String mode) throws IOException {
    asFiles(mode);
    open("rwxr-xr-x");

    assertThat(sourcePassword()).isEqualTo(CANARY);
  }

  @Test
  void a_file_for_another_group_is_refused() throws IOException {
    assumeTrue(System.getProperty("user.name").equals("root"), "only root gives files away");
    asFiles("r--r-----");
    Files.setAttribute(folder.resolve("pw"), "unix:gid", 54321);
    open("rwxr-xr-x");
    assumeFalse(SecretFiles.isPrivate(folder.resolve("pw")), "nobody else may enter here");

    assertThatThrownBy(home::read).hasMessageContaining("1 problem").hasMessageContaining("pw");
  }

  @Test
  void a_file_for_all_is_taken_in_a_folder_for_this_account_alone() throws IOException {
    Files.createDirectories(folder.resolve("secrets/..data"));
    Files.createSymbolicLink(folder.resolve("secrets/pw"), Path.of("..data/pw"));
    home.without("source.password")
        .with("source.password-file", "secrets/pw")
        .withFile("secrets/..data/pw", CANARY, "r--r--r--");
    open("rwx------");

    assertThat(sourcePassword()).isEqualTo(CANARY);
  }

  @Test
  void a_link_out_of_such_a_folder_is_judged_by_where_it_leads(@TempDir Path elsewhere)
      throws IOException {
    Path file = Files.writeString(elsewhere.resolve("pw"), CANARY);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    Files.setPosixFilePermissions(elsewhere, PosixFilePermissions.fromString("rwxr-xr-x"));
    assumeFalse(SecretFiles.isPrivate(file), "nobody else may enter here");
    Files.createSymbolicLink(folder.resolve("pw"), file);
    home.without("source.password").with("source.password-file", "pw");
    open("rwx------");

    assertThatThrownBy(home::read).hasMessageContaining("others may read or change the file");
  }

  @Test
  void a_password_within_a_file_that_others_may_read_is_warned_of() throws IOException {
    home.with("scratch.password", "{{env:PW}}").withEnvironment("PW", CANARY);
    open("rwxr-xr-x");
    home.read();
    Path file = folder.resolve("application.properties");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assumeFalse(SecretFiles.isPrivate(file), "nobody else may enter here");

    assertThat(home.read().warnings())
        .singleElement()
        .asString()
        .contains("application.properties holds source.password, and others may read it")
        .contains("chmod 600");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertThat(home.read().warnings()).isEmpty();
  }

  @Test
  void a_missing_an_empty_and_a_doubled_password_are_told() {
    home.without("source.password")
        .with("source.password-file", "nowhere")
        .with("scratch.password-file", "empty")
        .withFile("empty", "\n", "rw-------")
        .without("scratch.password")
        .withTarget("dev")
        .with("target.dev.password-file", "empty");

    assertThatThrownBy(home::read)
        .hasMessageContaining("source.password-file = " + folder.resolve("nowhere"))
        .hasMessageContaining("scratch.password-file = " + folder.resolve("empty"))
        .hasMessageContaining("target.dev.password: is given and so is target.dev.password-file");
    assertThatThrownBy(() -> home.without("source.password-file").read())
        .hasMessageContaining("source.password-file: is missing");
  }

  @Test
  void a_short_mask_key_is_refused() {
    home.withFile("mask.key", "k".repeat(31), "rw-------").with("mask.key-file", "mask.key");

    assertThatThrownBy(home::read).hasMessageContaining("shorter than 32 bytes");
  }

  @Test
  void no_secret_is_ever_printed() {
    home.with("source.password", CANARY + 1)
        .with("scratch.password", CANARY + 2)
        .withTarget("dev")
        .with("target.dev.password", CANARY + 3)
        .with("target.dev.migration-username", "migrator")
        .with("target.dev.migration-password", CANARY + 4)
        .with("notify.webhook", "https://hooks.example/" + CANARY + 5);
    Settings settings = home.read();

    assertThat(settings.toString()).doesNotContain(CANARY).contains("migrator");
    assertThat(settings.placeholders().toString()).doesNotContain(CANARY);
  }

  @Test
  void a_login_in_a_url_is_refused_and_not_repeated() {
    home.with("source.url", "jdbc:mysql://root:" + CANARY + "@source.example/insurance")
        .with("scratch.url", "jdbc:mysql://scratch.example/?user=root&password=" + CANARY)
        .with("state.url", "jdbc:mysql://state.example/x?password=" + CANARY);

    assertThatThrownBy(home::read)
        .hasMessageContaining("source.url: expected jdbc:mysql://host:port/schema")
        .hasMessageContaining("scratch.url: a login does not belong in a URL")
        .hasMessageContaining("state.url: a login does not belong in a URL")
        .message()
        .doesNotContain(CANARY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hooks.example/c4n4ry",
        "ftp://hooks.example/c4n4ry",
        "https:///c4n4ry",
        "https://user:c4n4ry@hooks.example/",
        "https://hooks.example/#c4n4ry",
        "https://hooks.example/c4n4ry|x"
      })
  void an_address_for_notifications_that_is_none_is_refused_and_not_repeated(String address) {
    for (String key : List.of("notify.webhook", "notify.slack", "notify.ntfy", "notify.ping")) {
      home.with(key, address);

      assertThatThrownBy(home::read)
          .hasMessageContaining(key + ": write https://host/path")
          .message()
          .doesNotContain(CANARY);
    }
  }

  @Test
  void no_other_key_may_take_a_secret() {
    home.with("source.password", CANARY).with("logging.directory", "/x/{{source.password}}");

    assertThatThrownBy(home::read)
        .hasMessageContaining("logging.directory: '{{source.password}}' would show a secret")
        .message()
        .doesNotContain(CANARY);
  }
}

package io.rehydrate.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rehydrate.support.HomeFolder;
import java.nio.file.Path;
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

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-rw-rw-"})
  void a_file_that_others_may_read_or_write_is_refused(String mode) {
    home.without("source.password")
        .with("source.password-file", "pw")
        .withFile("pw", CANARY, mode)
        .withFile("mask.key", "k".repeat(40), mode)
        .with("mask.key-file", "mask.key");

    assertThatThrownBy(home::read)
        .hasMessageContaining("2 problems")
        .hasMessageContaining("source.password-file = " + folder.resolve("pw"))
        .hasMessageContaining("mask.key-file = " + folder.resolve("mask.key"))
        .hasMessageContaining("chmod 600")
        .message()
        .doesNotContain(CANARY);
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
        .with("notify.mail.password", CANARY + 5);
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

  @Test
  void no_other_key_may_take_a_secret() {
    home.with("source.password", CANARY).with("logging.directory", "/x/{{source.password}}");

    assertThatThrownBy(home::read)
        .hasMessageContaining("logging.directory: '{{source.password}}' would show a secret")
        .message()
        .doesNotContain(CANARY);
  }
}

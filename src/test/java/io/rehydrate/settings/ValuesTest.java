package io.rehydrate.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rehydrate.support.HomeFolder;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {
  @TempDir Path folder;
  private HomeFolder home;

  @BeforeEach
  void a_sound_home() {
    home = HomeFolder.in(folder);
  }

  private String inbox(String written) {
    return home.with("refresh.inbox", written).read().refresh().inbox().toString();
  }

  @Test
  void resolves_environment_system_properties_keys_and_defaults() {
    home.with("my.base", "/srv/{{env:TEAM}}").withEnvironment("TEAM", "blue");

    assertThat(inbox("{{my.base}}/in")).isEqualTo("/srv/blue/in");
    assertThat(inbox("{{sys:file.separator}}x")).isEqualTo("/x");
    assertThat(inbox("/{{no.such:fallback}}")).isEqualTo("/fallback");
    assertThat(inbox("/{{env:NO_SUCH:other}}")).isEqualTo("/other");
    assertThat(inbox("{{store.directory}}/in")).isEqualTo(folder.resolve("store/in").toString());
  }

  @ParameterizedTest
  @CsvSource({
    "{{no.such}}, names a key that is not set",
    "{{env:NO_SUCH}}, names an environment variable that is not set",
    "{{sys:path}}, names a system property that is not set",
    "{{refresh.inbox}}, circular",
    "{{open, not closed",
    "{{a{{b}}}}, not closed"
  })
  void what_does_not_resolve_is_told_once(String written, String told) {
    home.withEnvironment("PATH", "/bin").with("b", "c");
    assertThatThrownBy(() -> inbox(written))
        .hasMessageContaining("1 problem in")
        .hasMessageContaining("refresh.inbox")
        .hasMessageContaining(told);
  }

  @ParameterizedTest
  @ValueSource(strings = {"source.password", "camel.beans.x", "my.own", "store.directory"})
  void a_file_function_is_refused_wherever_it_stands(String key) {
    home.with(key, "{{file:/run/secrets/pw}}");

    assertThatThrownBy(home::read)
        .hasMessageContaining("1 problem in")
        .hasMessageContaining(key + ": '{{file:' is not available");
  }

  @Test
  void a_vault_s_function_does_not_become_its_own_text() {
    home.with("source.password", "{{aws:prod/password}}");

    assertThatThrownBy(home::read).hasMessageContaining("'{{aws:' is not available");
  }
}

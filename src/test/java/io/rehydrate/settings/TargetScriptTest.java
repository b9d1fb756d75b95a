package io.rehydrate.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rehydrate.error.InvalidException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetScriptTest {
  private static final Map<String, String> VALUES = Map.of("site-url", "it's", "empty", "");

  @TempDir Path folder;

  private String script(String text) throws Exception {
    Path file = Files.writeString(folder.resolve("after.sql"), text);
    return new String(
        new TargetScript(file, new TargetName("dev"), VALUES).bytes(), StandardCharsets.UTF_8);
  }

  @Test
  void values_become_literals() throws Exception {
    assertThat(script("UPDATE s SET a=${site-url}, b = ${empty};\n"))
        .isEqualTo("UPDATE s SET a=_utf8mb4 x'69742773', b = _utf8mb4 x'';\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "SELECT 'ä', \"${other}\", `a``b`;",
        "-- ${nobody}\nSELECT 1; # ${nobody}\n/* ' ${nobody} */ SELECT 2",
        "SELECT '\\'${nobody}', 'it''s ${nobody}';",
        "SELECT 5--1, '$', $",
        "SELECT 'never ends ${nobody}"
      })
  void everything_else_stays(String text) throws Exception {
    assertThat(script(text)).isEqualTo(text);
  }

  @Test
  void what_is_behind_a_comment_or_a_text_is_read() throws Exception {
    assertThat(script("/* ' */ ${empty} -- '\n${empty} /*! ${empty} */ 'x' ${empty}"))
        .doesNotContain("${");
  }

  @Test
  void a_value_that_is_not_set_is_told_with_its_line() {
    assertThatThrownBy(() -> script("SELECT 1;\nSELECT ${site};\n"))
        .isInstanceOfSatisfying(
            InvalidException.class,
            e -> assertThat(e.hint()).isEqualTo("Set target.dev.value.site"))
        .hasMessage("after.sql, line 2, names the value site, which is not set");
  }

  @ParameterizedTest
  @ValueSource(strings = {"'${site-url}'", "\"x ${site-url}\"", "`${site-url}`"})
  void a_value_in_quotes_is_refused(String text) {
    assertThatThrownBy(() -> script("SELECT " + text)).hasMessageContaining("in quotes");
  }

  @Test
  void a_text_of_megabytes_is_no_trouble() throws Exception {
    String text = "SELECT '" + "a\\'".repeat(1_000_000) + "', ${empty};";

    assertThat(script(text)).endsWith("', _utf8mb4 x'';");
    assertThatThrownBy(() -> script("x".repeat(8 * 1024 * 1024 + 1)))
        .hasMessageContaining("larger than 8 MiB");
  }
}

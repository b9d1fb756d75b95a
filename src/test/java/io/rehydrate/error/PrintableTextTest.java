package io.rehydrate.error;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTextTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "a table's name", "Übergröße für 1,50 €", "日本語", "😀"})
  void printable_text_stays_as_it_is(String text) {
    assertThat(PrintableText.line(text)).isEqualTo(text);
    assertThat(PrintableText.lines(text, "  ")).isEqualTo(text);
  }

  @Test
  void what_moves_a_cursor_or_ends_a_line_is_escaped() {
    assertThat(PrintableText.line("a\u001b[2Jb")).isEqualTo("a\\u001b[2Jb");
    assertThat(PrintableText.line("a\r\nb\tc")).isEqualTo("a\\u000d\\u000ab\\u0009c");
    assertThat(PrintableText.line("\u009b31m\u0000\u007f")).isEqualTo("\\u009b31m\\u0000\\u007f");
    assertThat(PrintableText.line("\u202egnp.exe\u2028x")).isEqualTo("\\u202egnp.exe\\u2028x");
    assertThat(PrintableText.line("half \ud83d")).isEqualTo("half \\ud83d");
  }

  @Test
  void lines_that_follow_are_indented() {
    assertThat(PrintableText.lines("2 problems:\r\n\tone\n\u001btwo", "    "))
        .isEqualTo("2 problems:\n    \tone\n    \\u001btwo");
  }
}

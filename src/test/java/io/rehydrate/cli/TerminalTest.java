package io.rehydrate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.run.ProgressNote;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalTest {
  private static String written(Runnable writing) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(both, true, StandardCharsets.UTF_8);
    System.setOut(stream);
    System.setErr(stream);
    try {
      writing.run();
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
    return both.toString(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource({
    "Mend it, Mend it.",
    "Mend it., Mend it.",
    "Is it there?, Is it there?",
    "Run these:, Run these:"
  })
  void a_hint_ends_in_one_mark(String hint, String shown) {
    assertThat(written(() -> Terminal.problem("It failed", "x.y", hint)))
        .isEqualTo("rehydrate: It failed [x.y]\n  " + shown + "\n");
  }

  @Test
  void names_that_others_chose_move_no_cursor() {
    assertThat(
            written(
                () -> {
                  Terminal.table(List.of("NAME"), List.of(List.of("a\u001b[2J\nb")));
                  Terminal.message("one\u0007\ntwo");
                  Terminal.data("three\u009b");
                }))
        .isEqualTo("NAME\na\\u001b[2J\\u000ab\none\\u0007\ntwo\nthree\\u009b\n");
  }

  @Test
  void progress_is_drawn_over_itself_and_on_a_terminal_alone() {
    ProgressNote note =
        new ProgressNote("copy", "rows", 30, 60, 10, Optional.of(3L), Optional.empty());

    assertThat(written(() -> new ProgressLine(false).draw(Optional.of(note)))).isEmpty();
    assertThat(
            written(
                () -> {
                  ProgressLine line = new ProgressLine(true);
                  line.draw(Optional.of(note));
                  line.clear();
                  line.clear();
                }))
        .isEqualTo(
            "\r[##########----------] copy 50 % (30 of 60 rows), 10 rows/s, 3 s left\u001b[K\r"
                + "\r\u001b[K\r");
  }
}

package io.rehydrate.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ErrorCodeTest {
  private final ErrorTexts texts = new ErrorTexts();

  @Test
  void every_code_has_a_text_and_every_text_a_code() {
    assertThat(ErrorCode.values())
        .hasSize(texts.size())
        .allSatisfy(code -> assertThat(texts.of(code)).as("%s", code).endsWith("."))
        .extracting(ErrorCode::text)
        .doesNotHaveDuplicates()
        .contains("dump.not-held", "queue.full", "unexpected");
  }

  @Test
  void the_page_in_the_docs_is_the_one_that_the_daemon_serves() throws Exception {
    assertThat(Path.of("docs/errors.md")).hasContent(texts.page());
    assertThat(Files.readString(Path.of("docs/errors.md")))
        .contains(
            "| <a id=\"dump.held\"></a>`dump.held` | 13 | 409 |", "`dump.incomplete` | 14 | 409 |");
  }

  @Test
  void a_failure_of_another_kind_than_its_code_cannot_be_made() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BusyException(ErrorCode.DUMP_HELD, "x", ""))
        .withMessageContaining("dump.held");
  }
}

package io.rehydrate.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParseResult;

class HomeOptionTest {
  /** The demo's own folder is called so. */
  @ParameterizedTest
  @ValueSource(strings = {"--home demo dumps", "--home=demo dumps", "dumps --home demo"})
  void a_home_may_be_called_like_a_command(String line) {
    CommandLine command = Rehydrate.commandLine();

    ParseResult parsed = command.parseArgs(line.split(" "));

    assertThat(parsed.subcommand().commandSpec().name()).isEqualTo("dumps");
    assertThat(((Rehydrate) command.getCommand()).home()).isEqualTo(Path.of("demo"));
  }

  @Test
  void a_home_that_is_not_named_is_a_wrong_call() {
    assertThatThrownBy(() -> Rehydrate.commandLine().parseArgs("--home"))
        .isInstanceOf(MissingParameterException.class)
        .hasMessageContaining("--home");
  }
}

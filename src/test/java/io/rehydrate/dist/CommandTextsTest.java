package io.rehydrate.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.cli.Rehydrate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What is made from the commands while an installation is built. */
class CommandTextsTest {
  @TempDir Path folder;

  @Test
  void every_command_is_on_the_manual_page() {
    String page = ManualPage.of(Rehydrate.commandLine(), "1.2");

    assertThat(page).startsWith(".TH \"REHYDRATE\" \"1\" \"\" \"Rehydrate 1.2\"");
    CommandLines.shown(Rehydrate.commandLine().getCommandSpec()).stream()
        .filter(command -> !command.getCommandName().equals("help"))
        .forEach(command -> assertThat(page).contains(".SS \"" + command.getCommandName()));
    assertThat(page)
        .contains(".SS \"dumps [\\-\\-json]\"", ".SS \"dumps verify", ".SS \"plan check");
    assertThat(page).doesNotContain("null", "@|");
  }

  @Test
  void no_text_becomes_a_command_of_the_page() {
    @CommandLine.Command(
        name = "it",
        description = {".SH \\ .", "'quoted' -x"})
    class It {}

    assertThat(ManualPage.of(new CommandLine(new It()), "1"))
        .contains("it \\- .SH \\e . 'quoted' \\-x");
    assertThat(ManualPage.of(new CommandLine(new It()), "1").lines())
        .allMatch(line -> !line.startsWith("'"));
  }

  @Test
  void bash_completes_the_commands_that_are_shown() throws Exception {
    CommandTexts.main(new String[] {folder.toString(), "1.2", "src/dist/files/rehydrate.service"});

    Path completion = folder.resolve("share/bash-completion/completions/rehydrate");
    assertThat(completionsOf(completion, "rehydrate pl")).isEqualTo("plan");
    assertThat(completionsOf(completion, "rehydrate plan ch")).isEqualTo("check");
    assertThat(completionsOf(completion, "rehydrate cl")).isEqualTo("clones");
    assertThat(folder.resolve("share/man/man1/rehydrate.1")).isNotEmptyFile();
  }

  @Test
  void each_unit_starts_the_launcher_of_its_package() throws Exception {
    CommandTexts.main(new String[] {folder.toString(), "1.2", "src/dist/files/rehydrate.service"});

    assertThat(folder.resolve("share/systemd/rehydrate.service"))
        .content()
        .contains("\nExecStart=/opt/rehydrate/rehydrate --home");
    assertThat(folder.resolve("deb/rehydrate.service"))
        .content()
        .contains("\nExecStart=/usr/share/rehydrate/rehydrate --home")
        .doesNotContain("@installation");
  }

  /** Asks bash what it would complete a line to. */
  private static String completionsOf(Path completion, String line)
      throws IOException, InterruptedException {
    String script =
        "compopt() { :; }; source \"$1\"; COMP_WORDS=($2); COMP_CWORD=$((${#COMP_WORDS[@]} - 1));"
            + " _complete_rehydrate; echo \"${COMPREPLY[*]}\"";
    Process bash =
        new ProcessBuilder("bash", "-c", script, "bash", completion.toString(), line)
            .redirectErrorStream(true)
            .start();
    String output = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    bash.waitFor();
    return output.strip();
  }
}

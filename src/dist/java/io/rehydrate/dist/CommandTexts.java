package io.rehydrate.dist;

import io.rehydrate.cli.Rehydrate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.AutoComplete;
import picocli.CommandLine;

/**
 * Writes the manual page and bash's completion, where an installation below {@code share} has them.
 */
public final class CommandTexts {
  private CommandTexts() {}

  /**
   * Called by the build.
   *
   * @param arguments the folder, and the version
   */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    CommandLine line = Rehydrate.commandLine();
    String name = line.getCommandName();
    write(folder.resolve("man/man1/" + name + ".1"), ManualPage.of(line, arguments[1]));
    write(
        folder.resolve("bash-completion/completions/" + name),
        AutoComplete.bash(name, CommandLines.withoutHidden(line)));
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}

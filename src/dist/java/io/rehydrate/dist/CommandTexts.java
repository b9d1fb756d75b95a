package io.rehydrate.dist;

import io.rehydrate.cli.Rehydrate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.AutoComplete;
import picocli.CommandLine;

/**
 * Writes the texts of an installation that depend on its commands or its place: below {@code share}
 * the manual page, bash's completion and the unit, below {@code deb} the unit of Debian's package.
 */
public final class CommandTexts {
  private static final String PLACE = "@installation@";

  private CommandTexts() {}

  /**
   * Called by the build.
   *
   * @param arguments the folder, the version, and the file of the unit
   */
  public static void main(String[] arguments) throws IOException {
    Path share = Path.of(arguments[0], "share");
    CommandLine line = Rehydrate.commandLine();
    String name = line.getCommandName();
    write(share.resolve("man/man1/" + name + ".1"), ManualPage.of(line, arguments[1]));
    write(
        share.resolve("bash-completion/completions/" + name),
        AutoComplete.bash(name, CommandLines.withoutHidden(line)));
    String unit = Files.readString(Path.of(arguments[2]));
    write(share.resolve("systemd/" + name + ".service"), unit.replace(PLACE, "/opt/" + name));
    write(
        Path.of(arguments[0], "deb/" + name + ".service"),
        unit.replace(PLACE, "/usr/share/" + name));
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}

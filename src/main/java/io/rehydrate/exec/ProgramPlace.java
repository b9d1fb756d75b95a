package io.rehydrate.exec;

import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.component.exec.ExecCommand;

/** Says at which file a program was, in a piece of a sentence. */
final class ProgramPlace {
  private static final Pattern LINE =
      Pattern.compile("(?:^|; )ERROR \\d+ [^;]*?at line (\\d{1,18})\\b");
  private static final int FOLDERS = 2;

  private ProgramPlace() {}

  /**
   * @param told what the program said, which may name a line of its input
   * @return {@code " at shop/rows/0001-orders.sql.zst"}, or nothing
   */
  static String of(ExecCommand command, String told) {
    if (command.getOutFile() != null) {
      return " while it wrote " + shortName(command.getOutFile().toPath());
    }
    return command.getInput() instanceof NamedInput input ? " at " + input.place(line(told)) : "";
  }

  /** Without the folders above the dump's own. */
  private static Path shortName(Path file) {
    int names = file.getNameCount();
    int first = names - 1;
    while (first > Math.max(0, names - 1 - FOLDERS)
        && !file.getName(first - 1).toString().startsWith(".")) {
      first--;
    }
    return file.subpath(first, names);
  }

  private static OptionalLong line(String told) {
    Matcher line = LINE.matcher(told);
    return line.find() ? OptionalLong.of(Long.parseLong(line.group(1))) : OptionalLong.empty();
  }
}

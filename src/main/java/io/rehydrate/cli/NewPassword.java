package io.rehydrate.cli;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.InvalidException;
import io.rehydrate.settings.SecretFiles;
import io.rehydrate.users.Passwords;
import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * A password that somebody chooses: from a file, or typed twice. Never an argument: others see
 * those.
 */
final class NewPassword {
  private static final int LARGEST = 4096;

  private NewPassword() {}

  static String read(Optional<Path> file) {
    String password = file.map(NewPassword::fromFile).orElseGet(NewPassword::typed);
    if (password.length() < Passwords.SHORTEST || password.length() > Passwords.LONGEST) {
      throw invalid(
          "The password has "
              + (password.length() < Passwords.SHORTEST ? "too few" : "too many")
              + " characters",
          "Choose " + Passwords.SHORTEST + " to " + Passwords.LONGEST + " of them");
    }
    return password;
  }

  private static String fromFile(Path file) {
    try {
      if (!SecretFiles.isPrivate(file)) {
        Terminal.message("warning: others may read " + file + "; " + SecretFiles.REMEDY);
      }
      byte[] bytes = new byte[LARGEST + 1];
      try (var in = Files.newInputStream(file)) {
        bytes = Arrays.copyOf(bytes, in.readNBytes(bytes, 0, bytes.length));
      }
      return new String(bytes, StandardCharsets.UTF_8).replaceFirst("\\r?\\n\\z", "");
    } catch (IOException e) {
      throw new InvalidException(
          ErrorCode.USER_PASSWORD,
          "The password file can't be read (" + e.getClass().getSimpleName() + ")",
          "Check its path and its rights",
          e);
    }
  }

  private static String typed() {
    Console console = System.console();
    if (console == null) {
      throw invalid("There is no terminal to ask for the password", "Name a --password-file");
    }
    char[] first = Optional.ofNullable(console.readPassword("Password: ")).orElse(new char[0]);
    char[] second = Optional.ofNullable(console.readPassword("Again: ")).orElse(new char[0]);
    if (!Arrays.equals(first, second)) {
      throw invalid("The two passwords differ; nothing was changed", "Type the same twice");
    }
    return new String(first);
  }

  private static InvalidException invalid(String what, String hint) {
    return new InvalidException(ErrorCode.USER_PASSWORD, what, hint);
  }
}

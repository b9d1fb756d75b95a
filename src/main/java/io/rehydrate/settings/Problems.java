package io.rehydrate.settings;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.InvalidException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;

/** What is wrong with the settings, collected and told together. */
final class Problems {
  private static final int SHOWN = 80;

  private final Set<String> lines = new LinkedHashSet<>();

  /** For a key whose value must not be told, or that has none. */
  void add(String key, String what) {
    lines.add(key + ": " + what);
  }

  void add(String key, String value, String what) {
    lines.add(key + " = " + shown(value) + ": " + what);
  }

  private static String shown(String value) {
    String plain = value.replaceAll("\\p{Cntrl}", "?");
    return plain.length() <= SHOWN ? plain : plain.substring(0, SHOWN) + "...";
  }

  void throwIfAny(Path file) {
    if (!lines.isEmpty()) {
      String count = lines.size() == 1 ? "1 problem" : lines.size() + " problems";
      throw new InvalidException(
          ErrorCode.SETTINGS_INVALID,
          count + " in " + file + ":\n  " + String.join("\n  ", lines),
          "Correct the file, or the environment variables that override it; docs/settings.md explains every key");
    }
  }
}

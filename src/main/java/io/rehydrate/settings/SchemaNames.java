package io.rehydrate.settings;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What may not be copied, dropped or replaced, whoever asks. */
final class SchemaNames {
  private static final Set<String> OF_THE_SERVER =
      Set.of("mysql", "information_schema", "performance_schema", "sys", "ndbinfo", "innodb");

  private SchemaNames() {}

  /** What is wrong with this name; empty where nothing is. */
  static Optional<String> problem(String name) {
    if (OF_THE_SERVER.contains(name.toLowerCase(Locale.ROOT))) {
      return Optional.of("'" + name + "' is the server's own schema");
    }
    if (name.length() > 64 || name.chars().anyMatch(c -> c < ' ' || c == '/' || c == 127)) {
      return Optional.of("a schema's name has at most 64 characters, no '/' and no control ones");
    }
    return Optional.empty();
  }
}

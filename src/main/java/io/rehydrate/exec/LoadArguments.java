package io.rehydrate.exec;

import java.util.List;

/** The arguments of the mysql and mariadb client programs, with their own commands off. */
public final class LoadArguments {
  private LoadArguments() {}

  /** For SQL from standard input into this schema; the first error ends it. */
  public static List<String> into(OptionFile login, String schema) {
    return List.of(
        login.argument(),
        "--binary-mode",
        "--batch",
        "--comments",
        "--default-character-set=utf8mb4",
        "--max-allowed-packet=1G",
        "--database=" + schema);
  }
}

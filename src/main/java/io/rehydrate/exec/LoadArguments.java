package io.rehydrate.exec;

import io.rehydrate.server.LoadingSettings;
import java.util.ArrayList;
import java.util.List;

/**
 * The arguments of the mysql and mariadb client programs. A file that they read may be anybody's:
 * their own commands are off ({@code --binary-mode} leaves DELIMITER and the character set), they
 * give no file of this machine to a server, and they do not log in a second time, which might lead
 * to another server.
 */
public final class LoadArguments {
  /** What keeps SQL in a file, and the server, from reaching this machine; for restore.sh too. */
  public static final List<String> CONFINED =
      List.of("--binary-mode", "--local-infile=0", "--skip-reconnect");

  /** What every loading of a dump's file needs besides. */
  public static final List<String> TEXT =
      List.of("--comments", "--default-character-set=utf8mb4", "--max-allowed-packet=1G");

  private LoadArguments() {}

  /** For SQL from standard input into this schema; the first error ends it. */
  public static List<String> into(OptionFile login, String schema) {
    List<String> arguments = new ArrayList<>();
    arguments.add(login.argument());
    arguments.addAll(CONFINED);
    arguments.addAll(TEXT);
    arguments.addAll(List.of("--batch", "--database=" + schema));
    return List.copyOf(arguments);
  }

  /**
   * As {@link #into(OptionFile, String)}, for a dump's own files.
   *
   * @param settings assignments that the account may make, of {@link LoadingSettings}
   */
  public static List<String> into(OptionFile login, String schema, List<String> settings) {
    List<String> arguments = new ArrayList<>(into(login, schema));
    arguments.add("--init-command=" + LoadingSettings.statement(settings));
    return List.copyOf(arguments);
  }
}

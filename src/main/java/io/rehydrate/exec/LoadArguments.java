package io.rehydrate.exec;

import io.rehydrate.mysql.LoadingSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

  /**
   * For SQL from standard input into this schema; the first error ends it.
   *
   * @param proof a statement that comes before all others, after every connection that is made
   */
  public static List<String> into(OptionFile login, String schema, String proof) {
    return Stream.concat(
            into(login, schema).stream(), Stream.of("--init-command=" + proof, "--skip-reconnect"))
        .toList();
  }

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

  /**
   * The same, on the server that is meant alone.
   *
   * @param proof an assignment, which fails on any other server; it is made before anything else
   * @param settings assignments that the account may make, of {@link LoadingSettings}
   */
  public static List<String> into(
      OptionFile login, String schema, String proof, List<String> settings) {
    List<String> arguments = new ArrayList<>(into(login, schema));
    arguments.add(
        "--init-command=SET "
            + proof
            + settings.stream().map(s -> ", SESSION " + s).collect(Collectors.joining()));
    return List.copyOf(arguments);
  }
}

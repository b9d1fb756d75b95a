package io.rehydrate.clone;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.exec.ShortProgram;
import io.rehydrate.mysql.ServerVersion;
import io.rehydrate.mysql.SqlErrors;
import io.rehydrate.settings.Cloning;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The program of {@code clones.server}, and what it needs to be told by its vendor.
 *
 * @param base the folder that it is installed in, as {@code /usr}
 */
public record CloneProgram(Cloning settings, ServerVersion version, Path base) {
  private static final Duration ANSWER = Duration.ofSeconds(20);
  private static final Duration INITIALISATION = Duration.ofMinutes(5);
  private static final int LONGEST_REASON = 600;
  private static final Pattern VERSION = Pattern.compile("Ver\\s+(\\d+\\.\\d+\\.\\d+\\S*)");

  /** MariaDB's tables, in their order; up to 10.11 the files have the older prefix. */
  private static final List<String> SYSTEM_TABLES =
      List.of(
          "system_tables.sql",
          "performance_tables.sql",
          "system_tables_data.sql",
          "maria_add_gis_sp_bootstrap.sql",
          "sys_schema.sql");

  /**
   * Asks the program for its version.
   *
   * @throws StageFailedException {@code clone.program}
   */
  public static CloneProgram of(Cloning settings) {
    Path server = settings.server();
    try {
      ShortProgram.Result answer =
          ShortProgram.run(
              List.of(server.toString(), "--no-defaults", "--version"), Path.of("/"), ANSWER);
      Matcher matcher = VERSION.matcher(answer.said());
      if (!answer.isGood() || !matcher.find()) {
        throw unusable(server, "does not report its version", null);
      }
      Path folder = server.toRealPath().getParent();
      Path base = folder.getParent() == null ? folder : folder.getParent();
      return new CloneProgram(settings, ServerVersion.parse(matcher.group(1)), base);
    } catch (IOException e) {
      throw unusable(server, "can't be run (" + Trees.why(e) + ")", e);
    }
  }

  private static StageFailedException unusable(Path server, String what, Exception cause) {
    return new StageFailedException(
        ErrorCode.CLONE_PROGRAM,
        server + " " + what,
        "clones.server names mysqld or mariadbd of this machine",
        cause);
  }

  /** As a golden's manifest has it: a data folder of one series is read by no other. */
  String series() {
    return version.vendor() + " " + version.major() + "." + version.minor();
  }

  /** What every start has, with whatever configuration the machine has left out. */
  private List<String> common(Path data) {
    List<String> line = new ArrayList<>();
    line.add(settings.server().toString());
    line.add("--no-defaults");
    line.add(ServerOptions.data(data));
    line.add("--basedir=" + base);
    settings.user().ifPresent(user -> line.add("--user=" + user));
    if (version.isMariaDb()) {
      line.add("--lc-messages-dir=" + share());
      line.add("--character-sets-dir=" + share().resolve("charsets"));
    }
    return line;
  }

  private Path share() {
    return Stream.of("share/mysql", "share/mariadb", "share")
        .map(base::resolve)
        .filter(folder -> SYSTEM_TABLES.stream().limit(1).anyMatch(f -> isIn(folder, f)))
        .findFirst()
        .orElseThrow(
            () ->
                unusable(
                    settings.server(),
                    "has no folder with its system tables below " + base.resolve("share"),
                    null));
  }

  private static boolean isIn(Path folder, String file) {
    return Files.exists(named(folder, file));
  }

  private static Path named(Path share, String file) {
    return Stream.of(share.resolve("mariadb_" + file), share.resolve("mysql_" + file))
        .filter(Files::exists)
        .findFirst()
        .orElse(share.resolve(file));
  }

  /**
   * Fills an empty data folder.
   *
   * @param folder the server's, with {@code tmp}
   * @throws StageFailedException {@code clone.program}
   */
  void initialise(Path folder) {
    Path data = folder.resolve(CloneFolders.DATA);
    List<String> line = common(data);
    line.add("--tmpdir=" + folder.resolve("tmp"));
    line.add(version.isMariaDb() ? "--bootstrap" : "--initialize-insecure");
    if (version.isMariaDb()) {
      line.add("--skip-log-bin");
    }
    try (InputStream sql = version.isMariaDb() ? systemTables() : InputStream.nullInputStream()) {
      ShortProgram.Result result = ShortProgram.run(line, folder, sql, INITIALISATION);
      if (!result.isGood()) {
        String said = result.said();
        throw unusable(
            settings.server(),
            "can't fill a new data folder: "
                + SqlErrors.redact(said.substring(Math.max(0, said.length() - LONGEST_REASON))),
            null);
      }
    } catch (IOException e) {
      throw unusable(settings.server(), "can't fill a new data folder (" + Trees.why(e) + ")", e);
    }
  }

  private InputStream systemTables() throws IOException {
    List<InputStream> parts = new ArrayList<>();
    parts.add(
        new ByteArrayInputStream(
            "CREATE DATABASE mysql;\nUSE mysql;\nSET @auth_root_socket=NULL;\n"
                .getBytes(StandardCharsets.UTF_8)));
    for (String file : SYSTEM_TABLES) {
      parts.add(Files.newInputStream(named(share(), file)));
    }
    return new SequenceInputStream(Collections.enumeration(parts));
  }

  /** The command that serves a data folder. */
  List<String> command(Path folder, ServerOptions options) {
    List<String> line = common(folder.resolve(CloneFolders.DATA));
    line.addAll(options.arguments(folder, version));
    return line;
  }
}

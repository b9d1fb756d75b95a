package io.rehydrate.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Period;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All settings of a home folder, checked; paths are absolute.
 *
 * @param flyway passed through to Flyway, keys with their {@code flyway.} prefix
 * @param placeholders every setting but the secrets, as the routes take it: resolved, with its
 *     default, paths absolute, durations in milliseconds, the cron in Quartz's form
 * @param overriddenByEnvironment keys whose value came from an environment variable
 */
public record Settings(
    Path home,
    Source source,
    Optional<Scratch> scratch,
    PlanFile plan,
    Tools tools,
    Optional<Path> maskKeyFile,
    Store store,
    Nightly nightly,
    Refresh refresh,
    Migrations migrations,
    Map<TargetName, Target> targets,
    Http http,
    State state,
    Deadlines deadlines,
    Duration keepRuns,
    Map<String, String> flyway,
    Map<String, String> placeholders,
    Set<String> overriddenByEnvironment) {

  /**
   * @param login empty for kinds that give no URL
   * @param schemas those that belong together in one dump, in the order given
   */
  public record Source(String kind, Optional<ServerLogin> login, List<String> schemas) {}

  public record Scratch(ServerLogin login) {}

  /**
   * @param maxCoreLoss share of the selected core rows that may go before a dump is held, 0 to 1
   * @param maxKept share of all rows above which a night warns, 0 to 1
   */
  public record PlanFile(Path file, double maxCoreLoss, double maxKept) {}

  /**
   * @param directory of the client programs; empty: the PATH
   */
  public record Tools(Optional<Path> directory, int dumpWorkers, int refreshWorkers) {}

  public record Store(Path directory, Period keepWithin, int keepLast) {}

  /**
   * @param cron in Quartz's six fields
   */
  public record Nightly(String cron, ZoneId zone) {}

  public record Refresh(Path inbox) {}

  /**
   * @param repository a git URL; empty: no migrations
   */
  public record Migrations(Optional<String> repository, String path) {}

  /**
   * @param schemas source schema to the schema on the target, in the source's order
   * @param owners users that may refresh it; empty: everyone
   * @param migrationLogin the account that runs migrations, with rights on the incoming schema
   *     alone
   * @param after SQL file run after the migrations
   */
  public record Target(
      TargetName name,
      ServerLogin login,
      Map<String, String> schemas,
      Set<String> owners,
      Set<String> keepTables,
      Optional<Path> after,
      Optional<ServerLogin> migrationLogin) {}

  public record Http(String host, int port, int managementPort) {}

  /** Where the run journal lives: SQLite in one file, or a MySQL/MariaDB server. */
  public record State(String url, Optional<String> username, Optional<Secret> password) {
    public boolean isSqlite() {
      return url.startsWith("jdbc:sqlite:");
    }
  }

  /**
   * How long each wait may last; {@code deadline.<name>} in the file.
   *
   * @param resume age up to which a dead night of an AWS kind goes on; 6 h
   * @param night a whole night; 8 h
   * @param refresh a whole refresh; 4 h
   * @param statement one SQL statement of a night; 2 h
   * @param dumpFile one run of a client program; 2 h
   * @param migration all migrations of a refresh; 1 h
   * @param git one look at the migrations repository; 5 min
   */
  public record Deadlines(
      Duration resume,
      Duration night,
      Duration refresh,
      Duration statement,
      Duration dumpFile,
      Duration migration,
      Duration git) {}

  /** The folder of what one installation needs beside the store: journal, logs, work files. */
  public Path stateDirectory() {
    return home.resolve("state");
  }
}

package io.rehydrate.settings;

import java.net.URI;
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
 * @param daemonName shown with the runs of this daemon; empty: the name of the machine
 * @param flyway passed through to Flyway, keys with their {@code flyway.} prefix
 * @param placeholders every setting but the secrets, as the routes take it: resolved, with its
 *     default, paths absolute, durations in milliseconds, the cron in Quartz's form
 * @param stateDirectory what one installation needs next to the store: journal, logs, work files
 * @param overriddenByEnvironment keys whose value came from an environment variable
 * @param warnings of what is taken, and is unwise
 */
public record Settings(
    Path home,
    Source source,
    Optional<Scratch> scratch,
    Optional<Aws> aws,
    Prices prices,
    PlanFile plan,
    Tools tools,
    Optional<Path> maskKeyFile,
    Store store,
    Optional<Archive> archive,
    Optional<Cloning> clones,
    Nightly nightly,
    Refresh refresh,
    Migrations migrations,
    Map<TargetName, Target> targets,
    Http http,
    Users users,
    Path stateDirectory,
    State state,
    Optional<String> daemonName,
    Logging logging,
    Notify notifications,
    Deadlines deadlines,
    Duration keepRuns,
    Map<String, String> flyway,
    Map<String, String> placeholders,
    Set<String> overriddenByEnvironment,
    List<String> warnings) {

  /**
   * @param login empty for kinds that give no URL
   * @param schemas those that belong together in one dump, in the order given
   */
  public record Source(String kind, Optional<ServerLogin> login, List<String> schemas) {}

  /**
   * @param memory bytes that tables may take of the server's memory; empty: a share of its buffer
   *     pool
   */
  public record Scratch(ServerLogin login, Optional<Long> memory) {}

  /**
   * What the kinds of source at AWS need.
   *
   * @param source the identifier of the cluster or instance that is copied, in lower case
   * @param latestSnapshot whether the newest automatic snapshot is taken instead of making one
   * @param scratch how the copy is reached, and by whom
   * @param prefix first part of the name of everything that we make
   * @param instanceClasses in the order in which they are tried
   * @param acu of a serverless scratch; empty where none is wanted
   */
  public record Aws(
      String kind,
      String source,
      boolean latestSnapshot,
      Duration snapshotMaxAge,
      int maxLeftovers,
      Reach scratch,
      String prefix,
      List<String> instanceClasses,
      Optional<Acu> acu,
      Groups groups,
      Optional<String> region,
      Optional<URI> endpoint,
      Duration pollInterval) {
    public static final String SNAPSHOT = "aurora-snapshot";
    public static final String CLONE = "aurora-clone";
    public static final String INSTANCE = "rds-instance";
    static final String SERVERLESS = "db.serverless";

    /** The capacity of a serverless cluster. */
    public record Acu(double least, double most) {}

    /**
     * What may be set of the way to the scratch.
     *
     * @param url replaces the endpoint that AWS reports
     * @param authorities the PEM file that the certificate is checked by
     * @param account that works there instead of the master account
     */
    public record Reach(
        Optional<ServerUrl> url, Optional<Path> authorities, Optional<Account> account) {}

    /** One of the source, and so of its copy. */
    public record Account(String username, Secret password) {}

    /** What a restore does not inherit. */
    public record Groups(
        Optional<String> subnet,
        List<String> security,
        Optional<String> clusterParameters,
        Optional<String> parameters) {}

    Aws withLatestSnapshot(boolean latest) {
      return new Aws(
          kind,
          source,
          latest,
          snapshotMaxAge,
          maxLeftovers,
          scratch,
          prefix,
          instanceClasses,
          acu,
          groups,
          region,
          endpoint,
          pollInterval);
    }

    public boolean isInstance() {
      return kind.equals(INSTANCE);
    }
  }

  /** What AWS asks for, where it is known. */
  public record Prices(
      String currency,
      Optional<Double> instanceHour,
      Optional<Double> acuHour,
      Optional<Double> storageGbMonth,
      Optional<Double> ioMillion) {}

  /**
   * @param maxCoreLoss share of the selected core rows that may go before a dump is held, 0 to 1
   * @param maxKept share of all rows above which a night warns, 0 to 1
   * @param maxChange share by which a dump may differ from those before it, before it is held
   * @param triesDump whether a dump is loaded once before it is published
   */
  public record PlanFile(
      Path file, double maxCoreLoss, double maxKept, double maxChange, boolean triesDump) {}

  /**
   * @param directory of the client programs; empty: the PATH
   */
  public record Tools(
      Optional<Path> directory, int dumpWorkers, int refreshWorkers, int sourceWorkers) {}

  public record Store(Path directory, Period keepWithin, int keepLast) {}

  /**
   * @param cron in Quartz's six fields
   */
  public record Nightly(String cron, ZoneId zone) {}

  /**
   * @param inPlace whether the live tables are dropped before the dump is loaded
   */
  public record Refresh(Path inbox, boolean inPlace) {}

  /**
   * @param repository a git URL; empty: no migrations
   * @param command runs the migrations in place of Flyway
   */
  public record Migrations(
      Optional<String> repository,
      String path,
      Rehearse rehearse,
      Optional<MigrationCommand> command) {}

  /**
   * What a night rehearses with the dump that it has published.
   *
   * @param refs names of branches and tags, or patterns of them; empty: nothing is rehearsed
   * @param most refs in one night
   * @param longest that all of them may take together
   */
  public record Rehearse(List<String> refs, int most, Duration longest) {}

  /**
   * @param program an executable file
   * @param arguments with the names of {@link MigrationCommand#NAMES} between braces
   */
  public record MigrationCommand(Path program, List<String> arguments) {
    /** What stands for a file with the connection, or for a part of it. */
    public static final Set<String> NAMES =
        Set.of("connection.json", "connection.properties", "connection.cnf", "schema", "commit");
  }

  /**
   * @param schemas source schema to the schema on the target, in the source's order
   * @param owners users that may refresh it; empty: everyone
   * @param migrationLogin the account that runs migrations, with rights on the incoming schema
   *     alone
   * @param values for the script, by name
   * @param after SQL file run after the migrations
   * @param keep tables whose rows stay
   * @param isClone whether it is served by this daemon, as a copy of a golden with a port of its
   *     own
   */
  public record Target(
      TargetName name,
      ServerLogin login,
      Map<String, String> schemas,
      Set<String> owners,
      Map<String, String> values,
      Optional<Path> after,
      Optional<ServerLogin> migrationLogin,
      List<TablePattern> keep,
      boolean isClone) {

    public Target {
      keep = List.copyOf(keep);
    }

    /** A server that keeps no rows of its own. */
    public Target(
        TargetName name,
        ServerLogin login,
        Map<String, String> schemas,
        Set<String> owners,
        Map<String, String> values,
        Optional<Path> after,
        Optional<ServerLogin> migrationLogin) {
      this(name, login, schemas, owners, values, after, migrationLogin, List.of(), false);
    }

    /** Whether migrations run as the account that loads. */
    public boolean sharesAccounts() {
      return migrationLogin.map(ServerLogin::username).filter(login.username()::equals).isPresent();
    }
  }

  /**
   * @param tls empty: connections are not encrypted
   */
  public record Http(String host, int port, int managementPort, Optional<Tls> tls) {
    public String scheme() {
      return tls.isPresent() ? "https" : "http";
    }
  }

  /** PEM files. */
  public record Tls(Path certificate, Path key) {}

  /**
   * Who may use the API and the console.
   *
   * @param given whether there are users; false: this machine alone is served, and everybody is an
   *     operator
   * @param session after which a browser signs in again, whatever it did
   * @param proxyHeader the header in which a reverse proxy names the user
   * @param proxies the addresses of reverse proxies
   */
  public record Users(
      Path file,
      boolean given,
      Duration session,
      Optional<String> proxyHeader,
      Set<String> proxies) {}

  /** Where the run journal lives: SQLite in one file, or a MySQL/MariaDB server. */
  public record State(String url, Optional<String> username, Optional<Secret> password) {
    public boolean isSqlite() {
      return url.startsWith("jdbc:sqlite:");
    }
  }

  /**
   * What the daemon writes to its log files.
   *
   * @param level one of error, warn, info, debug, trace; empty: what fits the command
   * @param rotation bytes after which a new file begins; one begins each day too
   * @param keep days that a file is kept
   */
  public record Logging(
      Optional<String> level, Path directory, long rotation, int keep, boolean json) {}

  /**
   * How long each wait may last; {@code deadline.<name>} in the file.
   *
   * @param resume age up to which a dead night of an AWS kind continues; 6 h
   * @param night a whole night; 8 h
   * @param refresh a whole refresh; 4 h
   * @param statement one SQL statement of a night; 2 h
   * @param dumpFile one run of a client program; 2 h
   * @param migration all migrations of a refresh; 1 h
   * @param git one look at the migrations repository; 5 min
   * @param delete the removal of what a night made at AWS; 2 h
   */
  public record Deadlines(
      Duration resume,
      Duration night,
      Duration refresh,
      Duration statement,
      Duration dumpFile,
      Duration migration,
      Duration git,
      Duration delete) {}

  /** The same for a night that is to take, or not to take, a snapshot of its own. */
  public Settings withLatestSnapshot(boolean latest) {
    return new Settings(
        home,
        source,
        scratch,
        aws.map(a -> a.withLatestSnapshot(latest)),
        prices,
        plan,
        tools,
        maskKeyFile,
        store,
        archive,
        clones,
        nightly,
        refresh,
        migrations,
        targets,
        http,
        users,
        stateDirectory,
        state,
        daemonName,
        logging,
        notifications,
        deadlines,
        keepRuns,
        flyway,
        placeholders,
        overriddenByEnvironment,
        warnings);
  }
}

package io.rehydrate.clone;

import io.rehydrate.dump.Manifest;
import io.rehydrate.error.CorruptDumpException;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.mysql.Bounds;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.mysql.Sql;
import io.rehydrate.mysql.SqlErrors;
import io.rehydrate.run.ActiveRun;
import io.rehydrate.run.ResourceBook;
import io.rehydrate.schema.TableName;
import io.rehydrate.settings.PrivateFiles;
import io.rehydrate.settings.Secret;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.settings.Settings.Target;
import io.rehydrate.settings.TargetName;
import io.rehydrate.store.StoredDump;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.Variable;

/**
 * Makes goldens. The dump is loaded by the steps that load it at a refresh; this is what comes
 * before and after: a private server, and its end.
 */
public final class Goldens {
  private static final Pattern CHARACTERS = Pattern.compile("[a-z0-9_]{1,64}");
  private static final String MEMORY = "256M";
  private static final Set<String> OF_THE_SERVER =
      Set.of("mysql", "sys", "information_schema", "performance_schema");

  private final CloneFolders folders;
  private final CloneServers servers;
  private final CloneSpace space;
  private final ResourceBook book;
  private final GoldenLocks locks;

  Goldens(CloneFolders folders, CloneServers servers, CloneSpace space, ResourceBook book) {
    this.folders = folders;
    this.servers = servers;
    this.space = space;
    this.book = book;
    this.locks = new GoldenLocks(folders);
  }

  /** Whether a dump has a golden that is as it was made, for the server program of now. */
  boolean isGood(StoredDump dump, CloneProgram program) {
    Path folder = folders.golden(dump.id().value());
    return GoldenManifest.read(folder)
        .filter(manifest -> manifest.isOf(dump))
        .filter(manifest -> manifest.fits(folder, program))
        .isPresent();
  }

  /**
   * Whether the golden has to be made first. Where another run is at it, its end is awaited; from a
   * {@code true} on no other run makes it, until {@link #end}.
   */
  public boolean isMissing(@Variable("run") ActiveRun run, @Variable("clone") CloneWork work) {
    StoredDump dump = work.dump();
    folders.open();
    if (isGood(dump, work.program())) {
      return false;
    }
    work.lock(locks.take(dump.id().value(), run));
    if (isGood(dump, work.program())) {
      end(work);
      return false;
    }
    run.log().info("the dump " + dump.id() + " has no golden yet: it is loaded into one");
    return true;
  }

  /** The dump that is loaded. */
  public StoredDump dump(@Variable("clone") CloneWork work) {
    return work.dump();
  }

  /**
   * Starts a private server with the dump's schemas, which are empty.
   *
   * @return the server, as a target
   */
  public Target begin(@Variable("run") ActiveRun run, @Variable("clone") CloneWork work) {
    Manifest manifest = work.dump().manifest();
    manifest.schemas().keySet().forEach(Goldens::requireAllowed);
    space.requireForGolden(manifest.bytes());
    Path folder = folders.making(run.id());
    book.add(run.id(), CloneReleaser.KIND, folder.toString(), "");
    run.onCancel(() -> servers.kill(folder));
    folders.remove(folder);
    folders.make(folder);
    makeData(folder);
    work.program().initialise(folder);
    run.requireNotCancelled();
    Logins.Login developer = Logins.unseen();
    ServerLogin maker =
        new ServerLogin(
            developer.login().url(), CloneAccounts.MAKER, new Secret(Logins.newPassword()));
    work.madeBy(new Logins.Login(maker));
    servers.start(
        work.program(),
        folder,
        new ServerOptions("127.0.0.1", maker.url().port(), MEMORY, true),
        CloneAccounts.begin(
            manifest.schemas().keySet(), developer.password(), maker.password().reveal()),
        maker);
    makeSchemas(developer.login(), manifest);
    return target(developer.login(), manifest);
  }

  /** Rights on one of these would be rights on the server. */
  private static void requireAllowed(String schema) {
    if (OF_THE_SERVER.contains(schema.toLowerCase(Locale.ROOT))) {
      throw new CorruptDumpException(
          ErrorCode.DUMP_CORRUPT,
          "The dump has a schema of the server's own, " + schema,
          "Choose another dump");
    }
  }

  private void makeData(Path folder) {
    try {
      Path data = Files.createDirectory(folder.resolve(CloneFolders.DATA), PrivateFiles.folder());
      folders.give(data);
    } catch (IOException e) {
      throw folders.failed("takes no new folder", e);
    }
  }

  private static void makeSchemas(ServerLogin developer, Manifest manifest) {
    try (Connection session = Sessions.open(developer, "golden", Bounds.WORK)) {
      for (Map.Entry<String, Manifest.SchemaEntry> schema : manifest.schemas().entrySet()) {
        Sessions.run(
            session,
            "CREATE DATABASE "
                + Sql.name(schema.getKey())
                + " CHARACTER SET "
                + characters(schema.getValue().characterSet())
                + " COLLATE "
                + characters(schema.getValue().collation()));
      }
    } catch (SQLException e) {
      throw failed("The schemas of the dump can't be made in the golden's server", e);
    }
  }

  private static String characters(String name) {
    if (!CHARACTERS.matcher(name).matches()) {
      throw new CorruptDumpException(
          ErrorCode.DUMP_CORRUPT,
          "The manifest names a character set or collation that can't be one",
          "Choose another dump");
    }
    return name;
  }

  private static Target target(ServerLogin developer, Manifest manifest) {
    Map<String, String> schemas = new LinkedHashMap<>();
    manifest.schemas().keySet().forEach(schema -> schemas.put(schema, schema));
    return new Target(
        new TargetName("golden"),
        developer,
        schemas,
        Set.of(),
        Map.of(),
        Optional.empty(),
        Optional.empty());
  }

  /** Measures the tables, closes the server for good, and publishes its data folder. */
  public void complete(
      @Variable("run") ActiveRun run,
      @Variable("clone") CloneWork work,
      @Variable("trialTarget") Target server) {
    Path folder = folders.making(run.id());
    run.requireNotCancelled();
    analyze(server.login(), work.dump().manifest());
    try (Connection maker =
        Sessions.open(
            work.maker().login(), "golden", Bounds.WORK.silentFor(Duration.ofMinutes(5)))) {
      CloneAccounts.close(maker);
    } catch (SQLException e) {
      throw failed("The accounts of the golden's server can't be removed", e);
    }
    servers.stop(folder);
    run.requireNotCancelled();
    publish(work, folder);
    run.log().info("the dump " + work.dump().id() + " has a golden now");
  }

  private static void analyze(ServerLogin developer, Manifest manifest) {
    try (Connection session =
        Sessions.open(developer, "golden", Bounds.WORK.silentFor(Duration.ofHours(1)))) {
      for (Map.Entry<String, Manifest.SchemaEntry> schema : manifest.schemas().entrySet()) {
        for (String table : schema.getValue().tables().keySet()) {
          Sessions.run(
              session,
              "ANALYZE NO_WRITE_TO_BINLOG TABLE " + new TableName(schema.getKey(), table).quoted());
        }
      }
    } catch (SQLException e) {
      throw failed("The tables of the golden can't be analysed", e);
    }
  }

  private void publish(CloneWork work, Path folder) {
    String dump = work.dump().id().value();
    try {
      Path data = folder.resolve(CloneFolders.DATA);
      Files.deleteIfExists(data.resolve("auto.cnf"));
      for (String rest : List.of("tmp", "server.log", "start.log", "server.sock", "server.pid")) {
        Trees.remove(folder.resolve(rest));
      }
      Trees.modes(data, "r-x------", "r--------");
      GoldenManifest.of(work.dump(), work.program(), folder).write(folder);
      folders.remove(folders.golden(dump));
      Files.move(folder, folders.golden(dump), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw folders.failed("does not take the golden of the dump " + dump, e);
    }
  }

  /** Lets other runs make it. */
  public void end(@Variable("clone") CloneWork work) {
    work.lock().ifPresent(locks::release);
    work.unlocked();
  }

  /**
   * Removes a golden, unless a run copies or makes it just now.
   *
   * @return whether it was removed
   */
  boolean remove(Path golden) {
    return locks
        .tryTake(golden.getFileName().toString())
        .map(
            lock -> {
              try {
                folders.remove(golden);
                return true;
              } finally {
                locks.release(lock);
              }
            })
        .orElse(false);
  }

  private static StageFailedException failed(String what, SQLException e) {
    return new StageFailedException(
        ErrorCode.CLONE_GOLDEN,
        what + " (" + SqlErrors.describe(e) + ")",
        "Look whether clones.server is of the same vendor, and no older, than the source",
        e);
  }
}

package io.rehydrate.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads and checks {@code application.properties}. */
public final class SettingsReader {
  private static final int SHORTEST_MASK_KEY = 32;

  private final Path home;
  private final Reading reading;
  private final Problems problems;
  private final boolean strict;

  private SettingsReader(Path home, Reading reading, boolean strict) {
    this.strict = strict;
    this.home = home;
    this.reading = reading;
    this.problems = reading.problems();
  }

  /**
   * Reads the home folder's {@code application.properties}.
   *
   * @param environment the process's variables, {@link Environment#variables()}
   * @throws io.rehydrate.error.InvalidException {@code settings.unreadable}, or {@code
   *     settings.invalid} with every problem that there is, a line each
   */
  public static Settings read(Path home, Map<String, String> environment) {
    return read(home, environment, true);
  }

  /** As {@link #read}, for commands that mend the users file: what it lacks is no problem. */
  public static Settings readForUsers(Path home, Map<String, String> environment) {
    return read(home, environment, false);
  }

  private static Settings read(Path home, Map<String, String> environment, boolean strict) {
    Path folder = home.toAbsolutePath().normalize();
    Path file = folder.resolve("application.properties");
    Problems problems = new Problems();
    Values values = Values.load(file, environment, problems);
    Reading reading = new Reading(folder, values, problems);
    Settings settings = new SettingsReader(folder, reading, strict).settings();
    problems.throwIfAny(file);
    return settings;
  }

  private Settings settings() {
    findMistakenKeys();
    reading.values().refuseFunctions();
    CamelKeys.check(reading);
    Settings.Source source = ServerSettings.source(reading);
    KeysOfKinds.check(reading, source.kind());
    Optional<Settings.Scratch> scratch = ServerSettings.scratch(reading, source);
    Optional<Settings.Aws> aws = AwsSettings.read(reading, source);
    Settings.Prices prices = AwsSettings.prices(reading);
    Settings.PlanFile plan = plan();
    Settings.Tools tools = tools();
    Optional<Path> maskKey = maskKey();
    Settings.Store store = store();
    Optional<Archive> archive = ArchiveSettings.read(reading);
    Optional<Cloning> clones = CloningSettings.read(reading);
    Settings.Nightly nightly = nightly();
    Settings.Refresh refresh = refresh();
    Settings.Migrations migrations = MigrationSettings.read(reading, home);
    Settings.Users users = UserSettings.read(reading, strict);
    Map<TargetName, Settings.Target> targets =
        TargetSettings.read(reading, source, knownUsers(users), clones);
    Settings.Http http = HttpSettings.read(reading, users.given() || !strict);
    Path stateDirectory = reading.path("state.directory").orElse(home);
    Settings.State state = StateSettings.read(reading, home, stateDirectory);
    Optional<String> daemonName = StateSettings.daemonName(reading);
    Settings.Logging logging = LoggingSettings.read(reading);
    Notify notifications = NotifySettings.read(reading);
    Settings.Deadlines deadlines = deadlines();
    Duration keepRuns = reading.duration("runs.keep");
    Map<String, String> flyway = FlywaySettings.read(reading);
    keepTheRestAsText();
    return new Settings(
        home,
        source,
        scratch,
        aws,
        prices,
        plan,
        tools,
        maskKey,
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
        Map.copyOf(reading.placeholders()),
        overridden(),
        warnings(users, targets));
  }

  /** Who may be an owner; empty: anybody, as there are no users, or they are about to change. */
  private Optional<Set<String>> knownUsers(Settings.Users users) {
    return users.given() && strict
        ? Optional.of(UserSettings.known(users.file()).keySet())
        : Optional.empty();
  }

  private void findMistakenKeys() {
    for (String key : reading.values().written()) {
      Optional<String> later = LaterKeys.problem(key);
      if (later.isPresent()) {
        problems.add(key, later.get());
      } else if (KnownKeys.isMistaken(key)) {
        problems.add(key, "there is no such key" + KnownKeys.question(key));
      }
    }
  }

  private Settings.PlanFile plan() {
    double loss = reading.parsed("plan.max-core-loss", Amounts::share).orElse(0.01);
    double kept = reading.parsed("plan.max-kept", Amounts::share).orElse(0.5);
    double change = reading.parsed("dump.max-change", Amounts::share).orElse(0.5);
    boolean tries = reading.parsed("dump.verify", SettingsReader::triesDump).orElse(true);
    return new Settings.PlanFile(reading.path("plan.file").orElse(home), loss, kept, change, tries);
  }

  private static boolean triesDump(String text) {
    return switch (text) {
      case "restore" -> true;
      case "hashes" -> false;
      default -> throw new IllegalArgumentException("write restore or hashes");
    };
  }

  private Settings.Tools tools() {
    Optional<Path> directory = reading.path("tools.directory");
    directory
        .filter(d -> !Files.isDirectory(d))
        .ifPresent(d -> problems.add("tools.directory", d.toString(), "there is no such folder"));
    int cores = Runtime.getRuntime().availableProcessors();
    int dumpWorkers = reading.number("dump.workers", cores, 1, 256);
    return new Settings.Tools(
        directory,
        dumpWorkers,
        reading.number("refresh.workers", cores, 1, 256),
        reading.number("source.workers", dumpWorkers, 1, 256));
  }

  private Optional<Path> maskKey() {
    Optional<Path> file = reading.path("mask.key-file");
    file.filter(f -> SecretFiles.isPrivate("mask.key-file", f, problems))
        .filter(f -> f.toFile().length() < SHORTEST_MASK_KEY)
        .ifPresent(
            f ->
                problems.add(
                    "mask.key-file",
                    f.toString(),
                    "the key is shorter than 32 bytes; make one with: openssl rand -base64 48"));
    return file;
  }

  private Settings.Store store() {
    Path directory = folderOfRoutes("store.directory");
    int days = reading.parsed("store.keep-within", Amounts::days).orElse(7);
    int keepLast = reading.number("store.keep-last", 3, 1, 10_000);
    return new Settings.Store(directory, Period.ofDays(days), keepLast);
  }

  private Settings.Nightly nightly() {
    String cron = reading.parsed("nightly.cron", CronText::toQuartz).orElse("0 0 2 * * ?");
    ZoneId zone = reading.parsed("nightly.time-zone", this::zone).orElse(ZoneId.systemDefault());
    reading.note("nightly.cron", cron);
    reading.note("nightly.time-zone", zone.getId());
    return new Settings.Nightly(cron, zone);
  }

  /** Quartz takes a zone that it does not know for GMT, so it gets none of those. */
  private ZoneId zone(String text) {
    Set<String> known = ZoneId.getAvailableZoneIds();
    if (!known.contains(text)) {
      throw new IllegalArgumentException(
          "is not a time zone like Europe/Berlin or UTC" + NearestName.question(text, known));
    }
    return ZoneId.of(text);
  }

  private Settings.Refresh refresh() {
    String mode = reading.text("refresh.mode").orElse("swap");
    if (!mode.equals("swap") && !mode.equals("in-place")) {
      problems.add("refresh.mode", mode, "write swap or in-place");
    }
    return new Settings.Refresh(folderOfRoutes("refresh.inbox"), mode.equals("in-place"));
  }

  /** A folder whose path a route puts into an address, where some characters mean something. */
  private Path folderOfRoutes(String key) {
    Path folder = reading.path(key).orElse(home);
    if (folder.toString().matches(".*[?&%#{}\\p{Cntrl}].*")) {
      problems.add(
          key, folder.toString(), "has one of ? & % # { } in its path; use another folder");
    }
    return folder;
  }

  private Settings.Deadlines deadlines() {
    return new Settings.Deadlines(
        reading.duration("deadline.resume"),
        reading.duration("deadline.night"),
        reading.duration("deadline.refresh"),
        reading.duration("deadline.statement"),
        reading.duration("deadline.dump-file"),
        reading.duration("deadline.migration"),
        reading.duration("deadline.git"),
        reading.duration("deadline.delete"));
  }

  /** What no part reads yet is known all the same, and its placeholders resolve. */
  private void keepTheRestAsText() {
    for (String key : KnownKeys.all()) {
      if (KnownKeys.isDuration(key) && !reading.placeholders().containsKey(key)) {
        reading.duration(key);
      }
    }
    for (String key : KnownKeys.all()) {
      if (!KnownKeys.isSecret(key) && !reading.placeholders().containsKey(key)) {
        reading.text(key);
      }
    }
  }

  private List<String> warnings(Settings.Users users, Map<TargetName, Settings.Target> targets) {
    List<String> warnings = new ArrayList<>(openSecrets());
    if (!users.given()) {
      targets.values().stream()
          .filter(target -> !target.owners().isEmpty())
          .forEach(
              target ->
                  warnings.add(
                      "target."
                          + target.name()
                          + ".owners has no effect as long as there are no users; add one with"
                          + " 'users add NAME --role operator'"));
    }
    return warnings;
  }

  private List<String> openSecrets() {
    Path file = home.resolve("application.properties");
    List<String> open =
        reading.values().written().stream()
            .filter(key -> KnownKeys.isSecret(key) && reading.values().isLiteral(key))
            .toList();
    try {
      return open.isEmpty() || SecretFiles.isPrivate(file)
          ? List.of()
          : List.of(
              file
                  + " holds "
                  + String.join(", ", open)
                  + ", and others may read it; "
                  + SecretFiles.REMEDY);
    } catch (IOException e) {
      return List.of(
          file + " has a mode that can't be read (" + e.getClass().getSimpleName() + ")");
    }
  }

  private Set<String> overridden() {
    Set<String> keys = new TreeSet<>(KnownKeys.all());
    for (String key : reading.values().written()) {
      String[] parts = key.split("\\.", 3);
      if (KnownKeys.isOfTarget(key) && parts.length == 3) {
        keys.addAll(KnownKeys.ofTarget(parts[1]));
      } else if (key.startsWith("flyway.")) {
        keys.add(key);
      }
    }
    keys.removeIf(key -> !reading.values().isOverridden(key));
    return keys;
  }
}

package io.rehydrate.settings;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code clones.*}. */
final class CloningSettings {
  private static final String DIRECTORY = "clones.directory";
  private static final String KIND = "clones.kind";
  private static final String SERVER = "clones.server";
  private static final String USER = "clones.user";
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,39}");
  private static final Pattern PORTS = Pattern.compile("(\\d{1,5})-(\\d{1,5})");
  private static final Pattern MEMORY = Pattern.compile("[1-9]\\d{0,5}[MG]");
  private static final Pattern ACCOUNT = Pattern.compile("[a-z_][a-z0-9_-]{0,31}");

  /** What a path may hold that is part of a server's options. */
  private static final Pattern PLACE = Pattern.compile("[A-Za-z0-9._/@+=~ -]+");

  private final Reading reading;

  private CloningSettings(Reading reading) {
    this.reading = reading;
  }

  /** Empty where there are no clones. */
  static Optional<Cloning> read(Reading reading) {
    return reading.values().isGiven(DIRECTORY)
        ? new CloningSettings(reading).clones()
        : none(reading);
  }

  private static Optional<Cloning> none(Reading reading) {
    KnownKeys.all().stream()
        .filter(key -> key.startsWith("clones.") && reading.values().isGiven(key))
        .forEach(
            key -> reading.problems().add(key, "has no effect where clones.directory is not set"));
    reading.note(KIND, "none");
    return Optional.empty();
  }

  private Optional<Cloning> clones() {
    Optional<Path> directory = reading.path(DIRECTORY).filter(folder -> isPlace(DIRECTORY, folder));
    directory
        .filter(folder -> !Files.isDirectory(folder))
        .ifPresent(
            folder -> problem(DIRECTORY, folder, "there is no such folder; mount or make it"));
    reading.required(SERVER, "name the program that serves clones, as /usr/sbin/mysqld");
    Optional<Path> server = reading.path(SERVER).filter(file -> isPlace(SERVER, file));
    server
        .filter(file -> !Files.isExecutable(file) || Files.isDirectory(file))
        .ifPresent(file -> problem(SERVER, file, "is no program"));
    return Optional.of(
        new Cloning(
            directory.orElse(reading.home()),
            reading.parsed(KIND, CloningSettings::kind).orElse("reflink"),
            server.orElse(reading.home()),
            reading.parsed("clones.host", CloningSettings::host).orElse("127.0.0.1"),
            reading
                .parsed("clones.ports", CloningSettings::ports)
                .orElse(new Cloning.Ports(33_100, 33_199)),
            reading.parsed("clones.memory", CloningSettings::memory).orElse("128M"),
            reading.number("clones.goldens", 2, 1, 100),
            new Cloning.Limits(
                reading.number("clones.max", 20, 1, 10_000),
                reading.number("clones.per-user", 3, 1, 10_000)),
            atLeastAMinute("clones.expire"),
            atLeastAMinute("clones.idle"),
            user(),
            reading.duration("deadline.clone")));
  }

  private boolean isPlace(String key, Path path) {
    boolean plain = PLACE.matcher(path.toString()).matches();
    if (!plain) {
      problem(key, path, "has characters that a server's options can't take; rename it");
    }
    return plain;
  }

  private void problem(String key, Path path, String what) {
    reading.problems().add(key, path.toString(), what);
  }

  private static String kind(String text) {
    if (!NAME.matcher(text).matches() || text.equals("none")) {
      throw new IllegalArgumentException("write reflink, or the kind of routes of your own");
    }
    return text;
  }

  private static String host(String text) {
    return IpAddress.plain(text)
        .orElseThrow(() -> new IllegalArgumentException("write an IP address of this machine"));
  }

  private static Cloning.Ports ports(String text) {
    Matcher matcher = PORTS.matcher(text);
    if (matcher.matches()) {
      int first = Integer.parseInt(matcher.group(1));
      int last = Integer.parseInt(matcher.group(2));
      if (first >= 1024 && first <= last && last <= 65_535) {
        return new Cloning.Ports(first, last);
      }
    }
    throw new IllegalArgumentException("write a range of ports from 1024 on, as 33100-33199");
  }

  private static String memory(String text) {
    if (!MEMORY.matcher(text).matches()) {
      throw new IllegalArgumentException("write an amount of memory as 128M or 1G");
    }
    return text;
  }

  private Duration atLeastAMinute(String key) {
    Duration duration = reading.duration(key);
    if (duration.compareTo(Duration.ofMinutes(1)) < 0) {
      reading.problems().add(key, "is less than a minute");
    }
    return duration;
  }

  /** Only root can, and must, run the servers as another account. */
  private Optional<String> user() {
    boolean root = Account.current().user() == Account.ROOT;
    Optional<String> user = reading.parsed(USER, text -> account(text, root));
    if (root && !reading.values().isGiven(USER)) {
      reading
          .problems()
          .add(USER, "is missing: servers of clones do not run as root; name an account for them");
    }
    return user;
  }

  private static String account(String text, boolean root) {
    if (!root) {
      throw new IllegalArgumentException(
          "only root can run servers as another account; leave it out");
    }
    if (!ACCOUNT.matcher(text).matches() || text.equals("root")) {
      throw new IllegalArgumentException("is no account for servers");
    }
    try {
      FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(text);
    } catch (IOException e) {
      throw new IllegalArgumentException("there is no such account on this machine", e);
    }
    return text;
  }
}

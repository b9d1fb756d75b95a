package io.rehydrate.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Reads {@code users.*}, and checks the file that they name. */
final class UserSettings {
  private static final Duration SHORTEST = Duration.ofMinutes(1);
  private static final Pattern HEADER = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,60}");

  private UserSettings() {}

  /**
   * @param strict whether a file that the daemon can't go by is a problem; not so for the commands
   *     that mend it
   */
  static Settings.Users read(Reading reading, boolean strict) {
    Path file = reading.path("users.file").orElse(reading.home().resolve("users.properties"));
    boolean given =
        reading.values().isGiven("users.file") || Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    if (given && strict) {
      UsersFile.problems(file)
          .forEach(what -> reading.problems().add("users.file", file.toString(), what));
    }
    Set<String> proxies = new TreeSet<>();
    reading.list("users.proxies").forEach(text -> proxies.add(address(reading, text)));
    reading
        .text("users.proxy-header")
        .ifPresent(header -> checkHeader(reading, header, given, proxies));
    return new Settings.Users(
        file, given, session(reading), reading.text("users.proxy-header"), proxies);
  }

  private static Duration session(Reading reading) {
    Duration session = reading.duration("users.session");
    if (session.compareTo(SHORTEST) < 0) {
      reading
          .problems()
          .add(
              "users.session",
              reading.text("users.session").orElse(""),
              "is too short to work in; write at least 1m");
    }
    return session;
  }

  /** Numbers alone: a name could lead elsewhere tomorrow. */
  private static String address(Reading reading, String text) {
    Optional<String> plain = IpAddress.plain(text);
    if (plain.isEmpty()) {
      reading
          .problems()
          .add("users.proxies", text, "is not an IP address; write one like 10.0.0.5");
    }
    return plain.orElse(text);
  }

  private static void checkHeader(
      Reading reading, String header, boolean users, Set<String> proxies) {
    if (!HEADER.matcher(header).matches()) {
      reading
          .problems()
          .add("users.proxy-header", header, "is not a header's name like X-Forwarded-User");
    } else if (List.of("authorization", "cookie", "host")
        .contains(header.toLowerCase(Locale.ROOT))) {
      reading
          .problems()
          .add("users.proxy-header", header, "has a meaning of its own; use X-Forwarded-User");
    }
    if (proxies.isEmpty()) {
      reading
          .problems()
          .add(
              "users.proxies",
              "is missing; name the addresses that users.proxy-header may come from");
    }
    if (!users) {
      reading
          .problems()
          .add(
              "users.proxy-header",
              header,
              "there are no users; add one with 'users add NAME --role operator'");
    }
  }

  /** The names of the users that there are; empty where there is no sound file. */
  static Map<String, User> known(Path file) {
    try {
      return UsersFile.read(file).users();
    } catch (IOException e) {
      return Map.of();
    }
  }
}

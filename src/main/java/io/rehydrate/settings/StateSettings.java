package io.rehydrate.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code state.*}: where the run journal lives, and {@code daemon.name}. */
final class StateSettings {
  private static final String SQLITE = "jdbc:sqlite:";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private StateSettings() {}

  /**
   * @param directory where the journal is if nothing else is said
   */
  static Settings.State read(Reading reading, Path home, Path directory) {
    String text =
        reading
            .text("state.url")
            .filter(url -> reading.values().isGiven("state.url"))
            .orElse(SQLITE + directory.resolve("rehydrate.db"));
    if (text.startsWith(SQLITE)) {
      for (String key : List.of("state.username", "state.password", "state.password-file")) {
        if (reading.values().isGiven(key)) {
          reading.problems().add(key, "has no effect where state.url is SQLite");
        }
      }
      return sqlite(reading, text, home);
    }
    Optional<ServerUrl> url = reading.url("state.url");
    if (url.isPresent() && url.get().schema().isEmpty()) {
      reading
          .problems()
          .add("state.url", url.get().toString(), "names no schema; append /schema to it");
    }
    Optional<ServerLogin> login =
        ServerSettings.login(reading, url, "state.username", "state.password");
    return new Settings.State(
        text, login.map(ServerLogin::username), login.map(ServerLogin::password));
  }

  /** A name by which people know this daemon among those that share a state. */
  static Optional<String> daemonName(Reading reading) {
    Optional<String> name = reading.text("daemon.name");
    if (name.isPresent() && !NAME.matcher(name.get()).matches()) {
      reading
          .problems()
          .add("daemon.name", name.get(), "use up to 64 of the characters A-Z a-z 0-9 . _ -");
      return Optional.empty();
    }
    return name;
  }

  private static Settings.State sqlite(Reading reading, String text, Path home) {
    String rest = text.substring(SQLITE.length());
    String file = rest.split("\\?", 2)[0];
    if (file.isBlank() || file.startsWith(":") || file.startsWith("file:")) {
      reading
          .problems()
          .add("state.url", text, "write jdbc:sqlite:path/of/a/file; what is not on disk is lost");
    }
    String url = SQLITE + home.resolve(file).normalize() + rest.substring(file.length());
    reading.note("state.url", url);
    return new Settings.State(url, Optional.empty(), Optional.empty());
  }
}

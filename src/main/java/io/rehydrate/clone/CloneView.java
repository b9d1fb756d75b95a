package io.rehydrate.clone;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * A clone as it is shown.
 *
 * @param state {@code making}, {@code running}, {@code stopped}, or {@code dead} where the server
 *     has ended by itself
 * @param owner for the clone of a target {@code target <name>}
 * @param user whose password the files hold
 * @param expires empty: never
 * @param passwordFile with the password alone
 * @param optionFile for {@code mysql --defaults-extra-file=FILE}
 */
public record CloneView(
    String name,
    String state,
    String owner,
    String host,
    int port,
    String user,
    String passwordFile,
    String optionFile,
    String dump,
    Optional<String> ref,
    Optional<String> commit,
    Instant created,
    Optional<Instant> expires) {

  static CloneView of(Clone clone, CloneParts parts) {
    Logins logins = parts.logins();
    return new CloneView(
        clone.name().value(),
        state(clone, parts),
        clone.owner(),
        logins.host(),
        clone.port(),
        Logins.USER,
        logins.passwordFile(clone.name()).toString(),
        logins.optionFile(clone.name()).toString(),
        clone.dump(),
        clone.ref(),
        clone.commit(),
        clone.createdAt(),
        clone.expiresAt());
  }

  private static String state(Clone clone, CloneParts parts) {
    Path folder = parts.folders().copy(clone.name(), clone.generation());
    boolean here = clone.daemon().equals(parts.daemon());
    boolean dead = here && clone.state() == CloneState.RUNNING && CloneServers.of(folder).isEmpty();
    return dead ? "dead" : clone.state().text();
  }

  /** What a developer types to come in. */
  public String commandLine() {
    return "mysql --defaults-extra-file=" + quoted(optionFile);
  }

  private static String quoted(String path) {
    return path.matches("[A-Za-z0-9._/@+=~-]+") ? path : "'" + path + "'";
  }
}

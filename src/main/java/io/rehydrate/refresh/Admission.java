package io.rehydrate.refresh;

import io.rehydrate.error.InvalidException;
import io.rehydrate.error.NotFoundException;
import io.rehydrate.error.RefusedException;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.run.Actor;
import io.rehydrate.server.ServerIdentity;
import io.rehydrate.server.Sessions;
import io.rehydrate.server.SqlErrors;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.settings.Settings.Target;
import io.rehydrate.settings.TargetName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Lets a refresh touch a server only if an operator admitted this very server, by its identity, and
 * it is not the source's. Names and addresses deceive; the server is asked itself.
 */
public final class Admission {
  private final Map<TargetName, Target> targets;
  private final Optional<ServerLogin> source;
  private final Admissions admissions;
  private final TargetSessions sessions;

  /**
   * @param source the login of the server that dumps come from, where the settings have one
   */
  public Admission(
      Map<TargetName, Target> targets,
      Optional<ServerLogin> source,
      Admissions admissions,
      TargetSessions sessions) {
    this.targets = Map.copyOf(targets);
    this.source = source;
    this.admissions = admissions;
    this.sessions = sessions;
  }

  /** A server that was let in, and what its accounts need there. */
  public record Admitted(ServerIdentity server, List<String> grants) {}

  /**
   * Finds a target by the name that somebody gave; opens no connection.
   *
   * @throws NotFoundException {@code target.unknown}
   */
  public Target target(String name) {
    return targets.values().stream()
        .filter(t -> t.name().value().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new NotFoundException(
                    "target.unknown",
                    "No target has this name",
                    targets.isEmpty()
                        ? "No target is configured: set target.<name>.url"
                        : "The targets are "
                            + new TreeSet<>(targets.keySet())
                                .stream()
                                    .map(TargetName::value)
                                    .collect(Collectors.joining(", "))));
  }

  /**
   * Admits the server that is behind a target now.
   *
   * @throws RefusedException {@code guard.production} where it is the source's
   */
  public Admitted admit(String name, Actor actor) {
    Target target = target(name);
    return inSession(
        target,
        session -> {
          ServerIdentity server = ServerIdentity.of(session);
          refuseSource(target, server);
          admissions.admit(target.name(), server, actor);
          return new Admitted(server, Grants.statements(target, session));
        });
  }

  /**
   * Everything that can be known before a refresh begins; writes nothing.
   *
   * @param withRef whether migrations of a ref, or a script after them, are to run
   * @throws NotFoundException {@code target.unknown}
   * @throws InvalidException {@code refresh.keep-tables}
   * @throws RefusedException {@code migrations.account}, {@code guard.not-admitted}, {@code
   *     guard.changed}, {@code guard.production}, {@code refresh.foreign-key}
   */
  public Target check(String name, boolean withRef) {
    Target target = target(name);
    if (!target.keepTables().isEmpty()) {
      throw new InvalidException(
          "refresh.keep-tables",
          "target." + name + ".keep-tables is set, and keeping tables is not there yet",
          "Take the setting out, and save those tables yourself");
    }
    if ((withRef || target.after().isPresent()) && target.migrationLogin().isEmpty()) {
      throw new RefusedException(
          "migrations.account",
          "The target " + name + " has no account for migrations",
          "Set target."
              + name
              + ".migration-username and .migration-password-file; 'targets admit "
              + name
              + "' prints its GRANT statement");
    }
    return inSession(
        target,
        session -> {
          requireAdmitted(target, ServerIdentity.of(session));
          OutsideReferences.refuse(session, SchemaTrio.all(target));
          return target;
        });
  }

  private void requireAdmitted(Target target, ServerIdentity server) {
    refuseSource(target, server);
    ServerIdentity admitted =
        admissions
            .admitted(target.name())
            .orElseThrow(
                () ->
                    new RefusedException(
                        "guard.not-admitted",
                        "The server of the target " + target.name() + " was never admitted",
                        "An operator runs 'targets admit " + target.name() + "'"));
    if (!admitted.equals(server)) {
      throw new RefusedException(
          "guard.changed",
          "Behind the target "
              + target.name()
              + " is another server than the one that was admitted ("
              + server
              + ", not "
              + admitted
              + ")",
          "If that is right, an operator runs 'targets admit " + target.name() + "' again");
    }
  }

  /** The source may be unreachable from here: what was once seen behind it counts as well. */
  private void refuseSource(Target target, ServerIdentity server) {
    Optional<ServerIdentity> now = source.flatMap(this::sourceNow);
    now.ifPresent(admissions::sourceSeen);
    if (now.filter(server::equals).isPresent() || admissions.knownSources().contains(server)) {
      throw new RefusedException(
          "guard.production",
          "The target " + target.name() + " is the server that the dumps come from",
          "Check target." + target.name() + ".url; nothing was written");
    }
  }

  private Optional<ServerIdentity> sourceNow(ServerLogin login) {
    try (Connection session = Sessions.open(login.withUrl(login.url().withoutSchema()), "source")) {
      return Optional.of(ServerIdentity.of(session));
    } catch (StageFailedException | SQLException e) {
      return Optional.empty();
    }
  }

  private interface Question<T> {
    T ask(Connection session) throws SQLException;
  }

  private <T> T inSession(Target target, Question<T> question) {
    try (Connection session = sessions.open(target)) {
      return question.ask(session);
    } catch (SQLException e) {
      throw new StageFailedException(
          "target.check",
          "The target " + target.name() + " can't be checked (" + SqlErrors.describe(e) + ")",
          "Look at the rights of " + target.login(),
          e);
    }
  }
}

package io.rehydrate.refresh;

import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.InvalidException;
import io.rehydrate.error.NotFoundException;
import io.rehydrate.error.RefusedException;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.mysql.Bounds;
import io.rehydrate.mysql.Production;
import io.rehydrate.mysql.ServerIdentity;
import io.rehydrate.mysql.ServerLife;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.mysql.SqlErrors;
import io.rehydrate.run.Actor;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.settings.Settings.Target;
import io.rehydrate.settings.TargetName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
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

  /**
   * A server that was let in.
   *
   * @param grants what its accounts need there
   * @param warnings what is missing or not known yet
   */
  public record Admitted(ServerIdentity server, List<String> grants, List<String> warnings) {
    public Admitted {
      grants = List.copyOf(grants);
      warnings = List.copyOf(warnings);
    }
  }

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
                    ErrorCode.TARGET_UNKNOWN,
                    "No target has this name",
                    targets.isEmpty()
                        ? "No target is configured: set target.<name>.url"
                        : "The targets are "
                            + new TreeSet<>(targets.keySet())
                                .stream()
                                    .map(TargetName::value)
                                    .collect(Collectors.joining(", "))));
  }

  /** A target on a server that is not ours. */
  private Target server(String name) {
    Target target = target(name);
    if (target.isClone()) {
      throw new InvalidException(
          ErrorCode.CLONE_TARGET,
          "The target " + name + " is a clone, which this daemon makes itself",
          "It needs no admission; where a route calls this step, 'routes check' compares it with the shipped one");
    }
    return target;
  }

  /**
   * Admits the server that is behind a target now.
   *
   * @throws RefusedException {@code guard.production} where it is the source's
   * @throws InvalidException {@code clone.target}
   */
  public Admitted admit(String name, Actor actor) {
    Target target = server(name);
    return inSession(
        target,
        session -> {
          List<String> warnings = new ArrayList<>(refuseProduction(target, session));
          AdmittedServer server = mark(target, session, warnings);
          admissions.admit(target.name(), server, actor);
          return new Admitted(server.server(), Grants.statements(target, session), warnings);
        });
  }

  private AdmittedServer mark(Target target, Connection session, List<String> warnings)
      throws SQLException {
    ServerIdentity server = ServerIdentity.of(session);
    String token = TargetMark.next();
    if (!TargetMark.leave(session, target.name(), token)) {
      warnings.add(
          target.login().username()
              + " may not write to the schema "
              + TargetMark.SCHEMA
              + (server.isUnique()
                  ? ": the server is known by what it says of itself alone"
                  : ": once the server restarts, 'targets admit "
                      + target.name()
                      + "' is needed again")
              + "; run the GRANT statements, and admit it again");
      return AdmittedServer.unmarked(server, ServerLife.of(session));
    }
    Optional<String> old = admissions.admitted(target.name()).flatMap(AdmittedServer::mark);
    if (old.isPresent()) {
      TargetMark.remove(session, old.get());
    }
    return AdmittedServer.marked(server, token);
  }

  /**
   * Leaves the mark on a server that was admitted when its account could not do so yet.
   *
   * @param session that {@link #require} let pass
   * @return the admitted server as it is known from now on
   */
  AdmittedServer settle(Target target, Connection session, Actor actor) throws SQLException {
    AdmittedServer admitted = admitted(target);
    String token = TargetMark.next();
    if (admitted.mark().isEmpty() && TargetMark.leave(session, target.name(), token)) {
      AdmittedServer marked = AdmittedServer.marked(admitted.server(), token);
      admissions.admit(target.name(), marked, actor);
      return marked;
    }
    return admitted;
  }

  /**
   * Everything that can be known before a refresh begins; writes nothing.
   *
   * @param withRef whether migrations of a ref, or a script after them, are to run
   * @throws NotFoundException {@code target.unknown}
   * @throws RefusedException {@code migrations.account}, {@code guard.not-admitted}, {@code
   *     guard.changed}, {@code guard.production}, {@code refresh.foreign-key}
   */
  public Target check(String name, boolean withRef) {
    Target target = server(name);
    if ((withRef || target.after().isPresent()) && target.migrationLogin().isEmpty()) {
      throw new RefusedException(
          ErrorCode.MIGRATIONS_ACCOUNT,
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
          refuseProduction(target, session);
          require(target, session);
          OutsideReferences.refuse(session, SchemaSwapNames.all(target));
          return target;
        });
  }

  /** The server that an operator admitted as this target. */
  AdmittedServer admitted(Target target) {
    return admissions
        .admitted(target.name())
        .orElseThrow(
            () ->
                new RefusedException(
                    ErrorCode.GUARD_NOT_ADMITTED,
                    "The server of the target " + target.name() + " was never admitted",
                    "An operator runs 'targets admit " + target.name() + "'"));
  }

  /**
   * Proves a session before anything is written in it: it is on the very server that was admitted,
   * and that is not the source's.
   *
   * @throws RefusedException {@code guard.not-admitted}, {@code guard.changed}, {@code
   *     guard.production}
   */
  void require(Target target, Connection session) throws SQLException {
    AdmittedServer admitted = admitted(target);
    ServerProof.of(admitted).require(target, session);
    ServerIdentity server = ServerIdentity.of(session);
    if (server.isUnique()
        && admissions.knownSources().stream().anyMatch(known -> known.matches(server))) {
      throw production(target, "the server that the dumps come from");
    }
  }

  /**
   * The source may be unreachable from here: what was once seen of it counts as well.
   *
   * @return what could not be found out
   */
  private List<String> refuseProduction(Target target, Connection session) throws SQLException {
    ServerIdentity server = ServerIdentity.of(session);
    Production production = new Production(session, target.login().url());
    Optional<Optional<String>> role = source.flatMap(login -> roleNow(production, login));
    production.seen().forEach(admissions::sourceSeen);
    role.flatMap(found -> found)
        .ifPresent(
            found -> {
              throw production(target, found);
            });
    boolean told = role.isPresent() && !server.isUnique();
    if (!told && admissions.knownSources().stream().anyMatch(known -> known.matches(server))) {
      throw production(target, "the server that the dumps come from");
    }
    List<String> doubts = new ArrayList<>(production.doubts());
    if (source.isPresent() && role.isEmpty()) {
      doubts.add(
          "the source could not be asked which servers are production; those that were seen before"
              + " are refused");
    }
    return doubts;
  }

  private static RefusedException production(Target target, String role) {
    return new RefusedException(
        ErrorCode.GUARD_PRODUCTION,
        "The target " + target.name() + " is " + role,
        "Check target." + target.name() + ".url; nothing was written");
  }

  /** Empty where the source does not answer. */
  private static Optional<Optional<String>> roleNow(Production production, ServerLogin login) {
    try (Connection session =
        Sessions.open(login.withUrl(login.url().withoutSchema()), "source", Bounds.QUESTIONS)) {
      return Optional.of(production.role(session, login));
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
          ErrorCode.TARGET_CHECK,
          "The target " + target.name() + " can't be checked (" + SqlErrors.describe(e) + ")",
          "Look at the rights of " + target.login(),
          e);
    }
  }
}

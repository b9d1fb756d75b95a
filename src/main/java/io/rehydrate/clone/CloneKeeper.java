package io.rehydrate.clone;

import io.rehydrate.error.RehydrateException;
import io.rehydrate.mysql.Bounds;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.run.Actor;
import io.rehydrate.run.Journal;
import io.rehydrate.run.Run;
import io.rehydrate.run.RunKind;
import io.rehydrate.run.RunState;
import io.rehydrate.store.Store;
import io.rehydrate.store.StoredDump;
import io.rehydrate.users.Person;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the daemon does with clones by itself, once a minute: the servers that were running run
 * again after a restart of the machine (those of targets whenever they have ended), new dumps get
 * goldens, old goldens go, clones expire, and those that nobody uses are stopped.
 */
public final class CloneKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(CloneKeeper.class);
  private static final Actor ACTOR = new Actor("rehydrate", "clones");
  private static final Person KEEPER = Person.operator(ACTOR.name(), ACTOR.origin());

  private final CloneParts parts;
  private final Store store;
  private final Journal journal;

  /** Dumps that this process has had loaded, well or not. */
  private final Set<String> tried = new HashSet<>();

  /** How often somebody had logged in to a clone when it was last asked. */
  private final Map<CloneName, Long> logins = new HashMap<>();

  private boolean begun;

  CloneKeeper(CloneParts parts, Store store, Journal journal) {
    this.parts = parts;
    this.store = store;
    this.journal = journal;
  }

  /** Does what is due; each part of it whether or not the others fail. */
  public synchronized void keep() {
    List<Run> open =
        Stream.of(RunState.QUEUED, RunState.RUNNING)
            .flatMap(state -> journal.in(state).stream())
            .filter(run -> run.kind() == RunKind.CLONE || run.kind() == RunKind.REFRESH)
            .toList();
    attempt("starting", () -> startAgain(open));
    attempt("expiry", () -> expire(open));
    attempt("goldens", () -> queueGoldens(open));
    attempt("old goldens", () -> removeGoldens(isNightActive()));
    attempt("idle clones", () -> stopIdle(open));
  }

  private static void attempt(String what, Runnable work) {
    try {
      work.run();
    } catch (RehydrateException e) {
      LOG.warn("clones: {}: {} [{}] {}", what, e.getMessage(), e.code(), e.hint());
    }
  }

  private static boolean isBusy(Clone clone, List<Run> open) {
    return open.stream().anyMatch(run -> run.lease().equals(clone.lease()));
  }

  private void startAgain(List<Run> open) {
    boolean first = !begun;
    begun = true;
    for (Clone clone : parts.book().of(parts.daemon())) {
      Path folder = parts.folders().copy(clone.name(), clone.generation());
      if ((first || clone.isTarget())
          && clone.state() == CloneState.RUNNING
          && !isBusy(clone, open)
          && CloneServers.of(folder).isEmpty()) {
        LOG.info("the clone {} was running: its server is started again", clone.name());
        parts.clones().start(KEEPER, clone.name());
      }
    }
  }

  private void expire(List<Run> open) {
    Instant now = parts.book().now();
    parts.clones().forgetUnmade();
    for (Clone clone : parts.book().of(parts.daemon())) {
      if (clone.isMade()
          && clone.expiresAt().filter(end -> end.isBefore(now)).isPresent()
          && !isBusy(clone, open)) {
        LOG.info("the clone {} has expired: it is removed", clone.name());
        parts.clones().remove(KEEPER, clone.name());
      }
    }
  }

  private List<StoredDump> newest() {
    return store.list().stream()
        .filter(dump -> !dump.held())
        .limit(parts.settings().goldens())
        .toList();
  }

  private void queueGoldens(List<Run> open) {
    parts.folders().open();
    CloneProgram program = CloneProgram.of(parts.settings());
    for (StoredDump dump : newest()) {
      String id = dump.id().value();
      boolean wanted = open.stream().anyMatch(run -> run.dump().filter(id::equals).isPresent());
      if (!tried.contains(id) && !wanted && !parts.goldens().isGood(dump, program)) {
        tried.add(id);
        parts.clones().golden(ACTOR, dump);
      }
    }
  }

  private boolean isNightActive() {
    return journal.in(RunState.RUNNING).stream().anyMatch(run -> run.kind() == RunKind.NIGHT);
  }

  /**
   * Those of older dumps; the newest stays that is good, as long as newer dumps have none.
   *
   * @param night whether one may have made the golden of a dump that it has not published yet
   */
  private void removeGoldens(boolean night) {
    Set<String> kept = new HashSet<>();
    newest().forEach(dump -> kept.add(dump.id().value()));
    CloneProgram program = CloneProgram.of(parts.settings());
    List<StoredDump> stored = store.list();
    stored.stream()
        .filter(dump -> parts.goldens().isGood(dump, program))
        .findFirst()
        .ifPresent(dump -> kept.add(dump.id().value()));
    Set<String> known = new HashSet<>();
    stored.forEach(dump -> known.add(dump.id().value()));
    for (Path golden : parts.folders().madeGoldens()) {
      String dump = golden.getFileName().toString();
      boolean unpublished = night && !known.contains(dump);
      if (!kept.contains(dump) && !unpublished && parts.goldens().remove(golden)) {
        LOG.info("removed the golden of the dump {}", golden.getFileName());
      }
    }
  }

  private void stopIdle(List<Run> open) {
    Duration most = parts.settings().idle();
    for (Clone clone : parts.book().of(parts.daemon())) {
      if (clone.state() != CloneState.RUNNING || clone.isTarget() || isBusy(clone, open)) {
        continue;
      }
      if (isUsed(clone)) {
        parts.book().used(clone.name());
      } else if (clone.usedAt().plus(most).isBefore(parts.book().now())) {
        LOG.info("nobody has used the clone {} for {}: it is stopped", clone.name(), most);
        parts.clones().stop(KEEPER, clone.name());
      }
    }
  }

  /** Whether somebody is logged in, or was since the last question, which is a login of its own. */
  private boolean isUsed(Clone clone) {
    try (Connection session = Sessions.connect(parts.logins().of(clone).login(), Bounds.QUESTIONS);
        Statement statement = session.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SHOW GLOBAL STATUS WHERE variable_name IN ('Connections', 'Threads_connected')")) {
      long count = 0;
      long connected = 1;
      while (rows.next()) {
        if (rows.getString(1).equalsIgnoreCase("Connections")) {
          count = rows.getLong(2);
        } else {
          connected = rows.getLong(2);
        }
      }
      Long before = logins.put(clone.name(), count);
      return connected > 1 || (before != null && count != before + 1);
    } catch (SQLException e) {
      LOG.debug("the clone {} does not answer", clone.name());
      return false;
    }
  }
}

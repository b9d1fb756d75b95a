package io.rehydrate.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rehydrate.dump.DumpId;
import io.rehydrate.dump.Verification;
import io.rehydrate.error.CorruptDumpException;
import io.rehydrate.run.Journal;
import io.rehydrate.store.StoredDump;
import io.rehydrate.users.Person;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares dumps with their manifests, one after the other and in the background: it reads every
 * file. The journal keeps what the last one found.
 */
public final class DumpChecks {
  private static final Logger LOG = LoggerFactory.getLogger(DumpChecks.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Journal journal;
  private final Clock clock;
  private final Executor worker;
  private final Set<DumpId> atWork = ConcurrentHashMap.newKeySet();

  /**
   * @param worker of one thread
   */
  DumpChecks(Journal journal, Clock clock, Executor worker) {
    this.journal = journal;
    this.clock = clock;
    this.worker = worker;
  }

  /**
   * What a check found.
   *
   * @param problem empty: every file is what the manifest says
   * @param at in milliseconds
   */
  public record Result(String problem, int files, long at, String by) {
    public Instant time() {
      return Instant.ofEpochMilli(at);
    }
  }

  /** Begins to check a dump, unless that is being done. */
  void begin(StoredDump dump, Person person) {
    if (atWork.add(dump.id())) {
      worker.execute(
          () -> {
            try {
              journal.remember(
                  fact(dump.id()), JSON.writeValueAsString(check(dump, person)), person.actor());
            } catch (JsonProcessingException | RuntimeException e) {
              LOG.warn("The check of {} failed: {}", dump.id(), e.getClass().getSimpleName());
            } finally {
              atWork.remove(dump.id());
            }
          });
    }
  }

  private Result check(StoredDump dump, Person person) {
    String problem = "";
    try {
      Verification.verify(dump.folder(), dump.manifest());
    } catch (CorruptDumpException e) {
      problem = e.getMessage();
    }
    return new Result(problem, dump.manifest().files().size(), clock.millis(), person.name());
  }

  boolean isAtWork(DumpId id) {
    return atWork.contains(id);
  }

  /** What the last check found; empty where there was none. */
  Optional<Result> last(DumpId id) {
    return journal
        .recall(fact(id))
        .flatMap(
            text -> {
              try {
                return Optional.of(JSON.readValue(text, Result.class));
              } catch (JsonProcessingException e) {
                return Optional.empty();
              }
            });
  }

  private static String fact(DumpId id) {
    return "checked " + id;
  }
}

package io.rehydrate.audit;

import io.rehydrate.error.RehydrateException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Who asked for what, what was decided, and what came of it. Entries are chained by their hashes,
 * one after the other whichever process writes them; see {@link AuditVerification}.
 */
public final class Audit {
  /** The file's name in the state folder. */
  public static final String HEAD_FILE = "audit.head";

  private static final Logger LOG = LoggerFactory.getLogger(Audit.class);

  private final JdbcClient client;
  private final TransactionTemplate transaction;
  private final Clock clock;
  private final Optional<HeadFile> headFile;
  private final AuditReader reader;
  private final RefusalLimit limit;
  private final AtomicBoolean reported = new AtomicBoolean();

  /**
   * @param state of which the tables are up to date
   * @param headFile where this machine notes how far the chain goes; empty: nowhere
   */
  public Audit(DataSource state, Clock clock, Optional<Path> headFile) {
    this.client = JdbcClient.create(state);
    this.transaction = new TransactionTemplate(new DataSourceTransactionManager(state));
    this.clock = clock;
    this.headFile = headFile.map(HeadFile::new);
    this.reader = new AuditReader(client);
    this.limit = new RefusalLimit(clock);
  }

  /** The audit of a home, which notes in its state folder how far the chain goes. */
  public static Audit ofHome(DataSource state, Clock clock, Path stateDirectory) {
    Audit audit = new Audit(state, clock, Optional.of(stateDirectory.resolve(HEAD_FILE)));
    audit.begin();
    return audit;
  }

  /** Notes that there is no entry yet, so that from now on a missing file is noticed. */
  public void begin() {
    headFile
        .filter(file -> file.read().isEmpty())
        .ifPresent(file -> reader.head().filter(AuditHead.EMPTY::equals).ifPresent(file::raise));
  }

  public AuditReader reader() {
    return reader;
  }

  public AuditVerification verification() {
    return new AuditVerification(reader, headFile);
  }

  /**
   * Adds an entry: with everything else that the thread's transaction does, else at once. Where it
   * can't be written, what it is about must not be done.
   */
  public void add(AuditEvent event) {
    transaction.executeWithoutResult(
        status -> {
          AuditHead head = append(event);
          headFile
              .filter(file -> isWhole(file, head))
              .ifPresent(file -> afterCommit(() -> file.raise(head)));
        });
  }

  /**
   * Whether the chain has what the file says; else the file stays as it is, as evidence. Nobody
   * else adds an entry until this transaction is over.
   */
  private boolean isWhole(HeadFile file, AuditHead now) {
    AuditHead known = file.read().orElse(AuditHead.EMPTY);
    boolean whole =
        known.number() == 0
            || (known.number() < now.number()
                && reader.hash(known.number()).equals(Optional.of(known.hash())));
    if (!whole && !reported.getAndSet(true)) {
      LOG.error(
          "The audit lacks its entry {}, or has another one, by {}: run 'audit verify'",
          known.number(),
          file.path());
    }
    return whole;
  }

  /** Taking the next number locks the head until the end of the transaction. */
  private AuditHead append(AuditEvent event) {
    if (client.sql("UPDATE audit_head SET number = number + 1 WHERE id = 1").update() != 1) {
      throw new IllegalStateException("the table audit_head has lost its row");
    }
    AuditHead before = reader.head().orElseThrow();
    AuditEntry entry =
        new AuditEntry(
                before.number(),
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                AuditText.of(event.person(), 100),
                AuditText.of(event.way(), 20),
                AuditText.of(event.address(), 200),
                AuditText.of(event.action(), 40),
                AuditText.of(event.object(), 200),
                AuditText.of(event.asked(), 400),
                AuditText.of(event.resolved(), 150),
                event.decision().text(),
                AuditText.of(event.outcome(), 200),
                AuditText.of(event.run(), 40),
                before.hash(),
                "")
            .sealed();
    reader.insert(entry);
    client.sql("UPDATE audit_head SET hash = ? WHERE id = 1").param(entry.hash()).update();
    return new AuditHead(entry.number(), entry.hash());
  }

  private static void afterCommit(Runnable work) {
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            work.run();
          }
        });
  }

  /** Does something to the state database, and what it adds here with it or not at all. */
  public <T> T together(Supplier<T> work) {
    return transaction.execute(status -> work.get());
  }

  /**
   * As {@link #together}, one after the other whichever process does so: what it reads stays as it
   * is until it has ended.
   */
  public <T> T inTurn(Supplier<T> work) {
    return together(
        () -> {
          client.sql("UPDATE audit_head SET number = number WHERE id = 1").update();
          return work.get();
        });
  }

  /**
   * Does something outside of the database: entered before it begins, and again with its outcome.
   *
   * @param known finds the words for a failure
   */
  public <T> T around(
      AuditEvent event, Supplier<T> work, Function<RuntimeException, RehydrateException> known) {
    add(event);
    try {
      T result = work.get();
      outcome(event.with(AuditEvent.DONE));
      return result;
    } catch (RuntimeException e) {
      outcome(event.endedBy(known.apply(e)));
      throw e;
    }
  }

  /** Adds what came of something that has an entry: it can't be taken back any more. */
  public void outcome(AuditEvent event) {
    try {
      add(event);
    } catch (RuntimeException e) {
      LOG.error(
          "The audit has no entry of the outcome of '{}' ({})",
          event.action(),
          e.getClass().getSimpleName());
      LOG.debug("The audit has no entry", e);
    }
  }

  /**
   * Adds a refusal, if there were not too many of that person or address: those are counted. The
   * request is refused whether this goes well or not.
   *
   * @param known whether the person has shown who they are
   */
  public void refusal(AuditEvent event, boolean known) {
    try {
      countRefusals();
      if (limit.admits(event, known)) {
        add(event);
      }
    } catch (RuntimeException e) {
      LOG.error("A refused request has no entry in the audit ({})", e.getClass().getSimpleName());
      LOG.debug("A refused request has no entry", e);
    }
  }

  /** Adds how many refusals of the minutes that are over have no entry of their own. */
  public void countRefusals() {
    limit.due().forEach(this::outcome);
  }
}

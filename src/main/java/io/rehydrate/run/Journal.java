package io.rehydrate.run;

import io.rehydrate.audit.Audit;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.NotFoundException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Every run, from the moment somebody asked for it, and everything that runs made outside and must
 * remove again.
 */
public final class Journal implements ResourceBook {
  /** Why a run ended whose process was told to stop. */
  static final String STOPPED = ErrorCode.RUN_STOPPED.text();

  static final String COLUMNS =
      "id, kind, state, actor, origin, lease, as_of, target, dump, ref, step, created_at, started_at, ended_at,"
          + " exit_code, code, message, hint, daemon";

  private final JdbcClient client;
  private final Clock clock;
  private final String daemon;
  private final JournalQueue queue;
  private final JournalFacts facts;
  private final JournalResources resources;
  private final JournalHistory history;
  private final JournalEnds ends;
  private final JournalAudit audit;
  private final JournalProtections protections;
  private final RefreshQueue refreshes;

  /** With an audit that is noted nowhere else. */
  public Journal(State state, Clock clock) {
    this(
        state,
        clock,
        new Audit(state.dataSource(), clock, Optional.empty()),
        LeaseOwner.current().host());
  }

  /**
   * @param daemon the name of this daemon, which is shown with the runs that it works on
   */
  public Journal(State state, Clock clock, Audit audit, String daemon) {
    this.client = state.client();
    this.clock = clock;
    this.daemon = daemon;
    this.audit = new JournalAudit(audit);
    this.queue = new JournalQueue(client, clock, this.audit);
    this.ends = new JournalEnds(client, clock, this.audit);
    this.facts = new JournalFacts(client, clock);
    this.resources = new JournalResources(client, clock);
    this.history = new JournalHistory(client, clock);
    this.protections = new JournalProtections(client, clock, this.audit);
    this.refreshes = new RefreshQueue(this, protections, client);
  }

  /** The entries of the audit that belong to runs. */
  public JournalAudit audit() {
    return audit;
  }

  /** Who protects which target. */
  public JournalProtections protections() {
    return protections;
  }

  TargetOutcome targetOutcome() {
    return new TargetOutcome(client);
  }

  /** When waiting runs may begin. */
  public QueueOutlook outlook() {
    return new QueueOutlook(this, client, clock);
  }

  /** Where requests of refreshes are queued. */
  public RefreshQueue refreshes() {
    return refreshes;
  }

  /** Writes down that a night is wanted. */
  public Run queueNight(Actor actor, String lease, Instant asOf) {
    return get(queue.add(actor, JournalQueue.Wish.night(lease, asOf, Optional.empty())));
  }

  /**
   * Writes down that a night of the schedule is due. There is one row for its source and as-of
   * time, whoever asks first; one that was interrupted makes room for another.
   *
   * @return empty where somebody else has written it down
   */
  public Optional<Run> queueScheduled(Actor actor, String lease, Instant asOf) {
    return queue.addScheduled(actor, lease, asOf).map(this::get);
  }

  /** Writes down that a refresh is wanted. */
  public Run queueRefresh(Actor actor, String target, String dump, Optional<String> ref) {
    return queueRefresh(actor, target, dump, ref, "");
  }

  /**
   * As the other.
   *
   * @param asked for the audit: the dump as it was asked for
   */
  public Run queueRefresh(
      Actor actor, String target, String dump, Optional<String> ref, String asked) {
    return get(
        queue.add(actor, JournalQueue.Wish.refresh(leaseOf(target), target, dump, ref), asked));
  }

  /** Writes down that a rehearsal is wanted. */
  public Run queueRehearsal(Actor actor, String lease, String dump, String ref) {
    return get(queue.add(actor, JournalQueue.Wish.rehearsal(lease, dump, ref)));
  }

  /** What only one refresh may hold: its target. */
  public static String leaseOf(String target) {
    return "target:" + target;
  }

  /** Marks a queued run as running; false where somebody else was faster or it was cancelled. */
  public boolean begin(RunId id) {
    return begin(id, "");
  }

  /**
   * @param place where its log is, for those who look for it on another machine
   */
  boolean begin(RunId id, String place) {
    return client
            .sql(
                "UPDATE run SET state = ?, started_at = ?, step = ?, place = ?, daemon = ? WHERE id = ? AND"
                    + " state = ?")
            .params(
                text(RunState.RUNNING),
                clock.instant().toEpochMilli(),
                "begin",
                place,
                daemon,
                id.value(),
                text(RunState.QUEUED))
            .update()
        == 1;
  }

  /** Notes that another process has taken a run over. */
  void moved(RunId id, String place) {
    client
        .sql("UPDATE run SET place = ?, daemon = ? WHERE id = ?")
        .params(place, daemon, id.value())
        .update();
  }

  /** Where a run's log is; empty for one that has not begun. */
  Optional<String> place(RunId id) {
    return client
        .sql("SELECT place FROM run WHERE id = ? AND place IS NOT NULL AND place <> ''")
        .param(id.value())
        .query(String.class)
        .optional();
  }

  /** Notes the step that a run is at. */
  public void step(RunId id, String step) {
    client.sql("UPDATE run SET step = ? WHERE id = ?").params(step, id.value()).update();
    history.begin(id, step);
  }

  /** The steps that a run has begun so far, in their order. */
  public List<RunStep> steps(RunId id) {
    return history.steps(id);
  }

  /** Notes the dump that a night published. */
  public void published(RunId id, DumpFigures figures) {
    client.sql("UPDATE run SET dump = ? WHERE id = ?").params(figures.dump(), id.value()).update();
    history.published(id, figures);
  }

  /** How large the dumps of the nights were that the journal still knows. */
  public Map<RunId, DumpFigures> figures() {
    return history.figures();
  }

  /**
   * Notes why a run fails, before it is released and ended: the first time counts. One that dies
   * from then on does not continue.
   */
  void failing(RunId id, Run.Failure failure) {
    ends.failing(id, failure);
  }

  /** Ends a run that has not ended yet. */
  public void end(RunId id, RunState state, Optional<Run.Failure> failure) {
    ends.end(id, state, failure);
  }

  /** Ends a run that has not begun; false where it has. */
  public boolean endQueued(RunId id, RunState state, Run.Failure failure) {
    return ends.endQueued(id, state, failure);
  }

  public Optional<Run> find(RunId id) {
    return client
        .sql("SELECT " + COLUMNS + " FROM run WHERE id = ?")
        .param(id.value())
        .query(JournalRows::run)
        .optional();
  }

  /**
   * @throws NotFoundException {@code run.unknown}
   */
  public Run get(RunId id) {
    return find(id)
        .orElseThrow(
            () ->
                new NotFoundException(
                    ErrorCode.RUN_UNKNOWN, "No run has the id " + id, "List them with 'runs'"));
  }

  /** The newest runs, newest first. */
  public List<Run> newest(int limit) {
    return client
        .sql("SELECT " + COLUMNS + " FROM run ORDER BY created_at DESC, id DESC LIMIT ?")
        .param(limit)
        .query(JournalRows::run)
        .list();
  }

  /** Runs in this state, oldest first. */
  public List<Run> in(RunState state) {
    return client
        .sql("SELECT " + COLUMNS + " FROM run WHERE state = ? ORDER BY created_at, id")
        .param(text(state))
        .query(JournalRows::run)
        .list();
  }

  /**
   * The night with the newest as-of time. One that was interrupted, or whose process was told to
   * stop, does not count until it was tried so often.
   */
  public Optional<Run> lastNight(String lease, int mostAttempts) {
    return client
        .sql(
            "SELECT "
                + COLUMNS
                + " FROM run n WHERE kind = 'night' AND lease = ? AND ((state <> 'interrupted' AND (code IS NULL OR code <> '"
                + STOPPED
                + "')) OR (SELECT COUNT(*)"
                + " FROM run o WHERE o.kind = 'night' AND o.lease = n.lease AND o.as_of = n.as_of) >= ?) ORDER BY as_of DESC,"
                + " created_at DESC LIMIT 1")
        .params(lease, mostAttempts)
        .query(JournalRows::run)
        .optional();
  }

  /** Asks for a run to be cancelled; a queued one is, at once. */
  void requestCancel(RunId id, Actor actor) {
    ends.requestCancel(id, actor);
  }

  /** Who asked for this run to be cancelled; empty: nobody did. */
  Optional<String> cancelledBy(RunId id) {
    return client
        .sql(
            "SELECT COALESCE(cancelled_by, 'asked for') FROM run WHERE id = ? AND cancel_requested = 1")
        .param(id.value())
        .query(String.class)
        .optional();
  }

  /** Forgets ended runs older than this that left nothing behind; gives their ids. */
  public List<RunId> forget(Duration age) {
    List<RunId> old = history.forget(age);
    protections.forgetEnded();
    return old;
  }

  @Override
  public long add(RunId run, String kind, String name, String detail) {
    return resources.add(run, kind, name, detail);
  }

  @Override
  public void detail(long id, String detail) {
    resources.detail(id, detail);
  }

  @Override
  public void gone(long id) {
    resources.gone(id);
  }

  /** What this run made and has not removed, the newest first: the order in which it is removed. */
  public List<Resource> resources(RunId run) {
    return resources.of(run);
  }

  /** Runs that left something behind, whatever their state. */
  public List<RunId> runsWithResources() {
    return resources.runs();
  }

  /** Keeps a fact that outlives every run: an admission, a store that was seen. */
  public void remember(String name, String value, Actor actor) {
    facts.remember(name, value, actor);
  }

  /**
   * Keeps a fact of which the first word counts, whoever of several processes says it.
   *
   * @return what is kept
   */
  public String rememberFirst(String name, String value, Actor actor) {
    return facts.rememberFirst(name, value, actor);
  }

  /** A fact that was kept under this name. */
  public Optional<String> recall(String name) {
    return facts.recall(name);
  }

  /** The values of all facts whose names begin so. */
  public List<String> recallAll(String prefix) {
    return facts.recallAll(prefix);
  }

  /** Forgets a fact. */
  public void forgetFact(String name) {
    facts.forget(name);
  }

  private static String text(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}

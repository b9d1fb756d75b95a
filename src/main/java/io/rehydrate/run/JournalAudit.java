package io.rehydrate.run;

import io.rehydrate.audit.Audit;
import io.rehydrate.audit.AuditEvent;
import io.rehydrate.error.ErrorKind;
import io.rehydrate.error.RehydrateException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the audit says of runs: each change of the journal has its entry, or is not made. */
public final class JournalAudit {
  /** Exit codes of what was not allowed, or refused by a guard. */
  private static final Set<Integer> REFUSED =
      Set.of(ErrorKind.NOT_ALLOWED.exitCode(), ErrorKind.REFUSED.exitCode());

  private static final String NIGHT = "night:";

  private final Audit audit;

  JournalAudit(Audit audit) {
    this.audit = audit;
  }

  <T> T together(Supplier<T> work) {
    return audit.together(work);
  }

  /** One after the other, whichever process does so: what it reads stays so until it has ended. */
  public <T> T inTurn(Supplier<T> work) {
    return audit.inTurn(work);
  }

  void add(AuditEvent event) {
    audit.add(event);
  }

  void queued(RunId id, Actor actor, JournalQueue.Wish wish, String asked) {
    String dump = wish.dump().orElse("");
    audit.add(
        event(actor, wish.kind())
            .on(object(wish.target(), wish.lease()))
            .asking(
                wish.asOf()
                    .map(asOf -> "as of " + asOf)
                    .orElse(
                        wish.kind() == RunKind.CLONE
                            ? asked
                            : asked(asked.isEmpty() ? dump : asked, wish.ref())))
            .resolvedTo(dump.isEmpty() ? "" : "dump " + dump)
            .ofRun(id.value())
            .with("queued"));
  }

  /** Says what a request of a refresh names. */
  public static String asked(String dump, Optional<String> ref) {
    return Stream.concat(Stream.of("dump " + dump), ref.map(name -> "ref " + name).stream())
        .collect(Collectors.joining(", "));
  }

  /** A target, or the source of a night. */
  private static String object(Optional<String> target, String lease) {
    return target.orElse(lease.startsWith(NIGHT) ? lease.substring(NIGHT.length()) : lease);
  }

  private static AuditEvent event(Actor actor, RunKind kind) {
    return AuditEvent.of(actor.name(), actor.origin(), kind.name().toLowerCase(Locale.ROOT));
  }

  /**
   * Notes that somebody asked for what another run brings.
   *
   * @param outcome that it waits already, or that it is the run of the same request
   */
  void joined(Run run, Actor actor, String asked, String outcome) {
    audit.add(
        event(actor, run.kind())
            .on(object(run.target(), run.lease()))
            .asking(asked)
            .resolvedTo("dump " + run.dump().orElse(""))
            .ofRun(run.id().value())
            .with(outcome));
  }

  /** Notes the commit that a refresh's ref is, before anything is done with it. */
  public void resolved(Run run, String commit) {
    audit.add(
        event(run.actor(), run.kind())
            .on(object(run.target(), run.lease()))
            .asking(asked(run.dump().orElse(""), run.ref()))
            .resolvedTo("dump " + run.dump().orElse("") + ", commit " + commit)
            .ofRun(run.id().value())
            .with("resolved"));
  }

  void ended(Run run) {
    String resolved = audit.reader().resolved(run.id().value());
    AuditEvent event =
        event(run.actor(), run.kind())
            .on(object(run.target(), run.lease()))
            .asking(
                run.asOf()
                    .map(asOf -> "as of " + asOf)
                    .orElse(asked(run.dump().orElse(""), run.ref())))
            .resolvedTo(
                resolved.isEmpty() ? run.dump().map(dump -> "dump " + dump).orElse("") : resolved)
            .ofRun(run.id().value());
    String state = run.state().name().toLowerCase(Locale.ROOT);
    audit.add(
        run.failure()
            .map(
                failure ->
                    REFUSED.contains(failure.exitCode())
                        ? event.refused(failure.code())
                        : event.with(state + ": " + failure.code()))
            .orElse(event.with(state)));
  }

  void cancel(RunId id, Actor actor) {
    audit.add(cancelling(id, actor));
  }

  /** Notes that somebody asked for a run to be cancelled that has ended. */
  void cancelLate(RunId id, Actor actor) {
    audit.add(cancelling(id, actor).with("had ended already"));
  }

  private static AuditEvent cancelling(RunId id, Actor actor) {
    return AuditEvent.of(actor.name(), actor.origin(), "cancel").on(id.value()).ofRun(id.value());
  }

  /**
   * Notes that somebody was refused a run before there was one.
   *
   * @param object the target, as it was asked for, or a night's lease
   * @param why it was refused, or failed
   */
  public void refused(
      Actor actor, RunKind kind, String object, String asked, RehydrateException why) {
    audit.refusal(
        event(actor, kind).on(object(Optional.empty(), object)).asking(asked).endedBy(why), true);
  }
}

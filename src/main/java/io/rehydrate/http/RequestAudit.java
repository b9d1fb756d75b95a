package io.rehydrate.http;

import io.rehydrate.audit.Audit;
import io.rehydrate.audit.AuditEvent;
import io.rehydrate.users.Person;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.Set;

/**
 * Enters into the audit what requests change, before they do, and what was refused. Runs have
 * entries of the journal's.
 */
final class RequestAudit implements Handler<RoutingContext> {
  /** Where {@link SignIn} notes whose password was wrong. */
  static final String NAME = "audit-name";

  private static final String ORIGIN = "audit-origin";
  private static final String ENTERED = "audit-entered";
  private static final Set<HttpMethod> READS = Set.of(HttpMethod.GET, HttpMethod.HEAD);

  /** Refusals of requests that would have changed nothing. */
  private static final Set<Integer> REFUSALS = Set.of(401, 403, 429);

  private static final Set<String> ELSEWHERE = Set.of(SignIn.PATH, SignIn.OUT);

  private final Audit audit;
  private final Set<String> proxies;

  RequestAudit(Access access) {
    this.audit = access.audit();
    this.proxies = access.settings().proxies();
  }

  /** Stands before everything: has the outcome of a request entered once it is answered. */
  void watch(RoutingContext context) {
    context.put(ORIGIN, "http " + Peer.origin(context.request(), proxies));
    context.addEndHandler(end -> ended(context));
    context.next();
  }

  /** Stands behind all guards: what can't be entered is not done. */
  @Override
  public void handle(RoutingContext context) {
    RequestSubject subject = RequestSubject.of(context);
    if (READS.contains(context.request().method())
        || subject.isOfRuns()
        || ELSEWHERE.contains(context.normalizedPath())) {
      context.next();
      return;
    }
    AuditEvent event = event(context, subject);
    context
        .vertx()
        .executeBlocking(
            () -> {
              audit.add(event);
              return event;
            },
            false)
        .onComplete(
            added -> {
              if (added.succeeded()) {
                context.put(ENTERED, event);
                context.next();
              } else {
                RequestGuard.answer(context, Problem.of(added.cause()));
              }
            });
  }

  private static AuditEvent event(RoutingContext context, RequestSubject subject) {
    Optional<Person> person = Optional.ofNullable(context.user()).map(u -> Caller.of(context));
    return AuditEvent.of(
            person
                .map(Person::name)
                .orElse(Optional.ofNullable(context.<String>get(NAME)).orElse("")),
            person.map(Person::origin).orElse(context.get(ORIGIN)),
            subject.action())
        .on(subject.object())
        .asking(subject.asked());
  }

  private void ended(RoutingContext context) {
    int status = context.response().getStatusCode();
    AuditEvent entered = context.get(ENTERED);
    if (entered != null) {
      AuditEvent outcome = outcome(entered, status, code(context, status));
      later(context, () -> audit.outcome(outcome));
    } else if (isRefusal(context, status)) {
      AuditEvent event = event(context, RequestSubject.of(context));
      String code = code(context, status);
      AuditEvent refused = status < 500 ? event.refused(code) : event.failed(code);
      boolean known = context.user() != null;
      later(context, () -> audit.refusal(refused, known));
    }
  }

  /** A browser's write without a session is sent to the sign-in page. */
  private static boolean isRefusal(RoutingContext context, int status) {
    boolean writes = !READS.contains(context.request().method());
    return REFUSALS.contains(status)
        || (writes && (status >= 400 || context.get(RequestGuard.REFUSED) != null));
  }

  private static AuditEvent outcome(AuditEvent event, int status, String code) {
    if (status < 400) {
      return event.with(AuditEvent.DONE);
    }
    return status < 500 ? event.refused(code) : event.failed(code);
  }

  private static String code(RoutingContext context, int status) {
    return Optional.ofNullable(context.<String>get(RequestGuard.REFUSED))
        .or(() -> Caller.refusal(context))
        .orElse("HTTP " + status);
  }

  private static void later(RoutingContext context, Runnable work) {
    context
        .vertx()
        .executeBlocking(
            () -> {
              work.run();
              return true;
            },
            false);
  }
}

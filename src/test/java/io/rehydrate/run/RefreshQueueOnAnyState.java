package io.rehydrate.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rehydrate.audit.Audit;
import io.rehydrate.audit.AuditEntry;
import io.rehydrate.audit.AuditReader;
import io.rehydrate.error.NotAllowedException;
import io.rehydrate.support.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests of refreshes, and what they depend on, on every kind of state database. */
abstract class RefreshQueueOnAnyState {
  static final Actor JANE = new Actor("jane", "http 192.0.2.1");
  static final Actor BOB = new Actor("bob", "http 192.0.2.2");
  private static final Instant START = Instant.parse("2026-11-22T12:00:00Z");
  private static final Instant END = START.plus(Duration.ofDays(2));
  private static final String DUMP = "20261122T020000Z";

  @TempDir Path folder;
  private final SettableClock clock = new SettableClock(START);
  private final List<State> states = new ArrayList<>();
  private Journal journal;

  abstract State open();

  @BeforeEach
  void begin() {
    journal = another();
  }

  @AfterEach
  void close() {
    states.forEach(State::close);
  }

  private Journal another() {
    State state = open();
    states.add(state);
    return new Journal(
        state, clock, new Audit(state.dataSource(), clock, Optional.empty()), "test");
  }

  private static RefreshOrder order(Actor actor, String ref) {
    return order(actor, ref, false);
  }

  private static RefreshOrder order(Actor actor, String ref, boolean override) {
    return new RefreshOrder(actor, "dev-a", DUMP, Optional.of(ref), "latest", override);
  }

  private Protection protect(Actor actor, String why) {
    return journal.protections().protect("dev-a", actor, END, why, false);
  }

  private static void assertProtected(ThrowingCallable call, String... words) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            NotAllowedException.class,
            e -> {
              assertThat(e.code()).isEqualTo("target.protected");
              assertThat(e.httpStatus()).isEqualTo(423);
              assertThat(e.kind().exitCode()).isEqualTo(12);
            })
        .hasMessageContainingAll(words);
  }

  private List<AuditEntry> entries() {
    return new Audit(states.get(0).dataSource(), clock, Optional.empty())
        .reader()
        .newest(AuditReader.Filter.ALL, 100);
  }

  @Test
  void a_protected_target_is_refused_to_others_with_who_until_and_why_until_that_time() {
    protect(JANE, "Grüße\n😀 <b>");

    assertProtected(
        () -> journal.refreshes().join(order(BOB, "main")),
        "dev-a",
        "jane",
        "2026-11-24T12:00:00Z",
        "Grüße\\u000a😀 <b>");
    assertProtected(() -> journal.protections().protect("dev-a", BOB, END, "mine", false), "jane");
    assertThat(journal.newest(9)).isEmpty();
    assertThat(journal.refreshes().join(order(JANE, "main")).state()).isEqualTo(RunState.QUEUED);

    clock.set(END);
    assertThat(journal.protections().of("dev-a")).isEmpty();
    assertThat(journal.protections().all()).isEmpty();
    assertThat(journal.refreshes().join(order(BOB, "other")).actor()).isEqualTo(BOB);
    journal.forget(Duration.ofDays(90));
    assertThat(
            states
                .get(0)
                .client()
                .sql("SELECT COUNT(*) FROM target_protection")
                .query(Integer.class)
                .single())
        .isZero();
  }

  @Test
  void a_protection_is_replaced_by_its_owner_and_removed_where_that_is_allowed() {
    protect(JANE, "first");
    protect(JANE, "second");
    assertThat(journal.protections().of("dev-a").orElseThrow().why()).isEqualTo("second");
    journal.protections().protect("dev-a", BOB, END, "an operator's", true);
    assertThat(journal.protections().all().get("dev-a").by()).isEqualTo(BOB);

    assertThatThrownBy(
            () ->
                journal
                    .protections()
                    .unprotect(
                        "dev-a",
                        protection -> {
                          throw protection.refusal();
                        }))
        .isInstanceOf(NotAllowedException.class);
    assertThat(journal.protections().of("dev-a")).isPresent();
    assertThat(journal.protections().unprotect("dev-a", protection -> {})).isTrue();
    assertThat(journal.protections().unprotect("dev-a", protection -> {})).isFalse();
  }

  @Test
  void a_run_that_waited_is_refused_by_what_was_protected_since_unless_it_overrides_just_that() {
    Run waiting = journal.refreshes().join(order(BOB, "main"));
    protect(JANE, "a demo");
    Run own = journal.refreshes().join(order(JANE, "main"));
    Run overriding = journal.refreshes().join(order(BOB, "main", true));

    assertThat(overriding.id()).isNotEqualTo(waiting.id());
    assertProtected(() -> journal.protections().requireOpen(waiting), "a demo");
    journal.protections().requireOpen(own);
    journal.protections().requireOpen(overriding);
    assertThat(entries())
        .anySatisfy(
            entry -> {
              assertThat(entry.action()).isEqualTo("override");
              assertThat(entry.person()).isEqualTo("bob");
              assertThat(entry.object()).isEqualTo("dev-a");
              assertThat(entry.asked()).contains("protected by jane", "a demo");
              assertThat(entry.run()).isEqualTo(overriding.id().value());
            });

    protect(JANE, "another demo");
    assertProtected(() -> journal.protections().requireOpen(overriding), "another demo");
    clock.set(END);
    journal.protections().requireOpen(waiting);
  }

  @Test
  void of_requests_and_a_protection_at_once_none_is_queued_after_it() throws Exception {
    List<Journal> daemons = List.of(journal, another());
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<CompletableFuture<Boolean>> requests =
          IntStream.range(0, 8)
              .mapToObj(
                  i ->
                      CompletableFuture.supplyAsync(
                          () -> isQueued(daemons.get(i % 2), "branch-" + i), threads))
              .toList();
      long queued = 0;
      protect(JANE, "now");
      int before = journal.in(RunState.QUEUED).size();
      for (CompletableFuture<Boolean> request : requests) {
        queued += request.join() ? 1 : 0;
      }
      assertThat(journal.in(RunState.QUEUED)).hasSize(before).hasSize((int) queued);
    } finally {
      threads.shutdownNow();
    }
  }

  private static boolean isQueued(Journal journal, String ref) {
    try {
      journal.refreshes().join(order(new Actor("of " + ref, "http"), ref));
      return true;
    } catch (NotAllowedException e) {
      return false;
    }
  }
}

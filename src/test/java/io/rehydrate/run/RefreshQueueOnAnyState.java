package io.rehydrate.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rehydrate.audit.Audit;
import io.rehydrate.audit.AuditEntry;
import io.rehydrate.audit.AuditReader;
import io.rehydrate.error.InvalidException;
import io.rehydrate.error.NotAllowedException;
import io.rehydrate.support.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
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
    return new RefreshOrder(actor, "dev-a", "latest", Optional.of(ref), override, Optional.empty());
  }

  private static RefreshOrder keyed(Actor actor, String ref, String key) {
    return new RefreshOrder(
        actor, "dev-a", "latest", Optional.of(ref), false, Optional.of(new RequestKey(key)));
  }

  private Run join(RefreshOrder order) {
    return journal.refreshes().join(order, DUMP);
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
        () -> join(order(BOB, "main")),
        "dev-a",
        "jane",
        "2026-11-24T12:00:00Z",
        "Grüße\\u000a😀 <b>");
    assertProtected(() -> journal.protections().protect("dev-a", BOB, END, "mine", false), "jane");
    assertThat(journal.newest(9)).isEmpty();
    assertThat(join(order(JANE, "main")).state()).isEqualTo(RunState.QUEUED);

    clock.set(END);
    assertThat(journal.protections().of("dev-a")).isEmpty();
    assertThat(journal.protections().all()).isEmpty();
    assertThat(join(order(BOB, "other")).actor()).isEqualTo(BOB);
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
    Run waiting = join(order(BOB, "main"));
    protect(JANE, "a demo");
    Run own = join(order(JANE, "main"));
    Run overriding = join(order(BOB, "main", true));

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
      journal.refreshes().join(order(new Actor("of " + ref, "http"), ref), DUMP);
      return true;
    } catch (NotAllowedException e) {
      return false;
    }
  }

  @Test
  void the_same_request_with_the_same_key_is_one_run_also_after_it_has_ended() {
    Run first = join(keyed(JANE, "main", "k 1~"));
    journal.begin(first.id());
    journal.end(first.id(), RunState.SUCCEEDED, Optional.empty());

    assertThat(join(keyed(JANE, "main", "k 1~")).id()).isEqualTo(first.id());
    assertThat(journal.refreshes().known(keyed(JANE, "main", "k 1~"))).isPresent();
    assertThat(journal.refreshes().known(keyed(JANE, "main", "K 1~"))).isEmpty();
    for (RefreshOrder other :
        List.of(
            keyed(JANE, "other", "k 1~"),
            new RefreshOrder(
                JANE,
                "dev-a",
                "latest",
                Optional.of("main"),
                true,
                Optional.of(new RequestKey("k 1~"))))) {
      assertThatThrownBy(() -> join(other))
          .isInstanceOfSatisfying(
              InvalidException.class,
              e -> {
                assertThat(e.code()).isEqualTo("request.key-used");
                assertThat(e.httpStatus()).isEqualTo(422);
              })
          .hasMessageContaining(first.id().value());
    }
    Run bobs = join(keyed(BOB, "main", "k 1~"));
    assertThat(bobs.id()).isNotEqualTo(first.id());
    assertThat(entries()).anyMatch(entry -> entry.outcome().equals("requested already"));

    clock.forward(Duration.ofHours(23));
    journal.forget(Duration.ZERO);
    assertThat(join(keyed(JANE, "main", "k 1~")).id()).isEqualTo(first.id());
    clock.forward(Duration.ofHours(2));
    journal.forget(Duration.ZERO);
    assertThat(journal.refreshes().known(keyed(JANE, "other", "k 1~"))).isEmpty();
    assertThat(journal.refreshes().known(keyed(BOB, "main", "k 1~"))).contains(bobs);
  }

  @Test
  void a_key_is_bounded_and_printable() {
    for (String key : List.of("", " ", "a ", "a\n", "a\nb", "ä", "a\u0000", "x".repeat(101))) {
      assertThatThrownBy(() -> new RequestKey(key))
          .as(key)
          .isInstanceOfSatisfying(
              InvalidException.class, e -> assertThat(e.code()).isEqualTo("request.key"));
    }
    assertThat(new RequestKey("x".repeat(100)).text()).hasSize(100);
  }

  @Test
  void of_the_same_request_in_several_daemons_at_once_one_is_queued() throws Exception {
    List<Journal> daemons = List.of(journal, another());
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<CompletableFuture<RunId>> requests =
          IntStream.range(0, 12)
              .mapToObj(
                  i ->
                      CompletableFuture.supplyAsync(
                          () ->
                              daemons
                                  .get(i % 2)
                                  .refreshes()
                                  .join(keyed(JANE, "main", "once"), DUMP)
                                  .id(),
                          threads))
              .toList();

      assertThat(requests.stream().map(CompletableFuture::join).distinct()).hasSize(1);
      assertThat(journal.newest(99)).hasSize(1);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void a_newer_request_of_the_same_person_replaces_what_waits_and_that_of_another_stays() {
    Run older = join(order(JANE, "main"));
    Run bobs = join(order(BOB, "other"));
    Run running = journal.queueRefresh(JANE, "dev-a", DUMP, Optional.of("begun"));
    journal.begin(running.id());
    Run elsewhere = journal.queueRefresh(JANE, "dev-b", DUMP, Optional.empty());
    Run commands = journal.queueRefresh(new Actor("jane", "cli"), "dev-a", DUMP, Optional.empty());

    Run newer = join(order(JANE, "feature"));

    Run replaced = journal.get(older.id());
    assertThat(replaced.state()).isEqualTo(RunState.CANCELLED);
    assertThat(replaced.failure().orElseThrow().code()).isEqualTo("run.replaced");
    assertThat(replaced.failure().orElseThrow().message()).contains(newer.id().value());
    assertThat(List.of(bobs, elsewhere, commands, newer))
        .allSatisfy(run -> assertThat(journal.get(run.id()).state()).isEqualTo(RunState.QUEUED));
    assertThat(journal.get(running.id()).state()).isEqualTo(RunState.RUNNING);
    assertThat(entries())
        .anySatisfy(
            entry -> {
              assertThat(entry.run()).isEqualTo(older.id().value());
              assertThat(entry.outcome()).isEqualTo("cancelled: run.replaced");
            });
    for (int i = 0; i < 20; i++) {
      newer = join(order(JANE, "branch-" + i));
    }
    assertThat(journal.in(RunState.QUEUED)).hasSize(4).contains(newer);
  }

  @Test
  void a_newer_request_replaces_what_waits_also_where_it_is_that_of_another() {
    Run older = join(order(JANE, "main"));
    Run bobs = join(order(BOB, "feature"));

    assertThat(join(order(JANE, "feature"))).isEqualTo(bobs);

    Run replaced = journal.get(older.id());
    assertThat(replaced.state()).isEqualTo(RunState.CANCELLED);
    assertThat(replaced.failure().orElseThrow().message()).contains(bobs.id().value());
    assertThat(journal.in(RunState.QUEUED)).containsExactly(bobs);
  }

  @Test
  void what_several_asked_for_waits_until_the_last_of_them_wants_something_else() {
    Run common = join(order(JANE, "main"));
    assertThat(join(order(BOB, "main"))).isEqualTo(common);

    Run janes = join(order(JANE, "feature"));

    assertThat(journal.in(RunState.QUEUED)).containsExactlyInAnyOrder(common, janes);
    assertThat(join(order(BOB, "feature"))).isEqualTo(janes);
    assertThat(journal.get(common.id()).failure().orElseThrow().code()).isEqualTo("run.replaced");
    assertThat(journal.in(RunState.QUEUED)).containsExactly(janes);
  }

  @Test
  void the_run_of_a_command_is_not_that_of_another_request() {
    Run commands =
        journal.queueRefresh(new Actor("jane", "cli"), "dev-a", DUMP, Optional.of("main"));

    assertThat(join(order(JANE, "main"))).isNotEqualTo(commands);
    assertThat(journal.in(RunState.QUEUED)).hasSize(2);
  }

  @Test
  void a_waiting_run_says_its_place_and_when_it_may_begin() {
    for (int minutes : new int[] {4, 30, 10}) {
      Run earlier = journal.queueRefresh(JANE, "dev-a", DUMP, Optional.empty());
      journal.begin(earlier.id());
      clock.forward(Duration.ofMinutes(minutes));
      journal.end(earlier.id(), RunState.SUCCEEDED, Optional.empty());
    }
    Run running = journal.queueRefresh(JANE, "dev-a", DUMP, Optional.empty());
    journal.begin(running.id());
    Instant begun = clock.instant();
    clock.forward(Duration.ofMinutes(1));
    Run first = join(order(JANE, "main"));
    clock.forward(Duration.ofMinutes(1));
    Run second = join(order(BOB, "other"));
    Run elsewhere = journal.queueRefresh(JANE, "dev-b", DUMP, Optional.empty());
    clock.forward(Duration.ofSeconds(1));
    Run behind = journal.queueRefresh(BOB, "dev-b", DUMP, Optional.of("main"));
    journal.queueRefresh(new Actor("jane", "cli"), "dev-b", DUMP, Optional.empty());

    assertThat(journal.outlook().places())
        .containsOnly(
            Map.entry(first.id(), place(1, begun.plus(Duration.ofMinutes(10)))),
            Map.entry(second.id(), place(2, begun.plus(Duration.ofMinutes(20)))),
            Map.entry(elsewhere.id(), place(1, clock.instant())),
            Map.entry(behind.id(), new QueueOutlook.Place(2, Optional.empty())));

    clock.forward(Duration.ofHours(1));
    assertThat(journal.outlook().places().get(first.id())).isEqualTo(place(1, clock.instant()));
  }

  private static QueueOutlook.Place place(int position, Instant start) {
    return new QueueOutlook.Place(position, Optional.of(start));
  }

  @Test
  void a_refresh_that_was_cancelled_says_what_became_of_its_target() {
    Runs runs =
        new Runs(
            journal,
            new Leases(states.get(0), clock, LeaseOwner.current()),
            new Release(journal, List.of()),
            folder,
            clock);
    Run waiting = join(order(BOB, "main"));
    assertThat(runs.cancel(waiting.id(), JANE).failure().orElseThrow().message())
        .isEqualTo(
            "The run was cancelled before it began: asked for by jane (http 192.0.2.1). Nothing was"
                + " changed");

    assertThat(cancelled(runs, run -> {})).endsWith("(at the step load). The target is unchanged");
    assertThat(cancelled(runs, ActiveRun::accomplished))
        .endsWith("The tables were exchanged already: the target holds the dump " + DUMP);
    assertThat(
            cancelled(
                runs,
                run -> journal.remember("holds dev-a", "{}", new Actor("jane", run.id().value()))))
        .endsWith("the target holds the dump " + DUMP);
    assertThat(
            cancelled(
                runs,
                run -> {
                  run.step("exchange");
                  journal.add(run.id(), "incoming", "dev-a", "");
                }))
        .endsWith("Whether the tables were exchanged is found out by the next start");
  }

  @Test
  void a_refresh_whose_process_died_says_what_became_of_its_target() {
    Runs dead = new Runs(journal, leases("gone"), new Release(journal, List.of()), folder, clock);
    ActiveRun loading = dead.begin(join(order(JANE, "main")).id());
    loading.step("load");
    Run other = journal.queueRefresh(BOB, "dev-b", DUMP, Optional.empty());
    dead.begin(other.id()).step("exchange");
    journal.remember("holds dev-b", other.id().value(), new Actor("bob", other.id().value()));
    Run inPlace = journal.queueRefresh(BOB, "dev-c", DUMP, Optional.empty());
    dead.begin(inPlace.id()).step("load");
    journal.remember("emptied dev-c", "{}", new Actor("bob", inPlace.id().value()));
    clock.forward(Duration.ofMinutes(2));

    new Runs(journal, leases("here"), new Release(journal, List.of()), folder, clock).recover();

    assertThat(journal.get(loading.id()).failure().orElseThrow().message())
        .isEqualTo("The process ended at the step load. The target is unchanged");
    assertThat(journal.get(other.id()).failure().orElseThrow().message())
        .endsWith("The tables were exchanged already: the target holds the dump " + DUMP);
    assertThat(journal.get(inPlace.id()).failure().orElseThrow().message())
        .endsWith("The target has no tables: they were dropped (refresh.mode=in-place)");
  }

  private Leases leases(String host) {
    return new Leases(states.get(0), clock, new LeaseOwner(host + "/boot", 7, 1));
  }

  private String cancelled(Runs runs, Consumer<ActiveRun> before) {
    ActiveRun run = runs.begin(join(order(JANE, "main")).id());
    run.step("load");
    before.accept(run);
    runs.cancel(run.id(), JANE);
    runs.end(run);
    Run ended = journal.get(run.id());
    assertThat(ended.state()).isEqualTo(RunState.CANCELLED);
    return ended.failure().orElseThrow().message();
  }
}

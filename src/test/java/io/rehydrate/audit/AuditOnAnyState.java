package io.rehydrate.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rehydrate.error.CorruptAuditException;
import io.rehydrate.run.State;
import io.rehydrate.support.SettableClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The chain on every kind of state database, and what is done to it behind its back. */
abstract class AuditOnAnyState {
  private static final Instant START = Instant.parse("2026-11-22T02:00:00.123Z");

  @TempDir Path folder;
  private final SettableClock clock = new SettableClock(START);
  private final List<State> states = new ArrayList<>();
  private Audit audit;
  private JdbcClient client;

  abstract State open();

  @BeforeEach
  void begin() {
    audit = another();
    client = JdbcClient.create(states.get(0).dataSource());
  }

  private Audit another() {
    State state = open();
    states.add(state);
    Audit one = new Audit(state.dataSource(), clock, Optional.of(folder.resolve("audit.head")));
    one.begin();
    return one;
  }

  @AfterEach
  void close() {
    states.forEach(State::close);
  }

  private static AuditEvent event(String what) {
    return AuditEvent.of("jane", "http 192.0.2.1 token ab", "pin").on(what).asking("why " + what);
  }

  private void add(int entries) {
    for (int i = 1; i <= entries; i++) {
      clock.forward(Duration.ofSeconds(1));
      audit.add(event("d" + i));
    }
  }

  private List<String> faults() {
    return audit.verification().verify().faults();
  }

  private AuditEntry entry(long number) {
    return audit.reader().newest(AuditReader.Filter.ALL, 100).stream()
        .filter(entry -> entry.number() == number)
        .findFirst()
        .orElseThrow();
  }

  private void sql(String text) {
    client.sql(text).update();
  }

  /** An entry with another outcome that has the hash that it should have. */
  private AuditEntry forged(AuditEntry of, long number, String previousHash) {
    return new AuditEntry(
            number,
            of.at(),
            of.person(),
            of.way(),
            of.address(),
            of.action(),
            of.object(),
            of.asked(),
            of.resolved(),
            of.decision(),
            "forged",
            of.run(),
            previousHash,
            "")
        .sealed();
  }

  private void replace(AuditEntry entry) {
    sql("DELETE FROM audit WHERE number = " + entry.number());
    audit.reader().insert(entry);
  }

  @Test
  void entries_follow_each_other_and_keep_what_was_said() {
    add(3);

    AuditVerification.Result result = audit.verification().verify();

    assertThat(result.faults()).isEmpty();
    assertThat(result.remarks()).isEmpty();
    assertThat(result.entries()).isEqualTo(3);
    assertThat(result.from()).contains(START.plusSeconds(1));
    assertThat(result.to()).contains(START.plusSeconds(3));
    AuditEntry first = entry(1);
    assertThat(first.previousHash()).isEqualTo("0".repeat(64));
    assertThat(entry(2).previousHash()).isEqualTo(first.hash());
    assertThat(List.of(first.person(), first.way(), first.address(), first.object()))
        .containsExactly("jane", "http", "192.0.2.1 token ab", "d1");
    assertThat(List.of(first.decision(), first.outcome(), first.asked()))
        .containsExactly("allowed", "asked", "why d1");
  }

  @Test
  void a_text_of_any_kind_and_length_is_kept_short_and_printable() {
    for (String text :
        List.of(
            "",
            " ",
            "line\n2026-11-22 another entry",
            "\u202e reversed \u0000 and \ud83d lone",
            "😀".repeat(2000),
            " ".repeat(5000),
            "ß'; DROP TABLE audit; --")) {
      audit.add(new AuditEvent(text, text, text, text, text, text, text, refused(), text, text));
    }

    assertThat(faults()).isEmpty();
    assertThat(audit.reader().newest(AuditReader.Filter.ALL, 100))
        .hasSize(7)
        .allSatisfy(
            entry -> {
              assertThat(entry.asked()).hasSizeLessThanOrEqualTo(400).doesNotContain("\n");
              assertThat(entry.person()).hasSizeLessThanOrEqualTo(100);
            });
    assertThat(entry(3).asked()).isEqualTo("line\\u000a2026-11-22 another entry");
    assertThat(entry(5).asked()).endsWith("😀...");
  }

  private static AuditEvent.Decision refused() {
    return AuditEvent.Decision.REFUSED;
  }

  @Test
  void an_entry_that_was_changed_is_named() {
    add(5);
    sql("UPDATE audit SET person = 'joe' WHERE number = 3");

    assertThat(faults()).containsExactly("entry 3 was changed");
    assertThatThrownBy(() -> audit.verification().verify().requireUnbroken())
        .isInstanceOfSatisfying(
            CorruptAuditException.class,
            e -> {
              assertThat(e.code()).isEqualTo("audit.broken");
              assertThat(e.kind().exitCode()).isEqualTo(14);
            })
        .hasMessageContaining("entry 3 was changed");
  }

  @Test
  void an_entry_that_was_changed_together_with_its_hash_is_named() {
    add(5);
    replace(forged(entry(3), 3, entry(2).hash()));

    assertThat(faults()).singleElement().asString().startsWith("entry 3 was changed, inserted");
  }

  @Test
  void a_chain_that_was_rewritten_from_an_entry_on_has_not_the_hash_that_is_noted() {
    add(4);
    replace(forged(entry(3), 3, entry(2).hash()));
    replace(forged(entry(4), 4, entry(3).hash()));
    sql("UPDATE audit_head SET hash = '" + entry(4).hash() + "'");

    assertThat(faults()).singleElement().asString().startsWith("entry 4 was changed: audit.head");
  }

  @Test
  void entries_that_were_removed_are_named_also_where_the_others_were_renumbered() {
    add(6);
    sql("DELETE FROM audit WHERE number IN (3, 4)");
    assertThat(faults()).containsExactly("entries 3 to 4 were removed");

    sql("UPDATE audit SET number = 3 WHERE number = 5");
    sql("UPDATE audit SET number = 4 WHERE number = 6");
    sql("UPDATE audit_head SET number = 4");
    assertThat(faults().get(0))
        .isEqualTo("entries 3 to 4 were removed: what is entry 3 now was written as entry 5");
  }

  @Test
  void an_entry_that_was_inserted_is_named() {
    add(4);
    for (long number = 4; number > 2; number--) {
      sql("UPDATE audit SET number = " + (number + 1) + " WHERE number = " + number);
    }
    audit.reader().insert(forged(entry(2), 3, entry(2).hash()));
    sql("UPDATE audit_head SET number = 5");

    assertThat(faults().get(0))
        .isEqualTo("entry 3 was inserted: what is entry 4 now was written as entry 3");
  }

  @Test
  void an_entry_that_was_added_at_the_end_or_before_the_first_is_named() {
    add(2);
    audit.reader().insert(forged(entry(2), 3, entry(2).hash()));
    assertThat(faults()).containsExactly("entry 3 was inserted at the end");

    sql("DELETE FROM audit WHERE number = 3");
    audit.reader().insert(forged(entry(2), 0, AuditEntry.NOTHING));
    assertThat(faults()).containsExactly("entry 0 was inserted");
  }

  @Test
  void entries_in_another_order_are_noticed() {
    add(4);
    sql("UPDATE audit SET number = 9 WHERE number = 2");
    sql("UPDATE audit SET number = 2 WHERE number = 3");
    sql("UPDATE audit SET number = 3 WHERE number = 9");

    assertThat(faults().get(0)).contains("what is entry 2 now was written as entry 3");
  }

  @Test
  void a_tail_that_was_cut_off_is_missed_by_the_head_and_by_the_file() {
    add(5);
    sql("DELETE FROM audit WHERE number > 3");
    assertThat(faults()).containsExactly("entries 4 to 5 were removed from the end");

    sql("UPDATE audit_head SET number = 3, hash = '" + entry(3).hash() + "'");
    assertThat(faults()).containsExactly("entries 4 to 5 were removed from the end, by audit.head");
    // what is added in their place is not what was there, and the file is not raised
    add(4);
    assertThat(faults()).singleElement().asString().contains("entry 5 was changed: audit.head");
    add(4);
    assertThat(faults()).singleElement().asString().contains("entry 5 was changed: audit.head");
  }

  @Test
  void the_file_is_private_goes_up_only_and_its_loss_is_reported() throws Exception {
    add(2);
    Path head = folder.resolve("audit.head");
    String text = Files.readString(head);
    assertThat(text).isEqualTo("%020d %s\n".formatted(2, entry(2).hash()));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(head)))
        .isEqualTo("rw-------");
    new HeadFile(head).raise(new AuditHead(1, "a".repeat(64)));
    assertThat(head).hasContent(text.strip());

    Files.delete(head);
    audit.begin();
    AuditVerification.Result result = audit.verification().verify();
    assertThat(result.faults()).isEmpty();
    assertThat(result.remarks()).singleElement().asString().contains("audit.head is missing");
    Files.writeString(head, "broken");
    add(1);
    assertThat(Files.readString(head)).startsWith("%020d ".formatted(3));
    assertThat(audit.verification().verify().remarks()).isEmpty();
  }

  @Test
  void what_is_rolled_back_leaves_neither_an_entry_nor_a_gap() {
    add(1);
    assertThatThrownBy(
            () ->
                audit.together(
                    () -> {
                      audit.add(event("lost"));
                      throw new IllegalStateException("for the test");
                    }))
        .hasMessage("for the test");
    add(1);

    AuditVerification.Result result = audit.verification().verify();
    assertThat(result.faults()).isEmpty();
    assertThat(result.entries()).isEqualTo(2);
  }

  @Test
  void those_who_add_at_the_same_time_make_one_chain() {
    List<Audit> audits = List.of(audit, another(), another());
    List<CompletableFuture<Void>> all =
        audits.stream()
            .map(
                one ->
                    CompletableFuture.runAsync(
                        () -> {
                          for (int i = 0; i < 15; i++) {
                            one.add(event("d" + i));
                            assertThat(one.verification().verify().faults()).isEmpty();
                          }
                        }))
            .toList();
    all.forEach(CompletableFuture::join);

    AuditVerification.Result result = audit.verification().verify();
    assertThat(result.faults()).isEmpty();
    assertThat(result.entries()).isEqualTo(45);
  }

  @Test
  void entries_are_found_by_person_object_time_and_number() {
    add(3);
    audit.add(AuditEvent.of("joe", "cli", "cancel").on("r1").ofRun("r1"));

    assertThat(numbers(filter(Optional.of(4L), Optional.empty(), Optional.empty())))
        .containsExactly(3L, 2L, 1L);
    assertThat(numbers(filter(Optional.empty(), Optional.of("joe"), Optional.empty())))
        .containsExactly(4L);
    assertThat(numbers(filter(Optional.empty(), Optional.empty(), Optional.of("d2"))))
        .containsExactly(2L);
    assertThat(
            numbers(
                new AuditReader.Filter(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(START.plusSeconds(3)))))
        .containsExactly(4L, 3L);
  }

  private static AuditReader.Filter filter(
      Optional<Long> before, Optional<String> person, Optional<String> object) {
    return new AuditReader.Filter(before, person, object, Optional.empty());
  }

  private List<Long> numbers(AuditReader.Filter filter) {
    return audit.reader().newest(filter, 10).stream().map(AuditEntry::number).toList();
  }
}

package io.rehydrate.store;

import static io.rehydrate.store.StoreFixture.RUN;
import static io.rehydrate.store.StoreFixture.daysAgo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rehydrate.dump.Verification;
import io.rehydrate.error.StageFailedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every step of every change fails once: what is listed afterwards is whole. */
class StoreFaultsTest {
  @TempDir Path temp;
  private int stores;

  /** Runs the change on disks that fail at their first, second, ... step, until one does not. */
  private int failAtEveryStep(Consumer<Store> change, Consumer<StoreFixture> afterEach) {
    for (int steps = 0; ; steps++) {
      StoreFixture fixture = new StoreFixture(temp.resolve("store-" + ++stores));
      fixture.publish(daysAgo(2));
      fixture.publish(daysAgo(1));
      Store faulty = fixture.on(new FaultyDisk(steps));
      boolean failed = false;
      try {
        change.accept(faulty);
      } catch (StageFailedException e) {
        failed = true;
        assertThat(e).hasMessageContaining("No space left on device");
        assertThat(e.code()).isEqualTo("store.write");
      }
      for (StoredDump dump : fixture.store.list()) {
        assertThatCode(() -> Verification.verify(dump.folder(), dump.manifest()))
            .as("listed after step %d failed", steps)
            .doesNotThrowAnyException();
      }
      afterEach.accept(fixture);
      if (!failed) {
        return steps;
      }
    }
  }

  @Test
  void publishing_that_fails_leaves_the_dumps_before_and_nothing_after_a_release() {
    int steps =
        failAtEveryStep(
            store -> StoreFixture.publish(store, daysAgo(0)),
            fixture -> {
              fixture.store.discardStaging(RUN);
              assertThat(fixture.store.list()).hasSizeBetween(2, 3);
              assertThat(fixture.store.broken()).isEmpty();
              assertThat(hidden(fixture)).containsExactly(".rehydrate-store");
            });

    assertThat(steps).isEqualTo(4);
  }

  @Test
  void removing_that_fails_is_finished_later() {
    int steps =
        failAtEveryStep(
            store -> store.remove(daysAgo(1)),
            fixture -> {
              assertThat(fixture.store.list()).extracting(StoredDump::id).contains(daysAgo(2));
              boolean listed = fixture.store.list().size() == 2;
              fixture.store.finishRemovals();
              assertThat(Files.exists(fixture.directory.resolve(daysAgo(1).value())))
                  .isEqualTo(listed);
              assertThat(fixture.store.broken()).isEmpty();
            });

    assertThat(steps).isEqualTo(4);
  }

  @Test
  void a_hold_that_can_t_be_written_is_told_and_leaves_no_half_note() {
    failAtEveryStep(
        store -> store.hold(daysAgo(1), "why"),
        fixture ->
            assertThat(fixture.store.get(daysAgo(1)).hold().map(Hold::why).orElse("why"))
                .isEqualTo("why"));
    failAtEveryStep(
        store -> store.pin(daysAgo(1), new Pin("ann", "why", Instant.EPOCH, Optional.empty())),
        fixture ->
            assertThat(fixture.store.get(daysAgo(1)).pin().map(Pin::who).orElse("ann"))
                .isEqualTo("ann"));
  }

  @Test
  void a_store_that_can_t_be_made_is_told() throws Exception {
    StoreFixture fixture = new StoreFixture(temp.resolve("file/store"));
    Files.createFile(temp.resolve("file"));

    assertThatThrownBy(fixture.store::open)
        .isInstanceOf(StageFailedException.class)
        .hasFieldOrPropertyWithValue("code", "store.write");
  }

  private static List<String> hidden(StoreFixture fixture) {
    try (var entries = Files.list(fixture.directory)) {
      return entries.map(e -> e.getFileName().toString()).filter(n -> n.startsWith(".")).toList();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}

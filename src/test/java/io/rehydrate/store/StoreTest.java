package io.rehydrate.store;

import static io.rehydrate.store.StoreFixture.RUN;
import static io.rehydrate.store.StoreFixture.daysAgo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rehydrate.dump.DumpId;
import io.rehydrate.dump.Verification;
import io.rehydrate.error.BusyException;
import io.rehydrate.error.CorruptDumpException;
import io.rehydrate.error.NotFoundException;
import io.rehydrate.error.RefusedException;
import io.rehydrate.run.RunId;
import io.rehydrate.support.Dumps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTest {
  @TempDir Path temp;
  private StoreFixture fixture;
  private Store store;
  private Path directory;

  @BeforeEach
  void an_empty_store() {
    directory = temp.resolve("the store");
    fixture = new StoreFixture(directory);
    store = fixture.store;
  }

  private static Pin pin(String why, Optional<Instant> until) {
    return new Pin("ann", why, StoreFixture.NOW, until);
  }

  @Test
  void lists_published_dumps_the_newest_first() {
    fixture.publish(daysAgo(2));
    fixture.publish(daysAgo(0));
    fixture.publish(daysAgo(1));

    assertThat(store.list())
        .extracting(StoredDump::id)
        .containsExactly(daysAgo(0), daysAgo(1), daysAgo(2));
    assertThat(store.latest().id()).isEqualTo(daysAgo(0));
    StoredDump dump = store.get(daysAgo(1));
    assertThat(dump.folder()).isEqualTo(directory.resolve(daysAgo(1).value()));
    assertThatCode(() -> Verification.verify(dump.folder(), dump.manifest()))
        .doesNotThrowAnyException();
  }

  @Test
  void a_store_that_was_never_made_is_empty_and_stays_unmade() {
    assertThat(store.list()).isEmpty();
    assertThatThrownBy(store::latest)
        .isInstanceOf(NotFoundException.class)
        .hasFieldOrPropertyWithValue("code", "dump.none");
    assertThat(directory).doesNotExist();
  }

  @Test
  void a_half_made_dump_is_hidden_and_only_ours_to_look_at() throws IOException {
    Staging staging = store.stage(RUN, daysAgo(0));
    Dumps.small(staging.folder(), daysAgo(0));

    assertThat(staging.folder()).hasFileName("." + daysAgo(0) + "." + RUN);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(staging.folder())))
        .isEqualTo("rwx------");
    assertThat(store.list()).isEmpty();
    assertThat(store.broken()).isEmpty();
  }

  @Test
  void staging_again_begins_anew_and_discarding_removes_that_run_s_alone() throws IOException {
    Staging first = store.stage(RUN, daysAgo(0));
    Files.writeString(first.folder().resolve("leftover"), "x");
    assertThat(store.stage(RUN, daysAgo(0)).folder()).isEmptyDirectory();
    Staging other = store.stage(new RunId("20261122t020000-bbbbb"), daysAgo(1));
    fixture.publish(daysAgo(3));

    store.discardStaging(RUN);

    assertThat(first.folder()).doesNotExist();
    assertThat(other.folder()).exists();
    assertThat(store.list()).hasSize(1);
    store.discardStaging(RUN);
  }

  @Test
  void a_published_dump_is_never_replaced() {
    fixture.publish(daysAgo(0));

    assertThatThrownBy(() -> store.stage(RUN, daysAgo(0)))
        .isInstanceOf(BusyException.class)
        .hasFieldOrPropertyWithValue("code", "dump.exists");
  }

  @Test
  void of_two_that_publish_the_same_dump_one_wins() {
    Staging one = store.stage(RUN, daysAgo(0));
    Staging two = store.stage(new RunId("20261122t020000-bbbbb"), daysAgo(0));
    StoredDump winner = store.publish(one, Dumps.small(one.folder(), daysAgo(0)));

    assertThatThrownBy(() -> store.publish(two, Dumps.small(two.folder(), daysAgo(0))))
        .isInstanceOf(BusyException.class);
    assertThat(store.get(daysAgo(0))).isEqualTo(winner);
  }

  @Test
  void an_unknown_dump_is_told_with_the_newest_ones() {
    fixture.publish(daysAgo(0));

    assertThatThrownBy(() -> store.get(daysAgo(5)))
        .isInstanceOf(NotFoundException.class)
        .hasFieldOrPropertyWithValue("code", "dump.unknown")
        .extracting("hint")
        .asString()
        .contains(daysAgo(0).value());
  }

  @Test
  void what_has_no_sound_manifest_is_not_offered_and_does_not_hide_the_others() throws IOException {
    fixture.publish(daysAgo(0));
    fixture.publish(daysAgo(1));
    fixture.publish(daysAgo(2));
    fixture.publish(daysAgo(3));
    Files.delete(directory.resolve(daysAgo(0).value()).resolve("manifest.json"));
    Files.writeString(directory.resolve(daysAgo(1).value()).resolve("manifest.json"), "{");
    Files.move(directory.resolve(daysAgo(2).value()), directory.resolve(daysAgo(9).value()));

    assertThat(store.list()).extracting(StoredDump::id).containsExactly(daysAgo(3));
    assertThat(store.broken()).containsExactly(daysAgo(0), daysAgo(1), daysAgo(9));
    assertThatThrownBy(() -> store.get(daysAgo(0)))
        .hasFieldOrPropertyWithValue("code", "dump.incomplete");
    assertThatThrownBy(() -> store.get(daysAgo(9)))
        .isInstanceOf(CorruptDumpException.class)
        .hasMessageContaining("holds the manifest of " + daysAgo(2));
  }

  @Test
  void a_manifest_that_somebody_changed_makes_the_dump_corrupt() throws IOException {
    Path manifest = fixture.publish(daysAgo(0)).folder().resolve("manifest.json");
    Files.setPosixFilePermissions(manifest, PosixFilePermissions.fromString("rw-------"));
    Files.writeString(
        manifest, Files.readString(manifest).replaceFirst("\"rows\" : 3", "\"rows\" : 2"));

    assertThat(store.list()).isEmpty();
    assertThatThrownBy(() -> store.get(daysAgo(0)))
        .hasFieldOrPropertyWithValue("code", "dump.corrupt")
        .hasMessageContaining("is not the one that was published");
  }

  /** The same store, seen by an installation that has published nothing in it. */
  private Store withoutAJournal() {
    return new Store(directory, fixture.clock, new RememberedStores());
  }

  @Test
  void a_dump_that_no_night_of_ours_published_is_held_until_it_is_released() throws IOException {
    fixture.publish(daysAgo(0));
    Store ours = withoutAJournal();

    assertThat(ours.list()).singleElement().matches(StoredDump::held).matches(StoredDump::foreign);
    assertThat(ours.get(daysAgo(0)).hold().orElseThrow().why())
        .isEqualTo("no night of this installation published it");
    assertThatThrownBy(ours::latest).hasFieldOrPropertyWithValue("code", "dump.none");

    ours.release(daysAgo(0));

    assertThat(ours.latest().foreign()).isFalse();
    Path manifest = ours.latest().folder().resolve("manifest.json");
    Files.writeString(manifest, Files.readString(manifest) + "\n");
    assertThat(ours.list()).isEmpty();
  }

  @Test
  void a_dump_is_adopted_as_it_is_when_the_journal_was_lost() throws IOException {
    fixture.publish(daysAgo(2));
    store.hold(daysAgo(1), "lost 5 %");
    fixture.publish(daysAgo(1));
    Path changed = fixture.publish(daysAgo(0)).folder().resolve("insurance/after.sql.zst");
    Files.write(changed, new byte[] {1});
    Store ours = withoutAJournal();

    ours.adopt(daysAgo(2));
    ours.adopt(daysAgo(1));

    assertThat(ours.latest().id()).isEqualTo(daysAgo(2));
    assertThat(ours.get(daysAgo(1)).hold().orElseThrow().why()).isEqualTo("lost 5 %");
    assertThatThrownBy(() -> ours.adopt(daysAgo(0)))
        .hasFieldOrPropertyWithValue("code", "dump.corrupt")
        .hasMessageContaining("after.sql.zst");
    assertThatThrownBy(() -> ours.adopt(daysAgo(2)))
        .isInstanceOf(RefusedException.class)
        .hasFieldOrPropertyWithValue("code", "dump.known");
  }

  @Test
  void a_dump_of_the_future_is_not_offered() {
    fixture.publish(daysAgo(0));
    fixture.publish(daysAgo(-10));

    assertThat(store.latest().id()).isEqualTo(daysAgo(0));
    assertThat(store.get(daysAgo(-10)).hold().orElseThrow().why()).contains("future");
    assertThatThrownBy(() -> store.release(daysAgo(-10)))
        .hasFieldOrPropertyWithValue("code", "dump.future");
    store.discard(daysAgo(-10));
  }

  @Test
  void a_manifest_that_is_none_any_more_is_told() throws IOException {
    fixture.publish(daysAgo(0));
    Files.writeString(fixture.publish(daysAgo(1)).folder().resolve("manifest.json"), "{");
    Files.delete(fixture.publish(daysAgo(2)).folder().resolve("manifest.json"));

    assertThat(store.corrupt().keySet()).containsExactly(daysAgo(1));
  }

  @Test
  void what_is_published_is_for_the_group_only_where_the_store_is() throws IOException {
    StoredDump private1 = fixture.publish(daysAgo(1));
    store.pin(daysAgo(1), pin("audit", Optional.empty()));
    assertThat(modes(private1.folder())).containsOnly("rwx------", "rw-------");
    assertThat(modes(directory)).containsOnly("rwx------", "rw-------");

    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));

    assertThat(modes(fixture.publish(daysAgo(0)).folder())).containsOnly("rwxr-x---", "rw-r-----");
  }

  private static Set<String> modes(Path folder) throws IOException {
    Set<String> modes = new TreeSet<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.toList()) {
        modes.add(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
      }
    }
    return modes;
  }

  @Test
  void a_store_that_can_not_be_written_is_noticed_beforehand() {
    fixture.publish(daysAgo(1));

    assertThatCode(store::requireReady).doesNotThrowAnyException();
    assertThatThrownBy(fixture.on(new FaultyDisk(0))::requireReady)
        .hasFieldOrPropertyWithValue("code", "store.write");
  }

  @Test
  void what_a_killed_process_left_of_its_try_is_removed_by_the_next() throws IOException {
    fixture.publish(daysAgo(1));
    Path left = Files.createFile(directory.resolve(".rehydrate-probe-1.tmp"));
    Path young = Files.createFile(directory.resolve(".rehydrate-probe-2.tmp"));
    Files.setLastModifiedTime(left, FileTime.from(Instant.now().minusSeconds(30)));

    store.requireReady();

    assertThat(left).doesNotExist();
    assertThat(young).exists();
  }

  @Test
  void a_link_is_no_dump() throws IOException {
    StoredDump dump = fixture.publish(daysAgo(0));
    Path elsewhere = Files.move(dump.folder(), temp.resolve("elsewhere"));
    Files.createSymbolicLink(dump.folder(), elsewhere);

    assertThat(store.list()).isEmpty();
    assertThatThrownBy(() -> store.get(daysAgo(0))).isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> store.remove(daysAgo(0))).isInstanceOf(CorruptDumpException.class);
    assertThat(elsewhere.resolve("manifest.json")).exists();
  }

  @Test
  void a_store_behind_a_link_works() throws IOException {
    Path real = Files.createDirectory(temp.resolve("real"));
    Path link = Files.createSymbolicLink(temp.resolve("link"), real);
    StoreFixture linked = new StoreFixture(link);
    linked.publish(daysAgo(0));

    linked.store.remove(daysAgo(0));

    assertThat(real.resolve(daysAgo(0).value())).doesNotExist();
  }

  @Test
  void removing_follows_no_link_and_takes_pin_and_hold_along() throws IOException {
    Path precious = Files.writeString(temp.resolve("precious"), "x");
    StoredDump dump = fixture.publish(daysAgo(0));
    fixture.publish(daysAgo(1));
    Files.createSymbolicLink(dump.folder().resolve("link"), temp);
    store.pin(daysAgo(0), pin("audit", Optional.empty()));
    store.hold(daysAgo(0), "look");

    store.remove(daysAgo(0));

    assertThat(precious).exists();
    assertThat(dump.folder()).doesNotExist();
    assertThat(directory.resolve("pins")).isEmptyDirectory();
    assertThat(directory.resolve("held")).isEmptyDirectory();
    assertThat(store.list()).extracting(StoredDump::id).containsExactly(daysAgo(1));
    store.remove(daysAgo(0));
  }

  @Test
  void a_held_dump_is_listed_and_not_offered_until_it_is_released() {
    fixture.publish(daysAgo(1));
    store.hold(daysAgo(0), "lost 5 % of applications");
    fixture.publish(daysAgo(0));

    assertThat(store.latest().id()).isEqualTo(daysAgo(1));
    assertThat(store.get(daysAgo(0)).hold().orElseThrow().why()).contains("5 %");
    store.release(daysAgo(0));
    assertThat(store.latest().id()).isEqualTo(daysAgo(0));
    assertThatThrownBy(() -> store.release(daysAgo(0)))
        .isInstanceOf(RefusedException.class)
        .hasFieldOrPropertyWithValue("code", "dump.not-held");
  }

  @Test
  void only_a_held_dump_that_is_not_pinned_is_discarded() {
    fixture.publish(daysAgo(0));
    assertThatThrownBy(() -> store.discard(daysAgo(0))).isInstanceOf(RefusedException.class);
    store.hold(daysAgo(0), "look");
    store.pin(daysAgo(0), pin("evidence", Optional.empty()));
    assertThatThrownBy(() -> store.discard(daysAgo(0)))
        .hasFieldOrPropertyWithValue("code", "dump.pinned");
    store.unpin(daysAgo(0));

    store.discard(daysAgo(0));

    assertThat(store.list()).isEmpty();
    assertThatThrownBy(store::latest).isInstanceOf(NotFoundException.class);
  }

  @Test
  void a_pin_ends_when_it_says_so() {
    fixture.publish(daysAgo(0));
    Pin kept = pin("audit", Optional.of(StoreFixture.NOW.plusSeconds(1)));
    store.pin(daysAgo(0), pin("first", Optional.empty()));
    store.pin(daysAgo(0), kept);

    assertThat(store.get(daysAgo(0)).pin()).contains(kept);
    store.pin(daysAgo(0), pin("over", Optional.of(StoreFixture.NOW.minusSeconds(1))));
    assertThat(store.get(daysAgo(0)).pinned()).isFalse();
  }

  @Test
  void a_note_made_by_hand_counts() throws IOException {
    fixture.publish(daysAgo(0));
    fixture.publish(daysAgo(1));
    Files.createDirectory(directory.resolve("pins"));
    Files.createDirectory(directory.resolve("held"));
    Files.createFile(directory.resolve("pins").resolve(daysAgo(1).value()));
    Files.writeString(directory.resolve("held").resolve(daysAgo(0).value()), "bad data!");

    assertThat(store.get(daysAgo(1)).pinned()).isTrue();
    assertThat(store.latest().id()).isEqualTo(daysAgo(1));
  }

  @Test
  void an_unmounted_share_is_neither_written_nor_read_nor_pruned() throws IOException {
    fixture.publish(daysAgo(0));
    Path mounted = Files.move(directory, temp.resolve("mounted"));
    Files.createDirectory(directory);

    for (ThrowingCallable use :
        List.<ThrowingCallable>of(
            store::open,
            store::list,
            store::latest,
            () -> store.stage(RUN, daysAgo(9)),
            () -> store.hold(daysAgo(0), ""),
            () -> store.remove(daysAgo(0)),
            () -> store.discardStaging(RUN))) {
      assertThatThrownBy(use)
          .isInstanceOf(RefusedException.class)
          .hasFieldOrPropertyWithValue("code", "store.unmounted");
    }
    assertThat(directory).isEmptyDirectory();
    Files.delete(directory);
    assertThatThrownBy(store::open).hasFieldOrPropertyWithValue("code", "store.unmounted");
    Files.move(mounted, directory);
    assertThat(store.list()).hasSize(1);
  }

  @Test
  void a_share_that_goes_away_during_a_night_gets_no_dump() throws IOException {
    fixture.publish(daysAgo(1));
    Staging staging = store.stage(RUN, daysAgo(0));
    var manifest = Dumps.small(staging.folder(), daysAgo(0));
    Files.delete(directory.resolve(".rehydrate-store"));

    assertThatThrownBy(() -> store.publish(staging, manifest))
        .hasFieldOrPropertyWithValue("code", "store.unmounted");
    assertThat(directory.resolve(daysAgo(0).value())).doesNotExist();
  }

  @Test
  void a_folder_with_something_else_in_it_does_not_become_a_store() throws IOException {
    Files.createDirectories(directory.resolve("lost+found"));
    Files.createFile(directory.resolve("thesis.doc"));
    assertThatThrownBy(store::open)
        .isInstanceOf(RefusedException.class)
        .hasFieldOrPropertyWithValue("code", "store.foreign")
        .hasMessageContaining("thesis.doc");
    Files.delete(directory.resolve("thesis.doc"));

    store.open();

    assertThat(directory.resolve(".rehydrate-store")).isRegularFile();
  }

  @Test
  void a_store_of_another_machine_is_taken_over_and_remembered() throws IOException {
    fixture.publish(daysAgo(0));
    StoreFixture other = new StoreFixture(directory);

    assertThat(other.store.list()).hasSize(1).allMatch(StoredDump::foreign);
    Files.delete(directory.resolve(".rehydrate-store"));
    assertThatThrownBy(other.store::list).hasFieldOrPropertyWithValue("code", "store.unmounted");
  }

  @Test
  void a_manifest_of_another_dump_is_not_published() {
    Staging staging = store.stage(RUN, daysAgo(0));
    DumpId other = daysAgo(1);

    assertThatThrownBy(() -> store.publish(staging, Dumps.small(staging.folder(), other)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

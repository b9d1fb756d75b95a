package io.rehydrate.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rehydrate.dump.Manifest.FileEntry;
import io.rehydrate.error.CorruptDumpException;
import io.rehydrate.exec.NamedInput;
import io.rehydrate.settings.Secret;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.settings.ServerUrl;
import io.rehydrate.support.Dumps;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadBatchTest {
  private final List<String> told = new ArrayList<>();
  @TempDir Path dump;

  @Test
  void many_small_files_come_together_and_a_large_one_stays_alone() {
    List<LoadFile> files =
        List.of(
            sized("large", 300_000), sized("a", 100_000), sized("b", 200_000), sized("c", 1_000));

    assertThat(LoadBatch.of(files))
        .extracting(batch -> batch.files().stream().map(f -> f.entry().name()).toList())
        .containsExactly(List.of("large"), List.of("a", "b"), List.of("c"));
  }

  @Test
  void files_of_different_schemas_stay_apart() {
    LoadFile one = new LoadFile(login("one"), dump, dump, new FileEntry("1", 1, ""));
    LoadFile two = new LoadFile(login("two"), dump, dump, new FileEntry("2", 1, ""));
    LoadFile three = new LoadFile(login("one"), dump, dump, new FileEntry("3", 1, ""));

    assertThat(LoadBatch.of(List.of(one, two, three)))
        .containsExactly(new LoadBatch(List.of(one, three)), new LoadBatch(List.of(two)));
  }

  @Test
  void the_files_are_read_one_after_the_other_and_named_when_it_is_their_turn() throws Exception {
    LoadBatch batch =
        new LoadBatch(List.of(file("t/a.sql.zst", "1;\n"), file("t/b.sql.zst", "2;\n")));

    try (InputStream sql = batch.open(told::add, bytes -> {})) {
      assertThat(sql.readNBytes(3)).asString(StandardCharsets.UTF_8).isEqualTo("1;\n");
      assertThat(told).containsExactly("loading t/a.sql.zst");
      assertThat(sql.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("2;\n");
    }
    assertThat(told).containsExactly("loading t/a.sql.zst", "loading t/b.sql.zst");
  }

  @Test
  void of_a_file_that_was_changed_no_byte_is_given() throws Exception {
    LoadFile sound = file("t/a.sql.zst", "1;\n");
    LoadFile changed = file("t/b.sql.zst", "2;\n");
    Dumps.file(dump, "other", "DROP DATABASE mysql;\n");
    Files.copy(dump.resolve("other"), Files.newOutputStream(changed.file()));

    try (InputStream sql = new LoadBatch(List.of(sound, changed)).open(told::add, bytes -> {})) {
      assertThat(sql.readNBytes(3)).asString(StandardCharsets.UTF_8).isEqualTo("1;\n");
      assertThatThrownBy(sql::read)
          .isInstanceOf(CorruptDumpException.class)
          .hasMessageContaining("t/b.sql.zst");
    }
  }

  @Test
  void closing_it_early_opens_no_further_file() throws IOException {
    List<LoadFile> files =
        IntStream.range(0, 5).mapToObj(i -> file("t/" + i + ".sql.zst", "1;")).toList();

    try (InputStream sql = new LoadBatch(files).open(told::add, bytes -> {})) {
      assertThat(sql.read()).isEqualTo('1');
    }

    assertThat(told).containsExactly("loading t/0.sql.zst");
  }

  @Test
  void a_line_of_all_that_was_given_is_found_in_its_file() throws IOException {
    LoadBatch batch =
        new LoadBatch(
            List.of(file("t/a.sql.zst", "1;\n2;\n"), file("t/b.sql.zst", "3;\n4;\n5;\n")));

    try (NamedInput sql = batch.open(told::add, bytes -> {})) {
      assertThat(sql.place(OptionalLong.empty())).isEqualTo("t/a.sql.zst");
      sql.readAllBytes();
      assertThat(sql.place(OptionalLong.empty())).isEqualTo("t/b.sql.zst");
      assertThat(sql.place(OptionalLong.of(2))).isEqualTo("t/a.sql.zst, line 2");
      assertThat(sql.place(OptionalLong.of(3))).isEqualTo("t/b.sql.zst, line 1");
      assertThat(sql.place(OptionalLong.of(5))).isEqualTo("t/b.sql.zst, line 3");
    }
  }

  @Test
  void a_file_that_unpacks_to_more_than_its_manifest_says_is_cut_off_there() throws IOException {
    LoadFile file = file("t/a.sql.zst", "1;\n" + " ".repeat(9_000_000));
    FileEntry less =
        new FileEntry(
            file.entry().name(), file.entry().bytes(), file.entry().sha256(), 3 * (1 << 16));
    LoadBatch batch =
        new LoadBatch(List.of(new LoadFile(file.login(), file.dump(), file.file(), less)));

    try (InputStream sql = batch.open(told::add, bytes -> {})) {
      assertThat(sql.readNBytes(3 * (1 << 16))).hasSize(3 * (1 << 16));
      assertThatThrownBy(() -> sql.readNBytes(1 << 16))
          .isInstanceOf(CorruptDumpException.class)
          .hasMessageContaining("t/a.sql.zst")
          .hasMessageContaining("196608 bytes");
    }
  }

  private LoadFile file(String name, String sql) {
    FileEntry entry = Dumps.file(dump, name, sql);
    return new LoadFile(login("dev"), dump, dump.resolve(name), entry);
  }

  private LoadFile sized(String name, long bytes) {
    return new LoadFile(login("dev"), dump, dump.resolve(name), new FileEntry(name, bytes, ""));
  }

  private static ServerLogin login(String schema) {
    return new ServerLogin(
        ServerUrl.parse("jdbc:mysql://db.example:3306/" + schema), "dev", new Secret("pw"));
  }
}

package io.rehydrate.dump;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rehydrate.error.CorruptDumpException;
import io.rehydrate.support.Dumps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerificationTest {
  @TempDir Path temp;
  private Path folder;
  private Path rows;
  private Manifest manifest;

  @BeforeEach
  void a_small_dump() {
    folder = temp.resolve("dump");
    manifest = Dumps.small(folder, new DumpId("20261122T020000Z"));
    rows = folder.resolve("insurance/rows/0001-t.sql.zst");
  }

  private void assertCorrupt(String told) {
    assertThatThrownBy(() -> Verification.verify(folder, manifest))
        .isInstanceOf(CorruptDumpException.class)
        .hasFieldOrPropertyWithValue("code", "dump.corrupt")
        .hasMessageContaining("insurance/rows/0001-t.sql.zst")
        .hasMessageContaining(told);
  }

  @Test
  void an_untouched_dump_is_sound() {
    assertThatCode(() -> Verification.verify(folder, manifest)).doesNotThrowAnyException();
  }

  @Test
  void a_missing_file_is_found() throws IOException {
    Files.delete(rows);
    assertCorrupt("is missing");
  }

  @Test
  void one_changed_bit_is_found() throws IOException {
    byte[] bytes = Files.readAllBytes(rows);
    bytes[bytes.length / 2] ^= 1;
    Files.write(rows, bytes);
    assertCorrupt("another sha256");
  }

  @Test
  void a_file_that_was_cut_or_grew_is_found() throws IOException {
    byte[] bytes = Files.readAllBytes(rows);
    Files.write(rows, java.util.Arrays.copyOf(bytes, bytes.length - 1));
    assertCorrupt("bytes instead of");
    Files.write(rows, java.util.Arrays.copyOf(bytes, bytes.length + 1));
    assertCorrupt("bytes instead of");
  }

  @Test
  void a_link_is_not_followed() throws IOException {
    Path elsewhere = Files.move(rows, temp.resolve("elsewhere"));
    Files.createSymbolicLink(rows, elsewhere);
    assertCorrupt("not a regular file");
  }

  @Test
  void a_folder_that_is_a_link_is_not_followed() throws IOException {
    Path elsewhere = Files.move(rows.getParent(), temp.resolve("elsewhere"));
    Files.createSymbolicLink(rows.getParent(), elsewhere);
    assertCorrupt("behind a link");
  }

  @Test
  void a_folder_in_a_file_s_place_is_found() throws IOException {
    Files.delete(rows);
    Files.createDirectory(rows);
    assertCorrupt("not a regular file");
  }
}

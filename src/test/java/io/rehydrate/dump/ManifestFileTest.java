package io.rehydrate.dump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rehydrate.error.CorruptDumpException;
import io.rehydrate.support.Dumps;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestFileTest {
  private static final DumpId ID = new DumpId("20261122T020000Z");

  @TempDir Path folder;
  private Manifest manifest;
  private Path file;

  @BeforeEach
  void a_small_dump() throws IOException {
    manifest = Dumps.small(folder, ID);
    file = folder.resolve("manifest.json");
  }

  @Test
  void reads_what_it_wrote() throws IOException {
    ManifestFile.write(folder, manifest);

    assertThat(ManifestFile.read(folder, Optional.empty())).isEqualTo(manifest);
    assertThat(Files.readString(file))
        .contains("\"id\" : \"20261122T020000Z\"")
        .contains("\"asOf\" : \"2026-11-22T02:00:00Z\"")
        .contains("\"fallback\" : \"old\"")
        .contains("\"rowsBefore\" : 9")
        .contains("\"orphansBefore\" : 4");
  }

  @Test
  void a_manifest_is_never_overwritten() throws IOException {
    ManifestFile.write(folder, manifest);

    assertThatThrownBy(() -> ManifestFile.write(folder, manifest))
        .isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  void a_field_of_a_later_version_is_passed_over() throws IOException {
    ManifestFile.write(folder, manifest);
    edit("\"toolVersion\"", "\"later\" : {\"a\" : [1]}, \"toolVersion\"");

    assertThat(ManifestFile.read(folder, Optional.empty())).isEqualTo(manifest);
  }

  @Test
  void without_a_manifest_a_dump_is_incomplete() throws IOException {
    assertIncomplete();
    Files.createSymbolicLink(file, Files.writeString(folder.resolve("elsewhere"), "{}"));
    assertIncomplete();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "null", "[]", "{}", "s3cret", "{\"id\":\"x\"}"})
  void garbage_is_no_manifest_and_is_not_repeated(String text) throws IOException {
    Files.writeString(file, text);

    assertIncomplete().message().doesNotContain("s3cret");
  }

  @Test
  void a_manifest_cut_anywhere_is_no_manifest() throws IOException {
    ManifestFile.write(folder, manifest);
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length += 37) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertIncomplete();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"rows\" : 3|\"rows\" : null",
        "\"rows\" : 3|\"rows\" : 3, \"rows\" : 4",
        "\"files\" : [ {|\"files\" : [ null, {",
        "\"id\" : \"20261122T020000Z\"|\"id\" : \"../20261122T020000Z\"",
        "\"relations\" :|\"others\" :"
      })
  void a_missing_doubled_or_wrong_value_is_no_manifest(String right, String wrong)
      throws IOException {
    ManifestFile.write(folder, manifest);
    edit(right, wrong);

    assertIncomplete();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../outside.zst",
        "/etc/passwd",
        "insurance/../../x",
        "insurance//x",
        "insurance/",
        ".hidden",
        "-rf",
        "a b",
        "a\\\\b",
        "a\\nb",
        "a\\u0000b",
        "\\u202eabc",
        "",
        "a/b/c/d/e",
        "insurance/after.sql.zst"
      })
  void a_hostile_file_name_is_refused(String name) throws IOException {
    ManifestFile.write(folder, manifest);
    edit("insurance/tables.sql.zst", name);

    assertCorrupt();
  }

  @ParameterizedTest
  @CsvSource({"bytes, -1", "sha256, \"abc\""})
  void a_size_or_hash_that_can_t_be_is_refused(String field, String value) throws IOException {
    ManifestFile.write(folder, manifest);
    String text = Files.readString(file);
    Files.writeString(
        file, text.replaceFirst("\"" + field + "\" : [^,\\n]*", "\"" + field + "\" : " + value));

    assertCorrupt();
  }

  private void edit(String right, String wrong) throws IOException {
    String text = Files.readString(file);
    assertThat(text).contains(right);
    Files.writeString(file, text.replace(right, wrong));
  }

  private AbstractThrowableAssert<?, ?> assertIncomplete() {
    return assertThatThrownBy(() -> ManifestFile.read(folder, Optional.empty()))
        .isInstanceOf(CorruptDumpException.class)
        .hasFieldOrPropertyWithValue("code", "dump.incomplete");
  }

  private void assertCorrupt() {
    assertThatThrownBy(() -> ManifestFile.read(folder, Optional.empty()))
        .isInstanceOf(CorruptDumpException.class)
        .hasFieldOrPropertyWithValue("code", "dump.corrupt");
  }
}

package io.rehydrate.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.rehydrate.error.InvalidException;
import io.rehydrate.settings.SecretFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskKeyTest {
  private static final String SECRET = "0123456789abcdef0123456789abcdef";
  @TempDir Path folder;

  private Path file(String content, String mode) throws IOException {
    Path file = Files.writeString(folder.resolve("mask.key"), content);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  @Test
  void subkeys_are_stable_and_differ_by_purpose_and_by_key() throws IOException {
    MaskKey key = MaskKey.read(file(SECRET, "rw-------"));
    assertThat(key.subkey("email")).hasSize(32).isEqualTo(key.subkey("email"));
    assertThat(key.subkey("email")).isNotEqualTo(key.subkey("hash"));
    assertThat(HexFormat.of().formatHex(key.subkey("email")))
        .isEqualTo("f7848a1dc382a501ec8e6df4f94dec6f572056069b1c4bf82c84232360a2db9f");
    MaskKey other = MaskKey.read(file(SECRET + "\n", "r--------"));
    assertThat(other.subkey("email")).isNotEqualTo(key.subkey("email"));
  }

  @Test
  void it_never_prints() throws IOException {
    assertThat(MaskKey.read(file(SECRET, "rw-------"))).hasToString("***");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw----r--", "rw-----w-", "r--r--r--", "rw------x"})
  void a_key_open_to_others_is_refused(String mode) throws IOException {
    Path file = file(SECRET, mode);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    assumeFalse(SecretFiles.isPrivate(file), "all of the temporary folder is closed to others");
    assertThatThrownBy(() -> MaskKey.read(file))
        .isInstanceOfSatisfying(
            InvalidException.class,
            e -> {
              assertThat(e.code()).isEqualTo("mask.key");
              assertThat(e.hint()).contains("chmod 600");
            });
  }

  @Test
  void a_short_a_repeating_a_missing_key_and_a_folder_are_refused() throws IOException {
    assertRefused(file("x".repeat(31), "rw-------"), "31 bytes");
    assertRefused(file("\0".repeat(64), "rw-------"), "guessed");
    assertRefused(file("changeme".repeat(8), "rw-------"), "guessed");
    assertRefused(file("0123456789".repeat(7_000), "rw-------"), "more than");
    assertRefused(folder.resolve("none"), "not a file");
    assertRefused(folder, "not a file");
  }

  private static void assertRefused(Path file, String message) {
    assertThatThrownBy(() -> MaskKey.read(file))
        .isInstanceOf(InvalidException.class)
        .hasMessageContaining(message);
  }
}

package io.rehydrate.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rehydrate.mysql.ServerVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MariaDbConditionTest {
  @TempDir Path folder;

  @Test
  void the_embedded_server_needs_nothing() {
    assertThat(MariaDbCondition.decide(Optional.empty(), "10.11").isDisabled()).isFalse();
  }

  @Test
  void a_missing_server_skips_the_test_and_says_why_or_fails_it_where_it_is_required() {
    assertThat(MariaDbCondition.decide(Optional.of(folder), "").getReason())
        .hasValue("no MariaDB server in " + folder);
    assertThat(MariaDbCondition.decide(Optional.of(folder), "").isDisabled()).isTrue();
    assertThatThrownBy(() -> MariaDbCondition.decide(Optional.of(folder), "10.11"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("REQUIRE_MARIADB=10.11");
  }

  @Test
  void a_server_that_is_there_is_used_if_its_version_is_the_one_asked_for() throws Exception {
    Files.createDirectory(folder.resolve("sbin"));
    Files.createFile(
        folder.resolve("sbin/mariadbd"),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));

    assertThat(MariaDbCondition.decide(Optional.of(folder), "10.11").isDisabled()).isFalse();
    ServerVersion old = ServerVersion.parse("10.11.19-MariaDB");
    assertThatCode(() -> MariaDbCondition.requireVersion(old, "10.11")).doesNotThrowAnyException();
    assertThatCode(() -> MariaDbCondition.requireVersion(old, "")).doesNotThrowAnyException();
    assertThatThrownBy(() -> MariaDbCondition.requireVersion(old, "10.1"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("10.11.19");
  }
}

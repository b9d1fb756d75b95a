package io.rehydrate.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.mysql.ServerVersion;
import org.junit.jupiter.api.Test;

class ToolChecksTest {
  @Test
  void two_versions_of_mysqldump_are_refused() {
    assertThat(ToolChecks.isBroken(ServerVersion.parse("8.0.32"))).isTrue();
    assertThat(ToolChecks.isBroken(ServerVersion.parse("5.7.41"))).isTrue();
    assertThat(ToolChecks.isBroken(ServerVersion.parse("8.0.33"))).isFalse();
    assertThat(ToolChecks.isBroken(ServerVersion.parse("11.4.5-MariaDB"))).isFalse();
  }
}

package io.rehydrate.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.settings.SettingsReader;
import io.rehydrate.support.TestHome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CopySettingsTest {
  @TempDir Path folder;

  @Test
  void sessions_on_the_source_and_memory_of_the_scratch_are_as_the_settings_say()
      throws IOException {
    TestHome home =
        TestHome.in(folder, "shop")
            .set("dump.workers", "4")
            .set("source.workers", "3")
            .set("scratch.memory", "64MB");

    CopySettings settings = CopySettings.of(SettingsReader.read(home.path(), Map.of()));

    assertThat(settings.workers()).isEqualTo(3);
    assertThat(settings.memory()).contains(64L << 20);
  }
}

package io.rehydrate.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rehydrate.error.RehydrateException;
import io.rehydrate.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal on a file system of half a megabyte. */
class FullStateTest {
  private static final Actor TESTER = new Actor("tester", "cli");

  @TempDir Path folder;
  private boolean mounted;

  private static int run(String... line) throws Exception {
    Process process =
        new ProcessBuilder(line)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return process.waitFor(20, TimeUnit.SECONDS) ? process.exitValue() : -1;
  }

  @AfterEach
  void unmount() throws Exception {
    if (mounted) {
      assertThat(run("umount", "-l", folder.resolve("small").toString())).isZero();
    }
  }

  @Test
  void a_full_disk_is_told_as_such() throws Exception {
    Path small = Files.createDirectory(folder.resolve("small"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", small.toString()) == 0,
        "This account may not mount a file system");
    mounted = true;
    Settings.State settings =
        new Settings.State(
            "jdbc:sqlite:" + small.resolve("r.db"), Optional.empty(), Optional.empty());

    try (State state = State.open(settings)) {
      Journal journal = new Journal(state, Clock.systemUTC());
      Throwable full =
          catchThrowable(
              () -> {
                for (int i = 0; i < 5_000; i++) {
                  journal.remember("fact " + i, "x".repeat(1_000), TESTER);
                }
              });

      RehydrateException known = KnownFailure.of(full).orElseThrow();
      assertThat(known.code()).isEqualTo("state.full");
      assertThat(known.hint()).contains("Free some space");
      assertThat(ActiveRun.describe(full).code()).isEqualTo("state.full");
    }
    assertThat(catchThrowable(() -> State.open(settings).close()))
        .satisfiesAnyOf(
            opened -> assertThat(opened).isNull(),
            told -> assertThat(KnownFailure.of(told).orElseThrow().code()).isEqualTo("state.full"));
  }
}

package io.rehydrate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.daemon.Beans;
import io.rehydrate.dump.DumpId;
import io.rehydrate.run.Actor;
import io.rehydrate.run.RunId;
import io.rehydrate.settings.SettingsReader;
import io.rehydrate.store.Staging;
import io.rehydrate.support.Dumps;
import io.rehydrate.support.HomeFolder;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protections of targets, at the command line. */
class TargetsCommandTest {
  private static final DumpId DUMP = new DumpId("20261120T020000Z");

  @TempDir static Path folder;

  @BeforeAll
  static void settle() {
    HomeFolder.in(folder).withTarget("dev-a").withTarget("dev-b").read();
    Clock clock = Clock.systemUTC();
    try (Beans beans = new Beans(SettingsReader.read(folder, Map.of()), clock, "test", List.of())) {
      Staging staging = beans.store().stage(RunId.at(clock.instant()), DUMP);
      beans.store().publish(staging, Dumps.small(staging.folder(), DUMP));
      beans
          .journal()
          .protections()
          .protect(
              "dev-b",
              new Actor("ann\u001b[31m", "http 192.0.2.1"),
              clock.instant().plus(Duration.ofDays(1)),
              "the demo\u001b[2J",
              false);
    }
  }

  private static Said said(String... command) {
    return Said.by(folder, List.of(command));
  }

  @Test
  void a_target_that_somebody_else_protects_is_refused_with_exit_code_12() {
    for (String option : List.of("--yes", "--dry-run")) {
      Said refused = said("refresh", "--target", "dev-b", option);

      assertThat(refused.exit()).as(refused.err()).isEqualTo(12);
      assertThat(refused.err())
          .contains(
              "protected by ann\\u001b[31m until ", "the demo", "[target.protected]", "--override")
          .doesNotContain("\u001b");
    }
    // it is not admitted: the next check refuses it
    Said overridden = said("refresh", "--target", "dev-b", "--dry-run", "--override");
    assertThat(overridden.exit()).isNotEqualTo(12);
    assertThat(overridden.err()).doesNotContain("target.protected");
    assertThat(said("targets").out()).contains("PROTECTED", "by ann", "the demo");
    assertThat(said("targets").out()).doesNotContain("\u001b");
    assertThat(said("targets", "--json").out()).contains("\"protection\"", "\"by\"", "\"until\"");
  }

  @Test
  void a_target_is_protected_and_unprotected() {
    Said made = said("targets", "protect", "dev-a", "--until", "2d", "--why", "a release");
    assertThat(made.exit()).as(made.err()).isZero();
    assertThat(made.err()).contains("dev-a is protected by ", ": a release");
    assertThat(said("refresh", "--target", "dev-a", "--dry-run").err())
        .doesNotContain("target.protected");
    assertThat(said("targets", "unprotect", "dev-a").err()).contains("no longer protected");
    assertThat(said("targets", "unprotect", "dev-a").err()).contains("was not protected");

    for (String until : List.of("91d", "2020-01-01T00:00:00Z", "tomorrow", "")) {
      Said refused = said("targets", "protect", "dev-a", "--until", until, "--why", "x");
      assertThat(refused.exit()).as(until).isEqualTo(2);
      assertThat(refused.err()).contains("target.protection");
    }
    assertThat(said("targets", "protect", "dev-a", "--until", "1d").exit()).isEqualTo(2);
    assertThat(said("targets", "protect", "nowhere", "--until", "1d", "--why", "x").exit())
        .isEqualTo(10);
    assertThat(said("audit", "list").out()).contains("protect dev-a", "why a release, until 2d");
  }
}

package io.rehydrate.night;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rehydrate.daemon.Beans;
import io.rehydrate.daemon.Engine;
import io.rehydrate.error.RefusedException;
import io.rehydrate.run.Actor;
import io.rehydrate.run.Run;
import io.rehydrate.settings.SettingsReader;
import io.rehydrate.support.TestHome;
import io.rehydrate.support.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ends a night before anything is made for it, and who may read what one makes. */
class NightAdmissionTest {
  private static final Actor TESTER = new Actor("tester", "cli");
  private static final Instant TWO = Instant.parse("2026-11-22T02:00:00Z");
  private static final Set<PosixFilePermission> OF_OTHERS =
      EnumSet.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.GROUP_EXECUTE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE,
          PosixFilePermission.OTHERS_EXECUTE);

  @TempDir Path folder;

  private TestHome home() throws IOException {
    String schema = TestServers.newSchema(TestServers.source());
    TestServers.run(
        TestServers.source().root(),
        "CREATE TABLE " + schema + ".kinds (id INT PRIMARY KEY)",
        "INSERT INTO " + schema + ".kinds VALUES (1)");
    return TestHome.in(folder, schema)
        .plan("version: 1\nunlisted: { columns: keep }\ntables: { kinds: keep }\n");
  }

  private Beans beans(Clock clock) {
    return new Beans(SettingsReader.read(folder, Map.of()), clock, "test", List.of());
  }

  private static Run night(Beans beans, Engine engine, Instant asOf) {
    Run queued = beans.nights().queue(TESTER, asOf);
    engine.send("direct:night", queued.id());
    return beans.journal().get(queued.id());
  }

  @Test
  void nobody_else_may_read_what_a_night_makes_and_an_older_night_is_refused() throws Exception {
    home();
    Set<Path> ours;
    try (Stream<Path> before = Files.walk(folder)) {
      ours = Set.copyOf(before.toList());
    }

    try (Beans beans = beans(Clock.systemUTC());
        Engine engine = Engine.foreground(beans)) {
      assertThat(night(beans, engine, TWO).failure()).isEmpty();
      try (Stream<Path> made = Files.walk(folder)) {
        assertThat(made.filter(path -> !ours.contains(path)))
            .contains(
                folder.resolve("state/rehydrate.db"), folder.resolve("store/pins").getParent())
            .anyMatch(path -> path.toString().endsWith(".log"))
            .anyMatch(path -> path.toString().endsWith(".sql.zst"))
            .allSatisfy(
                path ->
                    assertThat(Files.getPosixFilePermissions(path))
                        .doesNotContainAnyElementsOf(OF_OTHERS));
      }
      assertThatThrownBy(() -> beans.nights().queue(TESTER, TWO.minusSeconds(60)))
          .isInstanceOf(RefusedException.class)
          .hasFieldOrPropertyWithValue("code", "night.older");
    }
  }

  @Test
  void a_clock_minutes_away_from_the_source_s_ends_the_night_before_it_begins() throws Exception {
    home();

    for (int minutes : new int[] {-3, 3}) {
      Clock wrong = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(minutes));
      try (Beans beans = beans(wrong);
          Engine engine = Engine.foreground(beans)) {
        Run run = night(beans, engine, TWO.plusSeconds(minutes));

        Run.Failure failure = run.failure().orElseThrow();
        assertThat(failure.code()).isEqualTo("clock.differs");
        assertThat(failure.exitCode()).isEqualTo(13);
        assertThat(failure.message())
            .contains(minutes < 0 ? "behind" : "ahead of")
            .contains("source");
        assertThat(run.step()).isEqualTo("acquire");
        assertThat(beans.store().list()).isEmpty();
      }
    }
  }
}

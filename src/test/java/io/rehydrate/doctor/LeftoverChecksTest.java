package io.rehydrate.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.doctor.Check.Level;
import io.rehydrate.run.Actor;
import io.rehydrate.run.Journal;
import io.rehydrate.run.RunId;
import io.rehydrate.run.State;
import io.rehydrate.settings.Settings;
import io.rehydrate.source.aws.Leftovers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoverChecksTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final String PROVEN = "{\"seen\":true}";

  @TempDir Path folder;

  private static Check examine(Journal journal, Instant now) {
    Findings findings = new Findings();
    new LeftoverChecks(
            new Leftovers(journal, Duration.ofHours(2), Clock.fixed(now, ZoneOffset.UTC)))
        .examine(findings);
    return findings.checks().get(0);
  }

  @Test
  void what_an_earlier_run_left_is_told_with_the_commands_once_it_is_late() {
    Settings.State settings =
        new Settings.State(
            "jdbc:sqlite:" + folder.resolve("s.db"), Optional.empty(), Optional.empty());
    try (State state = State.open(settings)) {
      Journal journal = new Journal(state, Clock.fixed(NOON, ZoneOffset.UTC));
      assertThat(examine(journal, NOON).level()).isEqualTo(Level.OK);

      RunId living = journal.queueNight(new Actor("ops", "cli"), "night:prod", NOON).id();
      journal.begin(living);
      journal.add(living, "aws-cluster", "rehydrate-living", PROVEN);
      RunId unknown = RunId.at(NOON);
      journal.add(unknown, "aws-instance", "rehydrate-x-i1", PROVEN);
      journal.add(unknown, "aws-instance", "rehydrate-never-seen", "");
      journal.add(unknown, "scratch-schema", "something-else", "");

      assertThat(examine(journal, NOON.plusSeconds(3_600)).level()).isEqualTo(Level.OK);
      Check late = examine(journal, NOON.plusSeconds(7_201));
      assertThat(late.level()).isEqualTo(Level.FAIL);
      assertThat(late.message()).startsWith("1 AWS resources");
      assertThat(late.hint())
          .contains("--db-instance-identifier rehydrate-x-i1")
          .doesNotContain("living")
          .doesNotContain("never-seen");
    }
  }
}

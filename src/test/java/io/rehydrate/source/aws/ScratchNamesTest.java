package io.rehydrate.source.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.run.RunId;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ScratchNamesTest {
  private final RunId run = RunId.at(Instant.parse("2026-11-22T02:00:00Z"));

  @Test
  void names_are_what_aws_takes_even_with_the_longest_prefix() {
    ScratchNames names = new ScratchNames("a23456789-123456789-1234567890", run);

    assertThat(names.instance(99))
        .matches("[a-z][a-z0-9]*(-[a-z0-9]+)*")
        .hasSizeLessThanOrEqualTo(63)
        .startsWith(names.base());
  }

  @Test
  void an_instances_name_tells_which_attempt_it_is_of() {
    ScratchNames names = new ScratchNames("rehydrate", run);

    assertThat(names.attempt(names.instance(3))).isEqualTo(3);
    assertThat(names.attempt("somebody-elses-i7")).isEqualTo(1);
  }

  @Test
  void what_the_journal_keeps_is_read_again() {
    ResourceNote memory =
        new ResourceNote(true, "rds:prod-2026-11-21", 1_000, "8.0.mysql_aurora.3.08.0", "why");

    assertThat(ResourceNote.parse(memory.text())).isEqualTo(memory);
    assertThat(ResourceNote.parse("")).isEqualTo(ResourceNote.NOTHING);
    assertThat(ResourceNote.parse(ResourceNote.NOTHING.text())).isEqualTo(ResourceNote.NOTHING);
  }
}

package io.rehydrate.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.dump.MigrationHistory.Applied;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RefComparisonTest {
  private static final List<Applied> HISTORY =
      List.of(row(1, "1", "V1__one.sql"), row(2, "2", "V2__two.sql"));

  @Test
  void what_the_ref_would_run_is_pending() {
    RefComparison found = compare(HISTORY, "V1__one.sql", "V2__two.sql", "V4__b.sql", "V3__a.sql");

    assertThat(found.pending()).containsExactly("V3__a.sql", "V4__b.sql");
    assertThat(found.missing()).isEmpty();
    assertThat(found.problems()).isEmpty();
  }

  @Test
  void what_the_dump_has_and_the_ref_lacks_is_missing_and_refused_where_flyway_would() {
    RefComparison behind = compare(HISTORY, "V1__one.sql");
    assertThat(behind.missing()).containsExactly("V2__two.sql");
    assertThat(behind.pending()).isEmpty();
    assertThat(behind.problems()).isEmpty();

    RefComparison apart = compare(HISTORY, "V2__two.sql", "V3__a.sql");
    assertThat(apart.missing()).containsExactly("V1__one.sql");
    assertThat(apart.pending()).containsExactly("V3__a.sql");
    assertThat(apart.problems()).hasSize(1);
    assertThat(apart.problems().get(0)).contains("'one'", "is not on the ref");
  }

  @Test
  void a_changed_file_and_one_out_of_order_are_problems_unless_the_settings_allow_them() {
    List<Applied> history =
        List.of(
            new Applied(1, Optional.of("1"), "one", "SQL", "V1__one.sql", Optional.of(7), true),
            row(2, "3", "V3__three.sql"));
    String[] files = {"V1__one.sql", "V2__late.sql", "V3__three.sql"};

    assertThat(compare(history, files).problems())
        .anyMatch(p -> p.contains("not the one that ran in production"))
        .anyMatch(p -> p.contains("older than what did"));
    RefComparison allowed =
        RefComparison.of(
            Optional.of(history),
            files(files),
            Map.of("flyway.validateOnMigrate", "false", "flyway.outOfOrder", "true"));
    assertThat(allowed.problems()).isEmpty();
    assertThat(allowed.pending()).containsExactly("V2__late.sql");
  }

  @Test
  void a_repeatable_migration_runs_again_when_its_file_has_changed() {
    List<Applied> history =
        List.of(
            new Applied(1, Optional.empty(), "views", "SQL", "R__views.sql", Optional.of(1), true));

    assertThat(compare(history, "R__views.sql").pending()).containsExactly("R__views.sql");
  }

  @Test
  void a_dump_without_a_history_is_refused_or_begins_at_the_baseline() {
    assertThat(RefComparison.of(Optional.empty(), files("V1__one.sql"), Map.of()).problems())
        .singleElement()
        .asString()
        .contains("no history", "flyway.table");
    assertThat(
            RefComparison.of(
                    Optional.empty(),
                    files("V1__one.sql", "V2__two.sql"),
                    Map.of("flyway.baselineOnMigrate", "true"))
                .pending())
        .containsExactly("V2__two.sql");
  }

  @Test
  void two_files_of_one_version_are_a_problem() {
    assertThat(compare(HISTORY, "V3__a.sql", "V3__b.sql").problems())
        .singleElement()
        .asString()
        .contains("the same version", "V3__a.sql");
  }

  @Test
  void a_history_under_another_name_is_compared_too() {
    RefComparison found =
        RefComparison.of(
            Optional.of(HISTORY),
            files("V1__one.sql", "V2__two.sql", "V3__a.sql"),
            Map.of("flyway.table", "the history"));

    assertThat(found.pending()).containsExactly("V3__a.sql");
  }

  private static RefComparison compare(List<Applied> history, String... files) {
    return RefComparison.of(Optional.of(history), files(files), Map.of());
  }

  private static Applied row(int rank, String version, String script) {
    String description = script.replaceAll("V\\d+__|\\.sql", "");
    return new Applied(
        rank, Optional.of(version), description, "SQL", script, Optional.empty(), true);
  }

  private static List<MigrationFile> files(String... names) {
    byte[] text = "SELECT 1;\n".getBytes(StandardCharsets.UTF_8);
    return Arrays.stream(names)
        .map(name -> new MigrationFile(name, text.length, () -> new ByteArrayInputStream(text)))
        .toList();
  }
}

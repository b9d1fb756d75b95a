package io.rehydrate.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rehydrate.support.CommandProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchCommandTest {
  @TempDir Path home;

  private CommandProcess bench(String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of("bench"));
    all.addAll(List.of(arguments));
    return CommandProcess.start(
        home,
        Map.of("rehydrate.installation", Path.of("").toAbsolutePath().toString()),
        all.toArray(String[]::new));
  }

  @Test
  void the_figures_of_each_round_are_given_to_programs() throws Exception {
    CommandProcess run = bench("--rows", "2000", "--rounds", "2", "--json");

    assertThat(run.exitCode()).as(run.errors()).isZero();
    JsonNode figures = new ObjectMapper().readTree(run.output());
    assertThat(figures.get("rounds")).hasSize(2);
    JsonNode round = figures.get("rounds").get(1);
    assertThat(round.get("rowsBefore").asLong()).isBetween(1_500L, 2_500L);
    assertThat(round.get("rows").asLong()).isPositive().isLessThan(2_000);
    assertThat(round.get("night").asDouble()).isPositive();
    assertThat(round.get("nightWithoutProof").asDouble()).isLessThan(round.get("night").asDouble());
    assertThat(round.get("plainNight").fieldNames())
        .toIterable()
        .containsExactly("copy", "rows", "masks", "dump");
    List<String> parts = round.get("parts").findValuesAsText("part");
    assertThat(parts).startsWith("acquire", "dehydrate").contains("dump", "verify", "read-back");
    for (JsonNode part : round.get("parts")) {
      assertThat(part.fieldNames())
          .toIterable()
          .contains("seconds", "production", "scratch", "this process", "client programs");
    }
    assertThat(Files.exists(home.resolve("bench-run/servers"))).isFalse();
  }

  @Test
  void a_folder_without_a_mysql_is_an_error_before_anything_is_begun() throws Exception {
    CommandProcess run = bench("--mysql-home", "nowhere");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.errors()).contains("bench.mysql-home", "nowhere", "bin/mysqld", "bin/mysqldump");
    assertThat(home.resolve("bench-run")).doesNotExist();
  }
}

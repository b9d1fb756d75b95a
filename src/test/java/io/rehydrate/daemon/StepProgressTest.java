package io.rehydrate.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.refresh.RefreshRequest;
import io.rehydrate.run.ActiveRun;
import io.rehydrate.run.Actor;
import io.rehydrate.run.Progress;
import io.rehydrate.run.Run;
import io.rehydrate.run.RunState;
import io.rehydrate.settings.SettingsReader;
import io.rehydrate.support.TestHome;
import io.rehydrate.support.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Variable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the steps of a night and of a refresh have counted when each of them is over. */
class StepProgressTest {
  private static final Actor TESTER = new Actor("tester", "cli");
  private static final Instant TWO = Instant.parse("2026-11-22T02:00:00Z");
  private static final int ROWS = 2_000;
  private static final String PLAN =
      """
      version: 1
      unlisted: { tables: keep, columns: keep }
      tables:
        people: { rows: keep, mask: { name: full-name } }
      """;
  private static final String LOOK = "- bean: { ref: probe, method: look }\n";

  @TempDir Path folder;

  /** Notes what was counted where the routes ask it to. */
  public static final class Probe {
    private final Map<String, Progress.Reading> seen = new LinkedHashMap<>();

    public void look(@Variable("run") ActiveRun run) {
      run.progress().reading().ifPresent(reading -> seen.put(reading.work(), reading));
    }
  }

  private void lookAfter(String file, String step, String indent) throws IOException {
    Path route = folder.resolve("routes").resolve(file);
    String text = Files.readString(route);
    assertThat(text).contains(indent + step + "\n");
    Files.writeString(
        route, text.replace(indent + step + "\n", indent + step + "\n" + indent + LOOK));
  }

  @Test
  void copy_rewrite_dump_scan_load_and_indexes_count_to_their_ends() throws Exception {
    String schema = TestServers.newSchema(TestServers.source());
    TestServers.run(
        TestServers.source().root(),
        "USE " + schema,
        "CREATE TABLE people (id INT PRIMARY KEY, name VARCHAR(80), KEY (name))",
        "INSERT INTO people SELECT seq, CONCAT('name ', seq) FROM seq_1_to_" + ROWS,
        "ANALYZE TABLE people");
    String live = TestServers.newSchema(TestServers.target());
    TestHome home =
        TestHome.in(folder, schema).target("dev", TestServers.target().root(), live).plan(PLAN);
    lookAfter(
        "nightly.camel.yaml", "- to: { uri: \"direct:acquire-{{source.kind}}\" }", " ".repeat(14));
    lookAfter("nightly.camel.yaml", "- to: { uri: direct:dump }", " ".repeat(14));
    lookAfter("nightly.camel.yaml", "- to: { uri: direct:read-back }", " ".repeat(14));
    lookAfter("dehydrate.camel.yaml", "- bean: { ref: dehydrator, method: next }", " ".repeat(14));
    lookAfter("load.camel.yaml", "- bean: { ref: refreshSteps, method: tie }", " ".repeat(8));
    lookAfter("load.camel.yaml", "- bean: { ref: refreshSteps, method: index }", " ".repeat(14));
    Probe probe = new Probe();
    try (Beans beans =
        new Beans(
            SettingsReader.read(home.path(), Map.of()), Clock.systemUTC(), "test", List.of())) {
      beans.byName().put("probe", probe);
      beans.admission().admit("dev", TESTER);
      try (Engine engine = Engine.foreground(beans)) {
        Run night = beans.nights().queue(TESTER, TWO);
        engine.send("direct:night", night.id());
        Run refresh =
            beans.refreshes().queue(TESTER, new RefreshRequest("dev", "latest", Optional.empty()));
        engine.send("direct:refresh", refresh.id());
        for (Run run : List.of(night, refresh)) {
          assertThat(beans.journal().get(run.id()).failure()).isEmpty();
          assertThat(beans.journal().get(run.id()).state()).isEqualTo(RunState.SUCCEEDED);
          assertThat(beans.journal().recall("steps:" + run.lease()).orElse("")).contains("\"");
        }
      }
    }

    assertThat(probe.seen.get("copy").done()).isEqualTo(ROWS);
    assertThat(probe.seen.get("dump").done()).isEqualTo(ROWS);
    assertThat(probe.seen).containsKeys("copy", "rewrite", "dump", "scan", "load");
    for (String work : List.of("copy", "dump", "scan", "load")) {
      Progress.Reading reading = probe.seen.get(work);
      assertThat(reading.done()).as(work).isPositive().isEqualTo(reading.total());
    }
  }
}

package io.rehydrate.night;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rehydrate.daemon.Beans;
import io.rehydrate.daemon.Engine;
import io.rehydrate.dump.Attachments;
import io.rehydrate.dump.Manifest;
import io.rehydrate.dump.Verification;
import io.rehydrate.error.CorruptDumpException;
import io.rehydrate.run.Actor;
import io.rehydrate.run.Run;
import io.rehydrate.settings.SettingsReader;
import io.rehydrate.store.StoredDump;
import io.rehydrate.support.CommandProcess;
import io.rehydrate.support.TestHome;
import io.rehydrate.support.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NightReportTest {
  private static final String PLAN =
      """
      version: 1
      unlisted: { tables: fail, columns: keep }
      core:
        orders: { newest-by: made_at, window: 13 months }  # <b>a comment</b>
      relations:
        - "`<b>lines`.order_id -> orders.id"
      tables:
        '*_log': truncate
      """;

  @TempDir Path folder;

  private static StoredDump night(TestHome home) throws Exception {
    try (Beans beans =
            new Beans(
                SettingsReader.read(home.path(), Map.of()), Clock.systemUTC(), "test", List.of());
        Engine engine = Engine.foreground(beans)) {
      Run queued =
          beans.nights().queue(new Actor("tester", "cli"), Instant.parse("2026-11-22T02:00:00Z"));
      engine.send("direct:night", queued.id());
      assertThat(beans.journal().get(queued.id()).failure()).isEmpty();
      return beans.store().latest();
    }
  }

  @Test
  void a_dump_has_its_report_its_plan_and_its_schema_and_vouches_for_them() throws Exception {
    String schema = TestServers.newSchema(TestServers.source());
    TestServers.run(
        TestServers.source().root(),
        "USE " + schema,
        "CREATE TABLE orders (id INT PRIMARY KEY, made_at DATETIME NOT NULL)",
        "CREATE TABLE `<b>lines` (id INT PRIMARY KEY, order_id INT)",
        "CREATE TABLE a_log (id INT PRIMARY KEY)",
        "INSERT INTO orders VALUES (1, '2020-01-01'), (2, '2026-10-01')",
        "INSERT INTO `<b>lines` VALUES (1, 1), (2, 2), (3, 2), (4, 77)");
    TestHome home = TestHome.in(folder, schema).plan(PLAN);

    StoredDump dump = night(home);

    assertThat(dump.manifest().attachments())
        .extracting(Manifest.FileEntry::name)
        .containsExactlyInAnyOrder("report.html", "plan.yaml", "schema.json", "migrations.json");
    assertThat(Attachments.read(dump.folder(), dump.manifest(), Attachments.PLAN)).contains(PLAN);
    assertThat(Files.readString(dump.folder().resolve("report.html")))
        .contains("1 inside the window of 13 months")
        .contains("2 follow by &lt;b&gt;lines.order_id -&gt; orders.id")
        .contains("&lt;b&gt;lines.order_id -&gt; orders.id</td><td class=\"number\">1</td>")
        .contains("<td>– rewrite</td>")
        .doesNotContain("<b>");
    assertThat(Attachments.shape(dump.folder(), dump.manifest()).orElseThrow().schemas())
        .hasEntrySatisfying(
            schema,
            tables ->
                assertThat(tables.get("orders").columns())
                    .containsEntry("made_at", "datetime not null"));

    comparedOnTheCommandLine(home, schema);

    Files.writeString(dump.folder().resolve("report.html"), "<p>all is well</p>");
    assertThatThrownBy(() -> Verification.verify(dump.folder(), dump.manifest()))
        .isInstanceOf(CorruptDumpException.class)
        .hasMessageContaining("report.html");
  }

  private static void comparedOnTheCommandLine(TestHome home, String schema) throws Exception {
    TestServers.run(
        TestServers.source().root(), "ALTER TABLE " + schema + ".orders ADD COLUMN note TEXT");

    CommandProcess fits = CommandProcess.start(home.path(), "plan", "check", "--json");

    assertThat(fits.exitCode()).as(fits.errors()).isZero();
    JsonNode answer = new ObjectMapper().readTree(fits.output());
    assertThat(answer.path("comparedWith").asText()).isEqualTo("20261122T020000Z");
    assertThat(answer.path("findings").findValuesAsText("code"))
        .containsExactly("relation.index", "drift.column-new", "table.inferred");
    assertThat(answer.path("findings").get(0).path("level").asText()).isEqualTo("warning");
    assertThat(answer.path("relations").get(0).path("orphans").asInt()).isEqualTo(1);
    assertThat(answer.path("tables").findValuesAsText("rows"))
        .containsExactly("follow", "truncate", "core");

    home.plan(PLAN.replace("columns: keep", "columns: fail").replace("*_log", "*_lg"));
    CommandProcess refused = CommandProcess.start(home.path(), "plan", "check");

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.errors()).contains("The plan has 3 problems [plan.invalid]");
    assertThat(refused.output())
        .contains("problem  line 8, tables.'*_lg': the pattern fits no table")
        .contains("orders.note: redact")
        .contains("note  " + schema + ".orders.note: is a new column: text");
  }
}

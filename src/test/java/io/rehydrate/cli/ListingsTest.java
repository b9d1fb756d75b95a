package io.rehydrate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.ContextInitializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.rehydrate.daemon.Beans;
import io.rehydrate.dump.DumpId;
import io.rehydrate.error.ErrorCode;
import io.rehydrate.error.MigrationFailedException;
import io.rehydrate.run.ActiveRun;
import io.rehydrate.run.Actor;
import io.rehydrate.run.RunId;
import io.rehydrate.settings.SettingsReader;
import io.rehydrate.store.Pin;
import io.rehydrate.store.Staging;
import io.rehydrate.support.Dumps;
import io.rehydrate.support.HomeFolder;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What runs, dumps and targets show of a home with some of each. */
class ListingsTest {
  private static final Actor JANE = new Actor("jane\u001b[31m", "cli");
  private static final String OLDER = "20261120T020000Z";
  private static final String HELD = "20261121T020000Z";

  @TempDir static Path folder;
  private static RunId failed;

  @BeforeAll
  static void settle() {
    HomeFolder.in(folder).withTarget("dev-a").read();
    try (Beans beans =
        new Beans(SettingsReader.read(folder, Map.of()), Clock.systemUTC(), "test", List.of())) {
      publish(beans, OLDER);
      publish(beans, HELD);
      beans.store().hold(new DumpId(HELD), "people.note may contain personal data");
      Instant until = Instant.parse("2099-01-01T00:00:00Z");
      beans
          .store()
          .pin(
              new DumpId(OLDER),
              new Pin("ann", "the release", Clock.systemUTC().instant(), Optional.of(until)));
      failed = beans.journal().queueRefresh(JANE, "dev-a", OLDER, Optional.of("main")).id();
      ActiveRun run = beans.runs().begin(failed);
      run.step("migrate");
      beans
          .runs()
          .fail(
              run,
              new MigrationFailedException(
                  ErrorCode.MIGRATIONS_FAILED, "V3.sql failed:\nline 7", "Mend it."));
      beans.runs().end(run);
      beans.journal().queueRefresh(JANE, "dev-a", OLDER, Optional.empty());
    }
  }

  private static void publish(Beans beans, String id) {
    Staging staging = beans.store().stage(RunId.at(Clock.systemUTC().instant()), new DumpId(id));
    beans.store().publish(staging, Dumps.small(staging.folder(), new DumpId(id)));
  }

  @AfterEach
  void as_before() throws Exception {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    new ContextInitializer(context).autoConfig();
  }

  private static String said(String... command) {
    PrintStream before = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      String[] whole = new String[command.length + 2];
      whole[0] = "--home";
      whole[1] = folder.toString();
      System.arraycopy(command, 0, whole, 2, command.length);
      assertThat(Rehydrate.run(whole)).isZero();
    } finally {
      System.setOut(before);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  /** Every field is one of the contract's, and all that it requires are there. */
  private static void assertShape(JsonNode value, String schema) throws Exception {
    JsonNode contract;
    try (InputStream file =
        ListingsTest.class.getResourceAsStream("/io/rehydrate/http/openapi.yaml")) {
      contract = new YAMLMapper().readTree(file).at("/components/schemas/" + schema);
    }
    Set<String> fields = new TreeSet<>();
    value.fieldNames().forEachRemaining(fields::add);
    Set<String> known = new TreeSet<>();
    contract.path("properties").fieldNames().forEachRemaining(known::add);
    assertThat(known).containsAll(fields);
    contract.path("required").forEach(name -> assertThat(fields).contains(name.asText()));
    value.forEach(field -> assertThat(field.isNull()).as(value.toString()).isFalse());
  }

  private static JsonNode json(String... command) throws Exception {
    return new ObjectMapper().readTree(said(command));
  }

  @Test
  void lists_as_json_have_the_shape_of_the_api() throws Exception {
    JsonNode runs = json("runs", "--json");
    JsonNode dumps = json("dumps", "--json");
    JsonNode targets = json("targets", "--json");

    assertThat(runs).hasSize(2);
    assertThat(dumps).hasSize(2);
    assertThat(targets).hasSize(1);
    for (JsonNode run : runs) {
      assertShape(run, "Run");
    }
    for (JsonNode dump : dumps) {
      assertShape(dump, "Dump");
    }
    assertShape(targets.get(0), "Target");
    assertThat(runs.get(1).path("id").asText()).isEqualTo(failed.value());
    assertThat(runs.get(1).path("kind").asText()).isEqualTo("refresh");
    assertThat(runs.get(1).path("exitCode").asInt()).isEqualTo(15);
    assertThat(runs.get(1).path("failure").path("code").asText()).isEqualTo("migrations.failed");
  }

  @Test
  void runs_are_listed_with_their_time_their_exit_code_and_their_failure() {
    List<String> lines = said("runs").lines().toList();

    assertThat(lines.get(0)).contains("STATE", "EXIT", "BEGAN", "TOOK", "FAILURE");
    assertThat(lines.get(1)).contains("queued", "not yet");
    assertThat(lines.get(2))
        .contains(failed.value(), "failed", " 15 ", "Z", " s ", "migrate", "dev-a from " + OLDER)
        .contains("jane\\u001b[31m (cli)")
        .endsWith("V3.sql failed:... [migrations.failed]");
  }

  @Test
  void one_run_is_shown_with_why_it_failed() throws Exception {
    assertThat(said("runs", "show", failed.value()))
        .contains("refresh dev-a from " + OLDER, "failed, exit code 15", "migrate")
        .contains("[migrations.failed] Mend it.")
        .doesNotContain("\u001b");
    assertShape(json("runs", "show", failed.value(), "--json"), "Run");
  }

  @Test
  void dumps_are_listed_with_their_age_why_they_are_held_and_who_pinned_them() {
    List<String> lines = said("dumps").lines().toList();

    assertThat(lines.get(0)).contains("AGE", "ROWS", "SIZE", "STATE");
    assertThat(lines.get(1)).contains(HELD).endsWith("held: people.note may contain personal data");
    assertThat(lines.get(2))
        .contains(OLDER)
        .endsWith("pinned by ann: the release, until 2099-01-01 00:00:00Z");
  }

  @Test
  void one_dump_is_shown_table_by_table() throws Exception {
    assertThat(said("dumps", "show", HELD))
        .contains("held: people.note", folder.resolve("store").resolve(HELD).toString())
        .contains("TABLE", "MASKED COLUMNS");
    assertThat(json("dumps", "show", HELD, "--json").path("tables")).isNotEmpty();
  }
}

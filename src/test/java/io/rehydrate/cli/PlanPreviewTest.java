package io.rehydrate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rehydrate.support.CommandProcess;
import io.rehydrate.support.TestHome;
import io.rehydrate.support.TestServers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanPreviewTest {
  private static final String PLAN =
      """
      version: 1
      unlisted: { tables: keep, columns: keep }
      columns:
        mask:
          mail: email
          name: full-name
          phone: phone
          born: { date-shift: 30 }
          income: { number-noise: 10 }
          profile: { json: { "$.phone": phone, "$.tags[*].by": full-name } }
          raw: hash
          note: { sql: "CONCAT('note ', CHAR_LENGTH(note), ' of ', id)" }
          fixed: { value: made up }
      """;

  @TempDir Path folder;

  private TestHome home() throws Exception {
    String schema = TestServers.newSchema(TestServers.source());
    TestServers.run(
        TestServers.source().root(),
        "USE " + schema,
        "CREATE TABLE people (id INT PRIMARY KEY, mail VARCHAR(60), name VARCHAR(60), phone VARCHAR(30), born DATE,"
            + " income DECIMAL(9,2), profile JSON, raw VARBINARY(32), note TEXT COMMENT 'ask joe@corp.io', fixed CHAR(20))",
        "CREATE TABLE plain (id INT PRIMARY KEY)",
        "CREATE VIEW staff AS SELECT id FROM people WHERE mail = 'boss@corp.io'",
        "INSERT INTO people VALUES (1, 'real@corp.io', 'Real Person', '1', '1970-01-01', 1, '{}', x'00', 'real', 'r')");
    return TestHome.in(folder, schema).plan(PLAN);
  }

  @Test
  void shows_what_each_mask_makes_of_made_up_values_and_no_real_one() throws Exception {
    home();

    CommandProcess preview = CommandProcess.start(folder, "plan", "preview", "people", "--json");

    assertThat(preview.exitCode()).as(preview.errors()).isZero();
    JsonNode lines = new ObjectMapper().readTree(preview.output());
    assertThat(lines.findValuesAsText("column"))
        .containsOnly("mail", "name", "phone", "born", "income", "profile", "raw", "note", "fixed")
        .hasSize(18);
    assertThat(lines)
        .allSatisfy(line -> assertThat(line.path("after").asText()).isNotEmpty())
        .filteredOn(line -> !line.path("column").asText().equals("income"))
        .allSatisfy(
            line ->
                assertThat(line.path("after").asText()).isNotEqualTo(line.path("before").asText()));
    assertThat(lines.get(0).path("before").asText()).isEqualTo("jane.sample@mail.example");
    assertThat(lines.get(0).path("after").asText()).matches("[0-9a-f]{20}@example\\.com");
    assertThat(preview.output())
        .contains("note 38 of 42", "\\\"kept\\\"")
        .doesNotContain("real@corp.io", "Real Person", "1970");

    CommandProcess unknown = CommandProcess.start(folder, "plan", "preview", "peple");
    assertThat(unknown.exitCode()).isEqualTo(10);
    assertThat(unknown.errors()).contains("did you mean 'people'?");
    CommandProcess plain = CommandProcess.start(folder, "plan", "preview", "plain");
    assertThat(plain.exitCode()).isZero();
    assertThat(plain.errors()).contains("No column of").contains("is masked");
  }

  @Test
  void the_check_warns_of_definitions_that_carry_data() throws Exception {
    home();

    CommandProcess check = CommandProcess.start(folder, "plan", "check", "--seconds", "0");

    assertThat(check.exitCode()).as(check.errors()).isZero();
    assertThat(check.output())
        .containsPattern("people\\.note: its definition may hold e-mail addresses")
        .containsPattern("view t\\d+\\.staff: its definition may hold e-mail addresses")
        .doesNotContain("corp.io");
  }
}

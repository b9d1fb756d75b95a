package io.rehydrate.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rehydrate.error.StageFailedException;
import io.rehydrate.settings.Settings;
import io.rehydrate.support.CommandProcess;
import io.rehydrate.support.HomeFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.flywaydb.core.api.MigrationVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JournalSchemaOnSqliteTest {
  private static final Actor JANE = new Actor("jane", "cli");

  @TempDir Path folder;

  private String url(String name) {
    return "jdbc:sqlite:" + folder.resolve(name);
  }

  private State open(String name) {
    return State.open(new Settings.State(url(name), Optional.empty(), Optional.empty()));
  }

  private void make(String name, int shape, int columns) throws SQLException, IOException {
    try (Connection session = DriverManager.getConnection(url(name))) {
      JournalShapes.make(session, shape, columns, true);
    }
  }

  private static List<Map<String, Object>> tables(State state) {
    return state
        .client()
        .sql(
            "SELECT m.name AS t, c.name AS c, c.type, c.\"notnull\" AS n, c.pk FROM sqlite_master m,"
                + " pragma_table_info(m.name) c WHERE m.name NOT LIKE 'sqlite%' ORDER BY 1, c.cid")
        .query()
        .listOfRows();
  }

  private static List<String> versions(State state) {
    return state
        .client()
        .sql("SELECT version || ' ' || type FROM journal_history ORDER BY installed_rank")
        .query(String.class)
        .list();
  }

  @Test
  void a_new_state_has_the_newest_version_and_is_left_alone_by_the_next_start() {
    List<String> versions;
    try (State state = open("new.db")) {
      versions = versions(state);
      assertThat(versions)
          .containsExactly(
              "1 SQL", "2 SQL", "3 SQL", "4 SQL", "5 SQL", "6 SQL", "7 SQL", "8 SQL", "9 SQL",
              "10 SQL", "11 SQL", "12 SQL", "13 SQL")
          .last()
          .isEqualTo(JournalSchema.NEWEST + " SQL");
    }
    try (State state = open("new.db")) {
      assertThat(versions(state)).isEqualTo(versions);
    }
  }

  @Test
  void the_newest_version_is_that_of_the_files() throws IOException {
    for (String dialect : List.of("sqlite", "mysql")) {
      List<MigrationVersion> versions = new ArrayList<>();
      for (String part : List.of("any", dialect)) {
        try (Stream<Path> files =
            Files.list(Path.of("src/main/resources/io/rehydrate/run/journal", part))) {
          files
              .map(file -> file.getFileName().toString().replaceFirst("^V(\\d+)__.*", "$1"))
              .map(MigrationVersion::fromVersion)
              .forEach(versions::add);
        }
      }
      assertThat(versions)
          .doesNotHaveDuplicates()
          .contains(JournalSchema.NEWEST)
          .noneMatch(version -> version.isNewerThan(JournalSchema.NEWEST));
    }
  }

  @ParameterizedTest
  @CsvSource({"1,0", "1,1", "2,2", "2,3", "3,0", "4,0"})
  void a_state_of_before_flyway_keeps_its_rows_and_gets_the_tables_of_a_new_one(
      int shape, int columns) throws Exception {
    make("old.db", shape, columns);

    try (State fresh = open("new.db");
        State state = open("old.db")) {
      assertThat(tables(state)).isEqualTo(tables(fresh));
      assertThat(versions(state)).last().isEqualTo(JournalSchema.NEWEST + " SQL");
      Journal journal = new Journal(state, Clock.systemUTC());
      assertThat(journal.recall("name")).contains("value");
      assertThat(journal.get(new RunId("20261122t020000-first")).state())
          .isEqualTo(RunState.SUCCEEDED);
      assertThat(state.client().sql("SELECT message FROM run").query(String.class).single())
          .isEqualTo("Grüße");
      assertThat(state.client().sql("SELECT detail FROM resource").query(String.class).single())
          .isEqualTo("a detail");
      assertThat(state.client().sql("SELECT owner FROM lease").query(String.class).list())
          .containsExactly("elsewhere/boot 7 1");
      assertThat(journal.queueScheduled(JANE, "night:b", Instant.EPOCH)).isPresent();
      assertThat(journal.queueScheduled(JANE, "night:b", Instant.EPOCH)).isEmpty();
    }
  }

  @Test
  void a_state_of_a_newer_version_is_refused_and_left_as_it_is() {
    try (State state = open("newer.db")) {
      state
          .client()
          .sql(
              "INSERT INTO journal_history VALUES (20, '99', 'later', 'SQL', 'V99__later.sql', 1,"
                  + " 'rehydrate 7.0.1', '2030-01-01', 1, 1)")
          .update();
    }
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> open("newer.db").close())
          .isInstanceOfSatisfying(
              StageFailedException.class, e -> assertThat(e.code()).isEqualTo("state.newer"))
          .hasMessageContaining("newer.db")
          .hasMessageContaining("rehydrate 7.0.1: its journal is of version 99")
          .hasMessageContaining("up to " + JournalSchema.NEWEST);
    }
  }

  @Test
  void what_is_no_journal_in_the_way_of_a_table_is_told_with_its_file() throws Exception {
    try (Connection session = DriverManager.getConnection(url("other.db"))) {
      session.createStatement().execute("CREATE VIEW run AS SELECT 1 AS id");
    }

    assertThatThrownBy(() -> open("other.db").close())
        .isInstanceOfSatisfying(
            StageFailedException.class, e -> assertThat(e.code()).isEqualTo("state.unusable"))
        .hasMessageContaining("other.db");
  }

  @ParameterizedTest
  @CsvSource({"0", "1"})
  void processes_that_start_at_once_share_one_state_and_say_nothing_of_it(int shape)
      throws Exception {
    HomeFolder.in(folder).with("state.url", url("state.db")).read();
    if (shape > 0) {
      make("state.db", shape, 0);
    }
    List<CommandProcess> processes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      processes.add(CommandProcess.start(folder, "runs"));
    }

    for (CommandProcess process : processes) {
      assertThat(process.exitCode()).as(process.errors()).isZero();
      assertThat(process.errors()).isEmpty();
      assertThat(process.output()).doesNotContainIgnoringCase("flyway");
    }
    try (State state = open("state.db")) {
      assertThat(versions(state))
          .doesNotHaveDuplicates()
          .last()
          .isEqualTo(JournalSchema.NEWEST + " SQL");
    }
  }
}

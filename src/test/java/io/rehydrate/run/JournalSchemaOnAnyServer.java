package io.rehydrate.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rehydrate.error.StageFailedException;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.settings.Secret;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.settings.Settings;
import io.rehydrate.support.TestServers;
import java.sql.Connection;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The journal in a schema that was not made for it, by an account that may use no other. */
abstract class JournalSchemaOnAnyServer {
  private static final Actor JANE = new Actor("jane", "cli");
  private static final String PASSWORD = "state-Word-1";

  private final ServerLogin root;
  private String schema;

  JournalSchemaOnAnyServer(ServerLogin root) {
    this.root = root;
  }

  @BeforeEach
  void narrowSchema() {
    schema = TestServers.newSchema(root);
    TestServers.run(
        root,
        "ALTER DATABASE " + schema + " CHARACTER SET latin1",
        "CREATE USER '" + schema + "'@'%' IDENTIFIED BY '" + PASSWORD + "'",
        "GRANT ALL ON " + schema + ".* TO '" + schema + "'@'%'",
        "CREATE TABLE " + schema + ".another (id INT PRIMARY KEY)");
  }

  @AfterEach
  void drop() {
    TestServers.run(root, "DROP DATABASE " + schema, "DROP USER '" + schema + "'@'%'");
  }

  private State open() {
    return State.open(
        new Settings.State(
            "jdbc:mysql://" + root.url().address() + "/" + schema,
            Optional.of(schema),
            Optional.of(new Secret(PASSWORD))));
  }

  private void make(int shape, int columns) throws Exception {
    try (Connection session = Sessions.open(root, "test server")) {
      Sessions.run(session, "USE " + schema);
      JournalShapes.make(session, shape, columns, false);
    }
  }

  private static List<String> versions(State state) {
    return state
        .client()
        .sql("SELECT CONCAT(version, ' ', type) FROM journal_history ORDER BY installed_rank")
        .query(String.class)
        .list();
  }

  private static void hasTheTablesOfThisVersion(State state) {
    assertThat(versions(state))
        .containsExactly(
            "0 BASELINE",
            "1 SQL",
            "4 SQL",
            "5 SQL",
            "6 SQL",
            "7 SQL",
            "8 SQL",
            "9 SQL",
            "10 SQL",
            "11 SQL",
            "12 SQL",
            JournalSchema.NEWEST + " SQL");
    assertThat(
            state
                .client()
                .sql(
                    "SELECT table_name, table_collation FROM information_schema.tables WHERE"
                        + " table_schema = DATABASE() AND table_name NOT IN ('another',"
                        + " 'journal_history') ORDER BY 1")
                .query((row, i) -> Map.entry(row.getString(1), row.getString(2)))
                .list())
        .extracting(Map.Entry::getKey)
        .containsExactly(
            "access_token",
            "audit",
            "audit_head",
            "clone",
            "clone_order",
            "dump_figures",
            "fact",
            "lease",
            "progress",
            "protection_override",
            "request_key",
            "resource",
            "run",
            "run_step",
            "target_protection");
    assertThat(
            state
                .client()
                .sql(
                    "SELECT DISTINCT collation_name FROM information_schema.columns WHERE"
                        + " table_schema = DATABASE() AND table_name NOT IN ('another',"
                        + " 'journal_history') AND collation_name IS NOT NULL")
                .query(String.class)
                .list())
        .containsExactly("utf8mb4_bin");
    assertThat(
            state
                .client()
                .sql(
                    "SELECT data_type FROM information_schema.columns WHERE table_schema ="
                        + " DATABASE() AND table_name = 'resource' AND column_name = 'detail'")
                .query(String.class)
                .single())
        .isEqualTo("longtext");
  }

  @Test
  void a_schema_with_other_tables_gets_the_journal_once() {
    try (State state = open()) {
      hasTheTablesOfThisVersion(state);
    }
    try (State state = open()) {
      hasTheTablesOfThisVersion(state);
      Journal journal = new Journal(state, Clock.systemUTC());
      journal.remember("name", "ß 😀", JANE);
      assertThat(journal.recall("name")).contains("ß 😀");
    }
  }

  @ParameterizedTest
  @CsvSource({"1,0", "2,2", "3,0", "4,0"})
  void a_state_of_before_flyway_keeps_its_rows_and_gets_the_tables_of_a_new_one(
      int shape, int columns) throws Exception {
    make(shape, columns);

    try (State state = open()) {
      hasTheTablesOfThisVersion(state);
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

  /** A server keeps each change for itself: the history may lack one that is made. */
  @Test
  void a_migration_that_was_cut_is_run_again_and_one_that_failed_too() {
    try (State state = open()) {
      state.client().sql("DELETE FROM journal_history WHERE installed_rank > 2").update();
    }
    try (State state = open()) {
      hasTheTablesOfThisVersion(state);
      state
          .client()
          .sql("DELETE FROM journal_history WHERE version IN ('8', '9', '10', '11', '12', '13')")
          .update();
      state.client().sql("UPDATE journal_history SET success = 0 WHERE version = '7'").update();
    }
    try (State state = open()) {
      hasTheTablesOfThisVersion(state);
    }
  }

  @Test
  void a_state_of_a_newer_version_is_refused_and_left_as_it_is() {
    try (State state = open()) {
      state
          .client()
          .sql(
              "INSERT INTO journal_history VALUES (20, '99', 'later', 'SQL', 'V99__later.sql', 1,"
                  + " 'rehydrate 7.0.1', '2030-01-01', 1, 1)")
          .update();
    }

    assertThatThrownBy(() -> open().close())
        .isInstanceOfSatisfying(
            StageFailedException.class, e -> assertThat(e.code()).isEqualTo("state.newer"))
        .hasMessageContaining(schema)
        .hasMessageContaining("rehydrate 7.0.1: its journal is of version 99")
        .hasMessageContaining("up to " + JournalSchema.NEWEST);
  }

  @ParameterizedTest
  @CsvSource({"0", "1"})
  void daemons_that_start_at_once_share_the_tables(int shape) throws Exception {
    if (shape > 0) {
      make(shape, 0);
    }
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<CompletableFuture<State>> daemons =
          Stream.generate(() -> CompletableFuture.supplyAsync(this::open, threads))
              .limit(4)
              .toList();
      for (CompletableFuture<State> daemon : daemons) {
        try (State state = daemon.join()) {
          hasTheTablesOfThisVersion(state);
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }
}

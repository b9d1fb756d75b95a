package io.rehydrate.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.rehydrate.error.BusyException;
import io.rehydrate.error.InvalidException;
import io.rehydrate.error.RefusedException;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.plan.FirstPass;
import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.plan.RowRule;
import io.rehydrate.run.RunId;
import io.rehydrate.settings.Secret;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.support.TestServers;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServerCopyTest {
  private final CopyFixture fixture = CopyFixture.onTestServers();
  private final CopyFixture processes =
      new CopyFixture(fixture.source, fixture.scratch, "information_schema");

  @AfterEach
  void drop_the_copy() {
    fixture.onScratch("SET GLOBAL local_infile = ON", "DROP DATABASE IF EXISTS " + fixture.schema);
  }

  private List<String> copied(String query) throws SQLException {
    return fixture.rows(fixture.scratch, query);
  }

  private List<String> indexesOf(String table) throws SQLException {
    return copied(
        "SELECT DISTINCT index_name FROM information_schema.statistics WHERE table_schema ="
            + " DATABASE() AND table_name = '"
            + table
            + "' ORDER BY 1");
  }

  @Test
  void tables_are_made_as_the_plan_will_use_them() throws SQLException {
    for (String table : List.of("kept", "followed", "emptied")) {
      fixture.onSource(
          "CREATE TABLE " + table + " (id INT PRIMARY KEY, n INT, KEY n (n))",
          "INSERT INTO " + table + " VALUES (1, 1), (2, 2)");
    }
    fixture.onSource("CREATE TABLE child (id INT, FOREIGN KEY f (id) REFERENCES kept (id))");
    fixture.rules.put("followed", RowRule.FOLLOW);
    fixture.rules.put("emptied", RowRule.TRUNCATE);

    Scratch scratch = fixture.copy();

    assertThat(copied("SELECT COUNT(*) FROM kept")).containsExactly("[2]");
    assertThat(copied("SELECT COUNT(*) FROM followed")).containsExactly("[2]");
    assertThat(copied("SELECT COUNT(*) FROM emptied")).containsExactly("[0]");
    assertThat(indexesOf("kept")).containsExactlyInAnyOrder("[PRIMARY]", "[n]");
    assertThat(indexesOf("followed")).containsExactly("[PRIMARY]");
    assertThat(indexesOf("emptied")).containsExactlyInAnyOrder("[PRIMARY]", "[n]");
    assertThat(copied("SHOW CREATE TABLE child").toString()).doesNotContain("FOREIGN KEY");
    assertThat(scratch.sourceIdentity()).isPresent().get().isNotEqualTo(scratch.identity());
    assertThat(scratch.identifier()).isEqualTo(fixture.source.url().address());
    assertThat(scratch.catalog().tables()).hasSize(4);
  }

  @Test
  void views_and_triggers_stay_behind_and_sequences_come_along() throws SQLException {
    fixture.onSource(
        "CREATE SEQUENCE q START WITH 5 INCREMENT BY 10 NOCACHE",
        "DO NEXTVAL(q)",
        "CREATE TABLE t (a INT DEFAULT NEXTVAL(q), g INT AS (a + 1) STORED) AUTO_INCREMENT=7",
        "INSERT INTO t (a) VALUES (1)",
        "CREATE VIEW v AS SELECT a FROM t",
        "CREATE TRIGGER r BEFORE INSERT ON t FOR EACH ROW SET NEW.a = 0",
        "CREATE SEQUENCE done MAXVALUE 2 NOCACHE",
        "DO NEXTVAL(done), NEXTVAL(done)");

    fixture.copy();

    assertThat(copied("SELECT a, g FROM t")).containsExactly("[1, 2]");
    assertThat(copied("SELECT NEXTVAL(q)")).containsExactly("[15]");
    assertThatThrownBy(() -> copied("SELECT NEXTVAL(done)")).hasMessageContaining("run out");
    assertThat(copied("SHOW TRIGGERS")).isEmpty();
    assertThat(copied("SHOW FULL TABLES WHERE table_type = 'VIEW'")).isEmpty();
  }

  @Test
  void all_sessions_see_one_moment() throws Exception {
    fixture.onSource(
        "CREATE TABLE a (id INT PRIMARY KEY, n INT)",
        "CREATE TABLE b (id INT PRIMARY KEY, n INT)",
        "INSERT INTO a VALUES (1, 1000000)",
        "INSERT INTO b VALUES (1, 0)");
    ResolvedPlan plan = fixture.plan();
    AtomicBoolean stop = new AtomicBoolean();
    CompletableFuture<Long> transfers = CompletableFuture.supplyAsync(() -> transfer(stop));
    try {
      for (int round = 0; round < 5; round++) {
        try (ServerCopy copier = fixture.copier(fixture.source, 3)) {
          copier.copy(fixture.run, plan, FirstPass.none(), Set.of());
        }
        assertThat(copied("SELECT (SELECT n FROM a) + (SELECT n FROM b)"))
            .containsExactly("[1000000]");
      }
    } finally {
      stop.set(true);
    }
    assertThat(transfers.join()).isGreaterThan(20);
    assertThat(fixture.log).anyMatch(line -> line.contains("3 sessions that share one moment"));
  }

  private long transfer(AtomicBoolean stop) {
    long count = 0;
    try (Connection session = Sessions.open(fixture.source, "test")) {
      session.setCatalog(fixture.schema);
      session.setAutoCommit(false);
      for (; !stop.get(); count++) {
        Sessions.run(session, "UPDATE a SET n = n - 1", "UPDATE b SET n = n + 1", "COMMIT");
      }
      return count;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void an_account_that_can_only_read_suffices() throws SQLException {
    fixture.onSource("CREATE TABLE t (a INT)", "INSERT INTO t VALUES (1)");
    ServerLogin reader = reader("copy_reader", "SELECT, SHOW VIEW, TRIGGER, EVENT, RELOAD");

    fixture.copy(reader, 2);

    assertThat(copied("SELECT a FROM t")).containsExactly("[1]");
    assertThat(fixture.log).anyMatch(line -> line.contains("share one moment; the source was"));
  }

  @Test
  void without_the_right_to_lock_one_session_copies_all() throws SQLException {
    fixture.onSource(
        "CREATE TABLE t (a INT)", "INSERT INTO t VALUES (1)", "CREATE TABLE u (a INT)");
    ServerLogin reader = reader("copy_lockless", "SELECT, SHOW VIEW, TRIGGER, EVENT");

    fixture.copy(reader, 2);

    assertThat(copied("SELECT a FROM t")).containsExactly("[1]");
    assertThat(fixture.log)
        .anyMatch(line -> line.contains("in one session") && line.contains("RELOAD"));
  }

  private ServerLogin reader(String name, String rights) {
    fixture.onSource(
        "CREATE OR REPLACE USER " + name + " IDENTIFIED BY 'x'",
        "GRANT " + rights + " ON *.* TO " + name);
    return new ServerLogin(fixture.source.url(), name, new Secret("x"));
  }

  @Test
  void a_table_that_stays_locked_on_the_source_does_not_keep_everybody_waiting()
      throws SQLException {
    fixture.onSource("CREATE TABLE t (a INT)", "INSERT INTO t VALUES (1)");
    String elsewhere = TestServers.newSchema(TestServers.source());
    try (Connection writer = Sessions.open(fixture.source, "test")) {
      writer.setCatalog(elsewhere);
      Sessions.run(writer, "CREATE TABLE busy (a INT)", "LOCK TABLES busy WRITE");

      fixture.copy();
    }
    assertThat(copied("SELECT a FROM t")).containsExactly("[1]");
    assertThat(fixture.log).anyMatch(line -> line.contains("no global read lock within 3 s"));
  }

  @Test
  void sessions_on_the_source_can_not_write() throws SQLException {
    fixture.onSource("CREATE TABLE t (a INT)");
    CopySettings settings =
        new CopySettings(
            fixture.source,
            fixture.scratch,
            Optional.empty(),
            1,
            Duration.ofMinutes(1),
            Duration.ofMinutes(1));
    try (CopySessions sessions = new CopySessions(settings)) {
      Connection session = sessions.source();

      assertThatThrownBy(
              () -> Sessions.run(session, "INSERT INTO " + fixture.schema + ".t VALUES (1)"))
          .hasMessageMatching("(?i).*read.only.*");
    }
  }

  @Test
  void a_large_table_goes_in_ranges_and_arrives_whole() throws SQLException {
    fixture.onSource(
        "CREATE TABLE d (i INT)",
        "INSERT INTO d VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)",
        "CREATE TABLE t (id BIGINT UNSIGNED PRIMARY KEY, s VARCHAR(20), KEY (s))",
        "INSERT INTO t SELECT a.i * 100000 + b.i * 10000 + c.i * 1000 + e.i * 100 + f.i * 10 + g.i,"
            + " CONCAT(a.i, b.i) FROM d a, d b, d c, d e, d f, d g WHERE a.i < 4 OR b.i = 1",
        "INSERT INTO t VALUES (18446744073709551614, 'last')",
        "ANALYZE TABLE t");

    fixture.copy(fixture.source, 3);

    assertThat(copied("CHECKSUM TABLE t"))
        .isEqualTo(fixture.rows(fixture.source, "CHECKSUM TABLE t"));
    assertThat(indexesOf("t")).containsExactlyInAnyOrder("[PRIMARY]", "[s]");
    assertThat(fixture.log).contains("copied " + fixture.schema + ".t: 460001 rows");
  }

  @Test
  void the_source_as_scratch_is_refused_before_anything_is_written() throws SQLException {
    fixture.onSource("CREATE TABLE t (a INT)");
    CopyFixture same = new CopyFixture(fixture.source, fixture.source, fixture.schema);

    assertThatThrownBy(same::copy)
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.code()).isEqualTo("guard.source"));
    assertThat(same.journal).isEmpty();
    assertThat(fixture.rows(fixture.source, "SHOW TABLES")).containsExactly("[t]");
  }

  @Test
  void a_schema_that_nobody_of_us_made_is_refused_and_stays() throws SQLException {
    fixture.onSource("CREATE TABLE t (a INT)");
    fixture.onScratch(
        "CREATE DATABASE " + fixture.schema,
        "CREATE TABLE " + fixture.schema + ".precious (a INT)");

    assertThatThrownBy(fixture::copy)
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.code()).isEqualTo("guard.foreign-schema"));
    assertThat(copied("SHOW TABLES")).containsExactly("[precious]");
    assertThat(fixture.journal).isEmpty();
  }

  @Test
  void a_schema_of_another_installation_is_refused() {
    fixture.onSource("CREATE TABLE t (a INT)");
    markedOnScratch("elsewhere", fixture.run.value());

    assertThatThrownBy(fixture::copy)
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.code()).isEqualTo("guard.foreign-schema"));
  }

  @Test
  void a_live_runs_schema_is_busy_and_a_dead_ones_is_replaced() throws SQLException {
    RunId other = new RunId("20260101t000000-aaaaa");
    fixture.onSource("CREATE TABLE t (a INT)");
    markedOnScratch(CopyFixture.INSTALLATION, other.value());
    ResolvedPlan plan = fixture.plan();

    assertThatThrownBy(
            () ->
                fixture
                    .copier(fixture.source, 1)
                    .copy(fixture.run, plan, FirstPass.none(), Set.of(other)))
        .isInstanceOfSatisfying(
            BusyException.class, e -> assertThat(e.code()).isEqualTo("scratch.busy"))
        .hasMessageContaining(other.value());

    fixture.copy();
    assertThat(copied("SHOW TABLES")).containsExactly("[__rehydrate_scratch]", "[t]");
    assertThat(copied("SELECT installation, run FROM __rehydrate_scratch"))
        .containsExactly("[here, " + fixture.run + "]");
    assertThat(fixture.journal).containsExactly("scratch-schema " + fixture.schema);
  }

  private void markedOnScratch(String installation, String run) {
    fixture.onScratch(
        "CREATE DATABASE " + fixture.schema,
        "CREATE TABLE "
            + fixture.schema
            + ".__rehydrate_scratch (installation VARCHAR(100), run VARCHAR(100))",
        "INSERT INTO "
            + fixture.schema
            + ".__rehydrate_scratch VALUES ('"
            + installation
            + "', '"
            + run
            + "')");
  }

  @Test
  void a_table_that_changed_since_the_plan_was_checked_stops_the_copy() throws SQLException {
    fixture.onSource(
        "CREATE TABLE t (a INT)", "CREATE TABLE u (id INT AUTO_INCREMENT PRIMARY KEY)");
    ResolvedPlan plan = fixture.plan();
    fixture.onSource(
        "ALTER TABLE t ADD secret VARCHAR(9)",
        "INSERT INTO u VALUES (7)",
        "CREATE TABLE w (a INT)");

    assertThatThrownBy(
            () ->
                fixture
                    .copier(fixture.source, 2)
                    .copy(fixture.run, plan, FirstPass.none(), Set.of()))
        .isInstanceOfSatisfying(
            StageFailedException.class, e -> assertThat(e.code()).isEqualTo("copy.changed"))
        .hasMessageContaining(fixture.schema + ".t")
        .hasMessageContaining(fixture.schema + ".w")
        .hasMessageNotContaining(fixture.schema + ".u");
  }

  /** A table that is read first, since it is the largest, and statements for right after that. */
  private void afterTheFirst(String... statements) {
    fixture.onSource(
        "CREATE TABLE first (id INT PRIMARY KEY AUTO_INCREMENT, t VARCHAR(1000))",
        "INSERT INTO first (t) SELECT REPEAT('x', 1000) FROM seq_1_to_300",
        "ANALYZE TABLE first");
    fixture.onLog =
        line -> {
          if (line.startsWith("copied " + fixture.schema + ".first")) {
            fixture.onSource(statements);
          }
        };
  }

  @Test
  void a_table_of_its_own_that_is_truncated_or_altered_meanwhile_is_read_again()
      throws SQLException {
    fixture.onSource(
        "CREATE TABLE queue (id INT PRIMARY KEY, n INT)",
        "CREATE TABLE notes (id INT PRIMARY KEY, n INT)",
        "CREATE TABLE others (id INT PRIMARY KEY)",
        "INSERT INTO queue VALUES (1, 1)",
        "INSERT INTO notes VALUES (1, 1), (2, 2)",
        "INSERT INTO others VALUES (1)");
    afterTheFirst(
        "TRUNCATE TABLE queue",
        "INSERT INTO queue VALUES (7, 7)",
        "ALTER TABLE notes ADD COLUMN secret VARCHAR(20) NOT NULL DEFAULT 'secret' FIRST",
        "INSERT INTO others VALUES (2)");

    fixture.copy(fixture.source, 1);

    assertThat(fixture.rows(fixture.scratch, "SELECT * FROM queue")).containsExactly("[7, 7]");
    assertThat(fixture.rows(fixture.scratch, "SELECT * FROM notes ORDER BY id"))
        .containsExactly("[1, 1]", "[2, 2]");
    assertThat(fixture.rows(fixture.scratch, "SELECT * FROM others")).containsExactly("[1]");
    assertThat(fixture.log)
        .anyMatch(line -> line.startsWith(fixture.schema + ".queue was truncated or altered"));
  }

  @Test
  void a_table_that_others_depend_on_is_named_when_it_changes_meanwhile() {
    fixture.onSource(
        "CREATE TABLE people (id INT PRIMARY KEY)",
        "CREATE TABLE pets (id INT PRIMARY KEY, owner INT, FOREIGN KEY (owner) REFERENCES people"
            + " (id))",
        "INSERT INTO people VALUES (1)");
    fixture.relates("pets", "owner", "people", "id");
    afterTheFirst("ALTER TABLE people FORCE");

    assertThatThrownBy(() -> fixture.copy(fixture.source, 1))
        .isInstanceOfSatisfying(
            StageFailedException.class,
            e -> {
              assertThat(e.code()).isEqualTo("copy.changed");
              assertThat(e.hint()).contains("'truncate'");
            })
        .hasMessageContaining(fixture.schema + ".people");
  }

  @Test
  void a_table_can_be_altered_on_the_source_once_it_was_read() throws SQLException {
    fixture.onSource("CREATE TABLE b (id INT PRIMARY KEY)", "INSERT INTO b VALUES (1)");
    afterTheFirst("SET lock_wait_timeout = 20", "ALTER TABLE first ADD COLUMN n INT");

    fixture.copy(fixture.source, 1);

    assertThat(fixture.rows(fixture.scratch, "SELECT * FROM b")).containsExactly("[1]");
  }

  @Test
  void closing_it_ends_a_copy_and_all_its_sessions() throws SQLException {
    fixture.onSource(
        "CREATE TABLE d (i INT)",
        "INSERT INTO d VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)",
        "CREATE TABLE t (s VARCHAR(200))",
        "INSERT INTO t SELECT REPEAT('x', 200) FROM d a, d b, d c, d e, d f, d g LIMIT 300000");
    ServerLogin reader = reader("copy_closed", "SELECT");
    ResolvedPlan plan = fixture.plan();
    ServerCopy copier = fixture.copier(reader, 1);
    CompletableFuture<Scratch> copying =
        CompletableFuture.supplyAsync(
            () -> copier.copy(fixture.run, plan, FirstPass.none(), Set.of()));
    await().until(() -> !processes.rows(fixture.scratch, LOADS).isEmpty());

    copier.close();

    assertThatThrownBy(copying::join)
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(StageFailedException.class)
        .hasMessageContaining("was stopped");
    await().until(() -> processes.rows(fixture.scratch, LOADS).isEmpty());
    await()
        .until(
            () ->
                processes
                    .rows(
                        fixture.source,
                        "SELECT id FROM information_schema.processlist WHERE user = 'copy_closed'")
                    .isEmpty());
    assertThatThrownBy(() -> copier.copy(fixture.run, plan, FirstPass.none(), Set.of()))
        .hasMessageContaining("was stopped");
  }

  private static final String LOADS =
      "SELECT id FROM information_schema.processlist WHERE info LIKE 'LOAD DATA%'";

  @Test
  void a_session_that_is_lost_is_told_with_its_table() throws SQLException {
    fixture.onSource(
        "CREATE TABLE d (i INT)",
        "INSERT INTO d VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)",
        "CREATE TABLE t (s VARCHAR(200))",
        "INSERT INTO t SELECT REPEAT('x', 200) FROM d a, d b, d c, d e, d f, d g LIMIT 300000");
    CompletableFuture<Scratch> copying =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return fixture.copy();
              } catch (SQLException e) {
                throw new IllegalStateException(e);
              }
            });
    await().until(() -> !processes.rows(fixture.scratch, LOADS).isEmpty());

    String id = processes.rows(fixture.scratch, LOADS).get(0).replaceAll("\\D", "");
    fixture.onScratch("KILL " + id);

    assertThatThrownBy(copying::join)
        .hasCauseInstanceOf(StageFailedException.class)
        .hasMessageContaining("Copying the table " + fixture.schema + ".t failed")
        .hasMessageNotContaining("xxx");
  }

  @Test
  void local_infile_is_switched_on_where_the_account_may() throws SQLException {
    fixture.onSource("CREATE TABLE t (a INT)", "INSERT INTO t VALUES (1)");
    fixture.onScratch(
        "SET GLOBAL local_infile = OFF",
        "CREATE OR REPLACE USER copy_writer IDENTIFIED BY 'x'",
        "GRANT ALL ON " + fixture.schema + ".* TO copy_writer");
    CopyFixture limited =
        new CopyFixture(
            fixture.source,
            new ServerLogin(fixture.scratch.url(), "copy_writer", new Secret("x")),
            fixture.schema);

    assertThatThrownBy(limited::copy)
        .isInstanceOfSatisfying(
            InvalidException.class,
            e -> {
              assertThat(e.code()).isEqualTo("scratch.local-infile");
              assertThat(e.hint()).contains("local_infile = ON");
            });

    fixture.copy();
    assertThat(copied("SELECT a FROM t")).containsExactly("[1]");
  }

  @Test
  void rows_that_do_not_fit_on_the_scratch_are_refused_before_any_is_copied() throws Exception {
    fixture.onSource(
        "CREATE TABLE t (id INT PRIMARY KEY)", "CREATE TABLE log (id INT PRIMARY KEY)");
    fixture.bytes.put("t", 1L << 60);

    try (ServerCopy copier = fixture.copier(fixture.source, 2)) {
      assertThatThrownBy(() -> copier.copy(fixture.run, fixture.plan(), FirstPass.none(), Set.of()))
          .isInstanceOfSatisfying(
              RefusedException.class, e -> assertThat(e.code()).isEqualTo("scratch.space"))
          .hasMessageContaining("free where its data lies");
    }
    assertThat(fixture.journal).isEmpty();
    fixture.rules.put("t", RowRule.TRUNCATE);
    fixture.copy();
  }
}

package io.rehydrate.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rehydrate.error.BusyException;
import io.rehydrate.error.RefusedException;
import io.rehydrate.error.RehydrateException;
import io.rehydrate.mysql.Sessions;
import io.rehydrate.schema.TableName;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.settings.Settings.Target;
import io.rehydrate.support.Kill;
import io.rehydrate.support.TestBook;
import io.rehydrate.support.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaSwapTest {
  private final ServerLogin root = TestServers.target().root();
  private final String live = TestServers.newSchema(TestServers.target());
  private final String second = TestServers.newSchema(TestServers.target());
  private final Target target = RefreshFixture.target(root, live, second);
  private TestBook book = new TestBook();

  @BeforeEach
  void start() {
    reset();
  }

  @Test
  void the_live_schemas_become_the_incoming_ones_with_all_that_belongs_to_them() throws Exception {
    exchange(Kill.never());

    String state = RefreshFixture.state(live, second);
    assertThat(state)
        .contains("new rows", "`fresh_only`", "v_new", "f_new", "trg_new_1", "trg_new_2", "e_new")
        .contains("utf8mb4_unicode_ci", "CONSTRAINT `fk_new`", "CONSTRAINT `fk_across`")
        .doesNotContain("old", "__incoming", "__outgoing", "__rehydrate");
    assertThat(book.resources()).isEmpty();
    try (Connection session = Sessions.open(root, "test server")) {
      assertThat(RefreshFixture.rows(session, "SELECT * FROM " + live + ".v_new"))
          .containsExactly("1|new rows|");
      assertThat(
              RefreshFixture.rows(
                  session,
                  "SELECT status FROM information_schema.events WHERE event_schema = '"
                      + live
                      + "'"))
          .containsExactly("DISABLED|");
      Sessions.run(session, "INSERT INTO " + live + ".p VALUES (2, 'x')");
      assertThat(RefreshFixture.rows(session, "SELECT t FROM " + live + ".p WHERE id = 2"))
          .containsExactly("x12|");
      assertThatThrownBy(() -> Sessions.run(session, "INSERT INTO " + live + ".c VALUES (9, 99)"))
          .hasMessageContaining("fk_new");
      assertThatThrownBy(() -> Sessions.run(session, "INSERT INTO " + second + ".q VALUES (99)"))
          .hasMessageContaining("fk_across");
    }
  }

  @Test
  void a_target_that_does_not_exist_yet_is_made() {
    TestServers.run(root, "DROP DATABASE " + second, "DROP DATABASE " + live);

    exchange(Kill.never());

    assertThat(RefreshFixture.state(live, second)).contains("new rows", "trg_new_1");
  }

  @Test
  void killed_after_any_statement_the_target_becomes_wholly_old_or_wholly_new() {
    String old = RefreshFixture.state(live, second);
    exchange(Kill.never());
    String fresh = RefreshFixture.state(live, second);

    List<String> ends = new ArrayList<>();
    for (int n = 1; ; n++) {
      reset();
      Kill kill = Kill.after(n);
      tryExchange(kill);
      if (!kill.happened()) {
        break;
      }
      recover(Kill.never());
      String end = RefreshFixture.state(live, second);
      assertThat(end).as("killed at %s", n).isIn(old, fresh);
      ends.add(end.equals(old) ? "old" : "new");
    }
    assertThat(ends).hasSizeGreaterThan(30);
    assertThat(String.join(" ", ends)).matches("(old )+(new ?)+");
  }

  @ParameterizedTest
  @ValueSource(strings = {"the rename has happened", "the triggers are gone"})
  void a_recovery_may_be_killed_anywhere_too(String moment) {
    boolean renamed = moment.startsWith("the rename");
    String old = RefreshFixture.state(live, second);
    exchange(Kill.never());
    String wanted = renamed ? RefreshFixture.state(live, second) : old;

    for (int m = 1; ; m++) {
      reset();
      tryExchange(renamed ? Kill.after("RENAME") : Kill.before("RENAME"));
      Kill kill = Kill.after(m);
      try {
        recover(kill);
      } catch (RehydrateException | IllegalStateException e) {
        assertThat(kill.happened()).isTrue();
      }
      boolean ended = !kill.happened();
      recover(Kill.never());
      assertThat(RefreshFixture.state(live, second)).as("killed at %s", m).isEqualTo(wanted);
      if (ended) {
        assertThat(m).isGreaterThan(7);
        break;
      }
    }
  }

  @Test
  void an_open_transaction_is_named_and_the_target_is_as_it_was() throws Exception {
    String old = RefreshFixture.state(live, second);
    StagingSchemas incoming = load(Kill.never());
    try (Connection busy = Sessions.open(root, "test server")) {
      busy.setAutoCommit(false);
      RefreshFixture.rows(busy, "SELECT * FROM " + live + ".p");
      String id = RefreshFixture.rows(busy, "SELECT CONNECTION_ID()").get(0).replace("|", "");

      assertThatThrownBy(() -> new SchemaSwap(book, TargetSessions.byLogin(), 1).exchange(incoming))
          .isInstanceOfSatisfying(
              BusyException.class, e -> assertThat(e.code()).isEqualTo("target.locked"))
          .hasMessageContaining("connection " + id + " of root@127.0.0.1")
          .hasMessageNotContaining("SELECT");
      recover(Kill.never());
      assertThat(RefreshFixture.state(live, second)).isEqualTo(old);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void rows_that_are_changed_while_tables_are_exchanged_are_saved(
      boolean killed, @TempDir Path folder) throws Exception {
    StagingSchemas incoming = load(Kill.never());
    SchemaSwap swap =
        new SchemaSwap(book, RefreshFixture.mortal(killed ? Kill.after("RENAME") : Kill.never()));
    swap.beforeRename(
        () -> {
          List<KeptMark> marks = new ArrayList<>();
          try (Connection session = Sessions.open(root, "test server")) {
            for (String table : List.of("p", "c")) {
              marks.add(
                  KeptMark.of(
                      session, new TableName(live, table), incoming.first().outgoing(), folder));
            }
          } catch (SQLException e) {
            throw new IllegalStateException(e);
          }
          TestServers.run(root, "INSERT INTO " + live + ".p VALUES (2, 'in the last moment')");
          return marks;
        });

    if (killed) {
      assertThatThrownBy(() -> swap.exchange(incoming)).isNotNull();
      recover(Kill.never());
    } else {
      swap.exchange(incoming);
      assertThat(swap.changedLate()).singleElement().asString().startsWith("p: rows were changed");
    }

    try (Stream<Path> files = Files.walk(folder).filter(Files::isRegularFile)) {
      assertThat(files.toList())
          .singleElement()
          .satisfies(
              file ->
                  assertThat(Files.readString(file)).contains("INSERT INTO `p`", "(2,'old 2')"));
    }
    assertThat(RefreshFixture.state(live, second)).contains("new rows").doesNotContain("old 2");
  }

  @Test
  void a_foreign_key_from_a_schema_outside_is_refused_by_name() {
    String other = TestServers.newSchema(TestServers.target());
    TestServers.run(
        root,
        "CREATE TABLE "
            + other
            + ".x (id INT, CONSTRAINT fk_out FOREIGN KEY (id) REFERENCES "
            + live
            + ".p (id))");
    String old = RefreshFixture.state(live, second);

    assertThatThrownBy(() -> exchange(Kill.never()))
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.code()).isEqualTo("refresh.foreign-key"))
        .hasMessageContaining(other + ".x (fk_out)");

    recover(Kill.never());
    assertThat(RefreshFixture.state(live, second)).isEqualTo(old);
    TestServers.run(root, "DROP DATABASE " + other);
  }

  @Test
  void a_schema_of_somebody_else_under_the_incoming_name_is_refused() {
    TestServers.run(
        root,
        "CREATE DATABASE " + live + "__incoming",
        "CREATE TABLE " + live + "__incoming.x (i INT)");

    assertThatThrownBy(() -> load(Kill.never()))
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.code()).isEqualTo("refresh.occupied"));

    assertThat(book.resources()).isEmpty();
    TestServers.run(root, "DROP DATABASE " + live + "__incoming");
  }

  @Test
  void what_a_lost_journal_left_behind_is_cleared_by_the_next_refresh() {
    load(Kill.never());
    book = new TestBook();

    exchange(Kill.never());

    assertThat(RefreshFixture.state(live, second))
        .contains("new rows")
        .doesNotContain("__incoming");
  }

  @Test
  void names_of_64_characters_find_room() {
    String longName = "l".repeat(60) + "ü123";
    SchemaSwapNames schema = SchemaSwapNames.of("s", longName);

    assertThat(schema.incoming()).hasSize(64).endsWith("__incoming");
    assertThat(schema.outgoing()).hasSize(64).endsWith("__outgoing");
    assertThat(SchemaSwapNames.of("s", "l".repeat(60) + "x123").incoming())
        .isNotEqualTo(schema.incoming());
    assertThat(SchemaSwapNames.of("s", "shop").incoming()).isEqualTo("shop__incoming");
  }

  private void exchange(Kill kill) {
    StagingSchemas incoming = load(kill);
    new SchemaSwap(book, RefreshFixture.mortal(kill)).exchange(incoming);
  }

  private void tryExchange(Kill kill) {
    StagingSchemas incoming = load(Kill.never());
    book.dyingBy(kill);
    try {
      new SchemaSwap(book, RefreshFixture.mortal(kill)).exchange(incoming);
    } catch (RehydrateException | IllegalStateException e) {
      assertThat(kill.happened()).as("%s", e).isTrue();
    }
    book.dyingBy(Kill.never());
  }

  private void recover(Kill kill) {
    Recovery recovery =
        new Recovery(
            Map.of(target.name(), target), RefreshFixture.mortal(kill), (name, holds) -> {});
    for (var resource : book.resources()) {
      recovery.release(resource);
      book.gone(resource.id());
    }
  }

  private void reset() {
    TestServers.run(
        root,
        "SET foreign_key_checks = 0",
        "DROP DATABASE IF EXISTS " + second,
        "DROP DATABASE IF EXISTS " + live,
        "CREATE DATABASE " + live + " CHARACTER SET latin1",
        "CREATE DATABASE " + second,
        "USE " + live,
        "CREATE TABLE p (id INT PRIMARY KEY, t VARCHAR(30))",
        "CREATE TABLE c (id INT PRIMARY KEY, p INT, CONSTRAINT fk_old FOREIGN KEY (p) REFERENCES p"
            + " (id))",
        "CREATE TABLE old_only (id INT)",
        "INSERT INTO p VALUES (1, 'old rows')",
        "INSERT INTO c VALUES (1, 1)",
        "CREATE TRIGGER trg_old_1 BEFORE INSERT ON p FOR EACH ROW SET NEW.t = 'old 1'",
        "CREATE TRIGGER trg_old_2 BEFORE INSERT ON p FOR EACH ROW SET NEW.t = 'old 2'",
        "CREATE TRIGGER trg_old_0 BEFORE INSERT ON p FOR EACH ROW PRECEDES trg_old_1 SET NEW.t ="
            + " 'old 0'",
        "CREATE FUNCTION f_old() RETURNS INT DETERMINISTIC RETURN 1",
        "CREATE PROCEDURE same() SELECT 'old'",
        "CREATE VIEW v_old AS SELECT * FROM p",
        "CREATE EVENT e_old ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01' DISABLE DO SELECT 1",
        "CREATE TABLE " + second + ".q (p INT, FOREIGN KEY (p) REFERENCES " + live + ".p (id))");
  }

  private StagingSchemas load(Kill kill) {
    StagingSchemas incoming =
        RefreshFixture.schemas(book.dyingBy(Kill.never()), RefreshFixture.mortal(kill))
            .create(RefreshFixture.RUN, target, RefreshFixture.manifest(target));
    String in = incoming.first().incoming();
    String other = incoming.schemas().get(1).incoming();
    TestServers.run(
        root,
        "USE " + in,
        "CREATE TABLE p (id INT PRIMARY KEY, t VARCHAR(30))",
        "CREATE TABLE c (id INT PRIMARY KEY, p INT, CONSTRAINT fk_new FOREIGN KEY (p) REFERENCES p"
            + " (id))",
        "CREATE TABLE fresh_only (id INT)",
        "INSERT INTO p VALUES (1, 'new rows')",
        "INSERT INTO c VALUES (1, 1)",
        "CREATE FUNCTION f_new(a VARCHAR(30)) RETURNS VARCHAR(40) DETERMINISTIC RETURN CONCAT(a,"
            + " '2')",
        "CREATE TRIGGER trg_new_1 BEFORE INSERT ON p FOR EACH ROW SET NEW.t = CONCAT(NEW.t, '1')",
        "CREATE TRIGGER `"
            + in
            + "`.trg_new_2 BEFORE INSERT ON `"
            + in
            + "`.p FOR EACH ROW SET NEW.t = f_new(NEW.t)",
        "CREATE PROCEDURE same() SELECT 'new'",
        "CREATE VIEW b_new AS SELECT * FROM p",
        "CREATE VIEW v_new AS SELECT b.* FROM b_new b JOIN fresh_only f ON FALSE UNION SELECT *"
            + " FROM b_new",
        "CREATE EVENT e_new ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01' DO SELECT 1",
        "CREATE TABLE "
            + other
            + ".q (p INT, CONSTRAINT fk_across FOREIGN KEY (p) REFERENCES "
            + in
            + ".p (id))");
    return incoming;
  }
}

package io.rehydrate.planning.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rehydrate.daemon.Beans;
import io.rehydrate.dump.Attachments;
import io.rehydrate.dump.DumpId;
import io.rehydrate.error.InvalidException;
import io.rehydrate.error.NotFoundException;
import io.rehydrate.planning.explain.Explanation.Verdict;
import io.rehydrate.run.RunId;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.settings.SettingsReader;
import io.rehydrate.store.Staging;
import io.rehydrate.support.Dumps;
import io.rehydrate.support.TestHome;
import io.rehydrate.support.TestServers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Why rows stay or go, asked of a source of either vendor. */
abstract class ExplainerOnAnyServer {
  private static final String PLAN =
      """
      version: 1
      core:
        orders: { newest-by: made, window: 1 month, at-least: 4, where: "status <> 'test'", also: "id = 30" }
      relations:
        - orders.renews -> orders.id
        - orders.shop -> shops.id
        - lines.order_id -> orders.id
        - "parts(order_id, line) -> lines(order_id, line)"
        - "notes.subject -> orders.id when kind = 'order'"
        - notes.author -> people.id
        - papers.file -> files.id
        - papers.order_id -> orders.id
      tables:
        shops: referenced
        people: referenced
        files: referenced
        '*_log': truncate
      """;

  @TempDir Path folder;

  private final ServerLogin source;
  private String schema;
  private TestHome home;

  ExplainerOnAnyServer(ServerLogin source) {
    this.source = source;
  }

  @BeforeEach
  void shop() throws Exception {
    schema = TestServers.newSchema(source);
    home = TestHome.reading(folder, schema, source).plan(PLAN);
    run(
        "CREATE TABLE shops (id INT PRIMARY KEY)",
        "CREATE TABLE people (id INT PRIMARY KEY)",
        "CREATE TABLE files (id BINARY(2) PRIMARY KEY)",
        "CREATE TABLE orders (id INT PRIMARY KEY, made DATETIME, status VARCHAR(9), renews INT,"
            + " shop INT, changed TIMESTAMP NULL ON UPDATE CURRENT_TIMESTAMP)",
        "CREATE TABLE `lines` (order_id INT, line INT, PRIMARY KEY (order_id, line))",
        "CREATE TABLE parts (id VARCHAR(20) PRIMARY KEY, order_id INT, line INT)",
        "CREATE TABLE notes (id INT PRIMARY KEY, kind VARCHAR(9), subject INT, author INT)",
        "CREATE TABLE papers (file BINARY(2), order_id INT)",
        "CREATE TABLE a_log (id INT PRIMARY KEY)",
        "INSERT INTO shops VALUES (1), (2), (3)",
        "INSERT INTO people VALUES (1), (2)",
        "INSERT INTO files VALUES (x'0a01'), (x'0a02')",
        "INSERT INTO orders VALUES (1, '2026-11-20', 'ok', 10, 1, '2026-11-01'),"
            + " (2, '2026-11-21', 'test', NULL, 2, '2026-11-22 05:00:00'), (10, '2020-01-01', 'ok', NULL, 1, NULL),"
            + " (11, '2020-01-02', 'ok', 11, 1, NULL), (12, '2026-11-19', 'ok', 2, 1, NULL),"
            + " (13, '2026-11-19', 'ok', NULL, 99, NULL), (20, '2025-02-01', 'ok', NULL, 1, NULL),"
            + " (21, '2025-01-01', 'ok', NULL, 1, NULL), (22, '2025-01-01', 'ok', NULL, 2, NULL),"
            + " (30, '2019-01-01', 'ok', NULL, NULL, NULL)",
        "INSERT INTO `lines` VALUES (1, 1), (1, 2), (22, 1), (21, 1)",
        "INSERT INTO parts VALUES ('a,b', 1, 2), ('c', 21, 1), ('d', NULL, 1)",
        "INSERT INTO notes VALUES (1, 'order', 1, 1), (2, 'other', 1, 1), (3, 'order', 1, 77)",
        "INSERT INTO papers VALUES (x'0a01', 1), (x'0a02', 21)",
        "INSERT INTO a_log VALUES (1)");
    dump("20261122T020000Z", PLAN);
  }

  private void run(String... statements) {
    for (String statement : statements) {
      TestServers.run(source, "USE " + schema, statement);
    }
  }

  private void dump(String id, String plan) throws Exception {
    try (Beans beans = beans()) {
      beans.store().open();
      Staging staging = beans.store().stage(new RunId("20261122t020000-abcde"), new DumpId(id));
      beans
          .store()
          .publish(
              staging,
              Dumps.small(staging.folder(), new DumpId(id))
                  .with(List.of(Attachments.write(staging.folder(), Attachments.PLAN, plan))));
    }
  }

  private Beans beans() {
    return new Beans(
        SettingsReader.read(home.path(), Map.of()), Clock.systemUTC(), "test", List.of());
  }

  private Explanation explain(String table, String key) {
    try (Beans beans = beans()) {
      return new Explainer(beans.settings(), beans.livePlan(), beans.store(), Clock.systemUTC())
          .explain(table, key, Duration.ofSeconds(60));
    }
  }

  private List<String> told(String table, String key, Verdict verdict) {
    Explanation explanation = explain(table, key);
    assertThat(explanation.verdict()).as("%s", explanation.steps()).isEqualTo(verdict);
    return explanation.steps().stream()
        .map(step -> step.table().replace(schema + ".", "") + " " + step.key() + " " + step.why())
        .toList();
  }

  @Test
  void a_core_row_stays_by_the_window_the_floor_or_also() {
    assertThat(told("orders", "1", Verdict.STAYS))
        .containsExactly("orders 1 a core row inside the window of 1 month");
    assertThat(told("orders", "20", Verdict.STAYS))
        .containsExactly("orders 20 a core row among the newest 4 (at-least)");
    assertThat(told("orders", "30", Verdict.STAYS))
        .containsExactly("orders 30 a core row added by 'also'");
  }

  @Test
  void the_larger_key_wins_a_tie_at_the_floor() {
    run("UPDATE orders SET made = '2019-01-01' WHERE id IN (12, 13, 20)");

    assertThat(told("orders", "22", Verdict.STAYS))
        .containsExactly("orders 22 a core row among the newest 4 (at-least)");
    assertThat(told("orders", "21", Verdict.STAYS)).hasSize(1);
    run("UPDATE orders SET made = '2025-01-01' WHERE id = 20");
    run("INSERT INTO orders VALUES (23, '2025-01-01', 'ok', NULL, 1, NULL)");
    assertThat(told("orders", "20", Verdict.GOES))
        .containsExactly(
            "orders 20 outside the window of 1 month, not among the newest that 'at-least' adds, not"
                + " added by 'also'; nothing that could bring it along refers to it");
  }

  @Test
  void a_renewal_brings_its_original_along_and_a_ring_of_its_own_stays_out() {
    assertThat(told("orders", "10", Verdict.STAYS))
        .containsExactly(
            "orders 10 is brought along by orders 1: orders.renews -> orders.id",
            "orders 1 a core row inside the window of 1 month");
    assertThat(told("orders", "11", Verdict.GOES))
        .hasSize(1)
        .first()
        .asString()
        .contains("outside");
  }

  @Test
  void a_row_goes_with_a_reference_that_cannot_hold() {
    assertThat(told("orders", "12", Verdict.GOES))
        .containsExactly(
            "orders 12 its reference must hold and leads to orders 2, which goes: orders.renews ->"
                + " orders.id",
            "orders 2 'where' of its core entry does not hold");
    assertThat(told("orders", "13", Verdict.GOES))
        .containsExactly(
            "orders 13 its reference orders.shop -> shops.id leads nowhere, and must hold");
    assertThat(told("notes", "3", Verdict.GOES))
        .containsExactly(
            "notes 3 its reference notes.author -> people.id leads nowhere, and must hold");
  }

  @Test
  void a_chain_leads_over_several_rows_and_composite_keys() {
    assertThat(told("parts", "a,b", Verdict.STAYS))
        .containsExactly(
            "parts a,b depends on lines 1,2 by parts(order_id, line) -> lines(order_id, line)",
            "lines 1,2 depends on orders 1 by lines.order_id -> orders.id",
            "orders 1 a core row inside the window of 1 month");
    assertThat(told("lines", " 1, 1", Verdict.STAYS)).hasSize(2);
    assertThat(told("parts", "c", Verdict.GOES))
        .containsExactly(
            "parts c depends on lines 21,1, which goes: parts(order_id, line) -> lines(order_id, line)",
            "lines 21,1 depends on orders 21, which goes: lines.order_id -> orders.id",
            "orders 21 outside the window of 1 month, not among the newest that 'at-least' adds, not"
                + " added by 'also'; nothing that could bring it along refers to it");
  }

  @Test
  void a_row_that_follows_nothing_goes() {
    assertThat(told("parts", "d", Verdict.GOES))
        .containsExactly(
            "parts d depends on nothing: each reference that it follows is NULL or does not count"
                + " (parts(order_id, line) -> lines(order_id, line))");
    assertThat(told("notes", "2", Verdict.GOES)).first().asString().contains("when kind = 'order'");
  }

  @Test
  void a_referenced_row_stays_because_of_a_row_that_stays() {
    assertThat(told("people", "1", Verdict.STAYS))
        .containsExactly(
            "people 1 is brought along by notes 1: notes.author -> people.id",
            "notes 1 depends on orders 1 by notes.subject -> orders.id when kind = 'order'",
            "orders 1 a core row inside the window of 1 month");
    assertThat(told("people", "2", Verdict.GOES))
        .containsExactly("people 2 nothing that could bring it along refers to it");
    assertThat(told("shops", "3", Verdict.GOES)).hasSize(1);
    assertThat(told("shops", "2", Verdict.GOES))
        .containsExactly(
            "shops 2 none of the rows that refer to it stays (2); the first is orders 2",
            "orders 2 'where' of its core entry does not hold");
  }

  @Test
  void rows_without_a_key_of_their_own_make_an_answer_that_is_not_sure() {
    assertThat(explain("files", "0x0A01").verdict()).isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void more_rows_than_can_be_looked_at_make_an_answer_that_is_not_sure() {
    run("INSERT INTO people VALUES (5)");
    run(
        IntStream.range(100, 130)
            .mapToObj(i -> "INSERT INTO notes VALUES (" + i + ", 'other', 1, 5)")
            .toArray(String[]::new));

    assertThat(explain("people", "5").verdict()).isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void rows_changed_since_the_dump_are_marked() {
    assertThat(explain("orders", "1").steps().get(0).changed()).contains(false);
    assertThat(explain("orders", "2").steps().get(0).changed()).contains(true);
    assertThat(explain("lines", "1,1").steps().get(0).changed()).isEmpty();
  }

  @Test
  void the_newest_dumps_plan_counts_and_not_the_one_of_this_moment() throws Exception {
    home.plan("version: 1\ncore: { shops: {} }\n");

    assertThat(told("orders", "1", Verdict.STAYS)).hasSize(1);
    assertThat(told("a_log", "7", Verdict.GOES)).containsExactly("a_log 7 its table is truncated");

    run("ALTER TABLE orders ADD COLUMN secret TEXT", "CREATE TABLE unheard_of (id INT)");
    assertThat(told("orders", "1", Verdict.STAYS)).as("after a change of the schema").hasSize(1);

    dump("20261122T030000Z", PLAN.replace("where: \"status <> 'test'\"", "where: \"id <> 1\""));
    assertThat(told("orders", "1", Verdict.GOES))
        .containsExactly("orders 1 'where' of its core entry does not hold");
  }

  @Test
  void what_does_not_exist_is_told() {
    assertThatThrownBy(() -> explain("order", "1"))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("no table 'order'")
        .hasFieldOrPropertyWithValue("hint", "Did you mean 'orders'?");
    assertThatThrownBy(() -> explain("orders", "4711"))
        .isInstanceOf(NotFoundException.class)
        .hasMessageNotContaining("4711");
    assertThatThrownBy(() -> explain("orders", "1 OR 1=1")).isInstanceOf(InvalidException.class);
    assertThatThrownBy(() -> explain("lines", "1"))
        .isInstanceOf(InvalidException.class)
        .hasMessageContaining("order_id, line");
    assertThatThrownBy(() -> explain("parts", "' OR ''='")).isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> explain("papers", "1"))
        .isInstanceOf(InvalidException.class)
        .hasMessageContaining("no primary key");
  }

  Path home() {
    return home.path();
  }

  String schema() {
    return schema;
  }
}

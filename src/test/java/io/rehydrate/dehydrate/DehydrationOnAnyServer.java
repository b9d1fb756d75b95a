package io.rehydrate.dehydrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.rehydrate.dehydrate.compile.Dehydration;
import io.rehydrate.dehydrate.compile.RowOrigin;
import io.rehydrate.error.StageFailedException;
import io.rehydrate.mask.MaskKey;
import io.rehydrate.schema.TableName;
import io.rehydrate.settings.ServerLogin;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds for a dehydration on servers of either vendor. */
abstract class DehydrationOnAnyServer {
  private static final String NEWEST = "newest-by: made, window: 1 month";
  private final ServerLogin server;
  private Workbench bench;

  DehydrationOnAnyServer(ServerLogin server) {
    this.server = server;
  }

  @BeforeEach
  void open() throws SQLException {
    bench = Workbench.open(server, 1);
  }

  @AfterEach
  void close() throws SQLException {
    bench.close();
  }

  private void orders() throws SQLException {
    bench.run(
        "CREATE TABLE orders (id INT PRIMARY KEY, made DATETIME, renews INT, status VARCHAR(9))",
        "INSERT INTO orders VALUES (1, '2026-11-20', NULL, 'ok'), (2, '2026-10-22 02:00:00', NULL,"
            + " 'ok'), (3, '2026-10-22 01:59:59', NULL, 'ok'), (4, '2025-01-01', NULL, 'ok'),"
            + " (5, '2025-01-01', NULL, 'ok'), (6, '2025-01-01', NULL, 'ok'),"
            + " (7, '2026-11-21', NULL, 'test'), (8, NULL, NULL, 'ok')");
  }

  @Test
  void a_window_counts_back_from_the_as_of_time_to_the_second() throws SQLException {
    orders();
    bench.dehydrate("core: { orders: { newest-by: made, window: 1 month } }");
    assertThat(bench.values("id", "orders")).containsExactly("1", "2", "7");
  }

  @Test
  void a_floor_fills_up_a_small_window_and_the_larger_key_wins_a_tie() throws SQLException {
    orders();
    bench.dehydrate(
        "core: { orders: { newest-by: made, window: 1 month, at-least: 5, where: \"status <>"
            + " 'test'\" } }");
    assertThat(bench.values("id", "orders")).containsExactly("1", "2", "3", "5", "6");
  }

  @Test
  void a_window_with_enough_rows_is_not_cut_to_the_floor() throws SQLException {
    orders();
    bench.dehydrate("core: { orders: { newest-by: made, window: 2 years, at-least: 2 } }");
    assertThat(bench.values("id", "orders")).containsExactly("1", "2", "3", "4", "5", "6", "7");
  }

  @Test
  void also_adds_rows_for_which_where_holds_and_now_is_the_as_of_time() throws SQLException {
    orders();
    bench.dehydrate(
        "core: { orders: { newest-by: made, window: 1 day, where: \"status <> 'test'\","
            + " also: \"made > NOW() - INTERVAL 1 MONTH - INTERVAL 2 SECOND OR id = 7\" } }");
    assertThat(bench.values("id", "orders")).containsExactly("1", "2", "3");
  }

  @Test
  void a_core_table_of_which_no_row_is_chosen_stops_the_night() throws SQLException {
    orders();
    StageFailedException failure =
        catchThrowableOfType(
            StageFailedException.class,
            () -> bench.dehydrate("core: { orders: { where: \"status = 'none'\" } }"));
    assertThat(failure.code()).isEqualTo("core.empty");
    assertThat(failure).hasMessageContaining("orders");
    assertThat(bench.values("id", "orders")).hasSize(8);
  }

  @Test
  void a_renewal_keeps_its_original_and_one_whose_original_may_not_stay_goes() throws SQLException {
    orders();
    bench.run(
        "UPDATE orders SET renews = 3 WHERE id = 1",
        "UPDATE orders SET renews = 4 WHERE id = 3",
        "UPDATE orders SET renews = 6 WHERE id = 2",
        "UPDATE orders SET renews = 7 WHERE id = 6",
        "UPDATE orders SET renews = 99 WHERE id = 5",
        "INSERT INTO orders VALUES (10, '2026-11-20', 5, 'ok'), (11, '2026-11-20', 11, 'ok')");
    bench.dehydrate(
        "core: { orders: { "
            + NEWEST
            + ", where: \"status <> 'test'\" } }\n"
            + "relations: [orders.renews -> orders.id]");
    assertThat(bench.values("id", "orders")).containsExactly("1", "3", "4", "11");
  }

  @Test
  void a_tree_is_followed_down_and_its_branch_goes_with_a_reference_that_cannot_hold()
      throws SQLException {
    orders();
    bench.run(
        "CREATE TABLE notes (id INT PRIMARY KEY, order_id INT, parent INT, author INT)",
        "CREATE TABLE authors (id INT PRIMARY KEY, boss INT)",
        "INSERT INTO authors VALUES (1, 2), (2, 3), (3, NULL), (4, 1), (5, 77)",
        "INSERT INTO notes VALUES (1, 1, NULL, 1), (2, NULL, 1, NULL), (3, NULL, 2, 1),"
            + " (4, NULL, 2, 9), (5, NULL, 4, 1), (6, 4, NULL, 4), (7, NULL, 6, 4), (8, 1, 6, 1),"
            + " (9, NULL, NULL, 1), (10, NULL, 3, 5)");
    bench.dehydrate(
        "core: { orders: { "
            + NEWEST
            + " } }\n"
            + "relations: [notes.order_id -> orders.id, notes.parent -> notes.id,"
            + " notes.author -> authors.id, authors.boss -> authors.id]\n"
            + "tables: { notes: follow, authors: referenced }");
    assertThat(bench.values("id", "notes")).containsExactly("1", "2", "3");
    assertThat(bench.values("id", "authors")).containsExactly("1", "2", "3");
  }

  @Test
  void via_follows_the_named_reference_alone_and_the_others_must_hold() throws SQLException {
    orders();
    bench.run(
        "CREATE TABLE products (id INT PRIMARY KEY)",
        "CREATE TABLE order_products (order_id INT, product_id INT, seq INT, PRIMARY KEY (seq))",
        "CREATE TABLE offers (id INT PRIMARY KEY, product_id INT, order_id INT)",
        "INSERT INTO products VALUES (1), (2), (3)",
        "INSERT INTO order_products VALUES (1, 1, 1), (4, 2, 2), (1, NULL, 3)",
        "INSERT INTO offers VALUES (1, 1, NULL), (2, 1, 4), (3, 2, 1), (4, 1, 1), (5, NULL, 1)");
    bench.dehydrate(
        "core: { orders: { "
            + NEWEST
            + " } }\n"
            + "relations: [order_products.order_id -> orders.id, order_products.product_id ->"
            + " products.id, offers.product_id -> products.id, offers.order_id -> orders.id]\n"
            + "tables: { order_products: follow, products: referenced,"
            + " offers: { rows: follow, via: [product_id] } }");
    assertThat(bench.values("id", "products")).containsExactly("1");
    assertThat(bench.values("seq", "order_products")).containsExactly("1", "3");
    assertThat(bench.values("id", "offers")).containsExactly("1", "4");
  }

  @Test
  void a_kept_table_brings_what_it_refers_to_and_keeps_what_led_nowhere() throws SQLException {
    orders();
    bench.run(
        "CREATE TABLE kinds (id INT, owner INT, o INT)",
        "CREATE TABLE people (id INT PRIMARY KEY)",
        "INSERT INTO people VALUES (1), (2), (3)",
        "INSERT INTO kinds VALUES (1, 1, 1), (2, 9, NULL), (3, NULL, 4), (3, NULL, 4)");
    Map<TableName, String> before = bench.definitions();
    bench.dehydrate(
        "core: { orders: { "
            + NEWEST
            + " } }\n"
            + "relations: [kinds.owner -> people.id, {relation: kinds.o -> orders.id, dangling:"
            + " keep}]\n"
            + "tables: { kinds: keep, people: referenced }");
    assertThat(bench.values("CONCAT_WS('-', id, owner, o)", "kinds"))
        .containsExactly("1-1-1", "2-9", "3-4", "3-4");
    assertThat(bench.values("id", "people")).containsExactly("1");
    assertThat(bench.definitions()).isEqualTo(before);
  }

  @Test
  void a_kept_row_goes_by_a_word_of_the_plan_alone_and_takes_along_what_depends_on_it()
      throws SQLException {
    bench.run(
        "CREATE TABLE kinds (id INT PRIMARY KEY, p INT)",
        "CREATE TABLE people (id INT PRIMARY KEY)",
        "CREATE TABLE customers (id INT PRIMARY KEY, kind INT)",
        "INSERT INTO people VALUES (1)",
        "INSERT INTO kinds VALUES (1, 1), (2, 9)",
        "INSERT INTO customers VALUES (1, 1), (2, 2)");
    String rules = "core: { customers: {} }\ntables: { kinds: keep, people: referenced }\n";
    bench.dehydrate(rules + "relations: [kinds.p -> people.id, customers.kind -> kinds.id]\n");
    assertThat(bench.values("id", "kinds")).containsExactly("1", "2");
    assertThat(bench.values("id", "customers")).containsExactly("1", "2");
    bench.dehydrate(
        rules
            + "relations: [{ relation: kinds.p -> people.id, dangling: drop }, customers.kind ->"
            + " kinds.id]\n");
    assertThat(bench.values("id", "kinds")).containsExactly("1");
    assertThat(bench.values("id", "customers")).containsExactly("1");
  }

  @Test
  void references_of_kept_rows_to_rows_that_cannot_stay_are_counted() throws SQLException {
    bench.run(
        "CREATE TABLE kinds (id INT PRIMARY KEY, p INT, kind INT)",
        "CREATE TABLE shapes (id INT PRIMARY KEY, p INT)",
        "CREATE TABLE people (id INT PRIMARY KEY, boss INT)",
        "INSERT INTO people VALUES (1, NULL), (2, 77), (3, 1)",
        "INSERT INTO kinds VALUES (1, 1, NULL), (2, 2, 1), (3, 9, 2), (4, 3, 9)",
        "INSERT INTO shapes VALUES (1, 2), (2, 9)");
    Map<String, Long> undecided = new TreeMap<>();
    bench
        .countingUndecided(undecided)
        .dehydrate(
            "relations: [kinds.p -> people.id, people.boss -> people.id, { relation: shapes.p ->"
                + " people.id, dangling: drop }, kinds.kind -> shapes.id]\n"
                + "tables: { kinds: keep, shapes: keep, people: referenced }");
    assertThat(bench.values("id", "kinds")).containsExactly("1", "2", "3", "4");
    assertThat(bench.values("id", "shapes")).isEmpty();
    assertThat(bench.values("id", "people")).containsExactly("1", "3");
    assertThat(undecided)
        .isEqualTo(Map.of("kinds.kind -> shapes.id", 2L, "kinds.p -> people.id", 1L));
  }

  @Test
  void a_reference_that_may_dangle_brings_and_is_followed_where_its_row_is_there()
      throws SQLException {
    orders();
    bench.run(
        "CREATE TABLE people (id INT PRIMARY KEY, boss INT)",
        "CREATE TABLE notes (id INT PRIMARY KEY, o INT, who INT)",
        "CREATE TABLE marks (id INT PRIMARY KEY, note INT)",
        "INSERT INTO people VALUES (1, NULL), (2, 88), (3, NULL)",
        "INSERT INTO notes VALUES (1, 1, 1), (2, 1, 2), (3, 1, 9), (4, 4, 3), (5, 99, 3)",
        "INSERT INTO marks VALUES (1, 1), (2, 4), (3, NULL), (4, 77)");
    bench.dehydrate(
        "core: { orders: { "
            + NEWEST
            + " } }\n"
            + "relations:\n  - { relation: notes.o -> orders.id, dangling: keep }\n"
            + "  - { relation: notes.who -> people.id, dangling: keep }\n"
            + "  - { relation: marks.note -> notes.id, dangling: keep }\n"
            + "  - people.boss -> people.id\n"
            + "tables: { people: referenced }");
    assertThat(bench.values("CONCAT_WS('-', id, o, who)", "notes"))
        .containsExactly("1-1-1", "2-1-2", "3-1-9");
    assertThat(bench.values("id", "people")).containsExactly("1");
    assertThat(bench.values("id", "marks")).containsExactly("1");
  }

  @Test
  void names_of_tables_mean_nothing_to_the_work_on_them() throws SQLException {
    bench.run(
        "CREATE TABLE `orders #2` (id INT PRIMARY KEY, made DATETIME, renews INT)",
        "CREATE TABLE `keys of x` (id INT PRIMARY KEY, o INT)",
        "CREATE TABLE `rewrite #1` (id INT PRIMARY KEY, k INT)",
        "INSERT INTO `orders #2` VALUES (1, '2026-11-20', 3), (2, '2019-01-01', NULL),"
            + " (3, '2018-01-01', NULL), (4, '2026-11-20', 99)",
        "INSERT INTO `keys of x` VALUES (1, 1), (2, 2), (3, 4)",
        "INSERT INTO `rewrite #1` VALUES (1, 1), (2, 2)");
    Dehydration dehydration =
        bench.dehydrate(
            "core: { 'orders #2': { newest-by: made, window: 1 month } }\n"
                + "relations: ['`orders #2`.renews -> `orders #2`.id', '`keys of x`.o -> `orders"
                + " #2`.id', '`rewrite #1`.k -> `keys of x`.id']\n");
    assertThat(bench.values("id", "`orders #2`")).containsExactly("1", "3");
    assertThat(bench.values("id", "`keys of x`")).containsExactly("1");
    assertThat(bench.values("id", "`rewrite #1`")).containsExactly("1");
    assertThat(dehydration.rowsWritten(new TableName(bench.schema(), "rewrite #1"))).contains(1L);
    assertThat(dehydration.reasons().get(new TableName(bench.schema(), "orders #2")))
        .contains(new RowOrigin("inside the window of 1 month", 2));
  }

  @Test
  void relations_that_read_alike_in_two_schemas_are_two() throws SQLException {
    try (Workbench two = Workbench.open(server, 2)) {
      for (String schema : List.of(two.schema(0), two.schema(1))) {
        two.run(
            "CREATE TABLE " + schema + ".orders (id INT PRIMARY KEY)",
            "CREATE TABLE " + schema + ".parts (id INT PRIMARY KEY, o INT)",
            "CREATE TABLE " + schema + ".bits (id INT PRIMARY KEY, p INT)");
      }
      two.run(
          "INSERT INTO orders VALUES (1)",
          "INSERT INTO parts VALUES (1, 1)",
          "INSERT INTO bits VALUES (1, 1)",
          "INSERT INTO " + two.schema(1) + ".orders VALUES (7), (8)",
          "INSERT INTO " + two.schema(1) + ".parts VALUES (7, 7), (8, 8)",
          "INSERT INTO " + two.schema(1) + ".bits VALUES (7, 7), (8, 8), (9, 99)");
      String relations = "";
      for (String s : List.of(two.schema(0), two.schema(1))) {
        relations +=
            "  - %s.parts.o -> %s.orders.id\n  - %s.bits.p -> %s.parts.id\n".formatted(s, s, s, s);
      }
      two.dehydrate(
          "core: { %s.orders: {}, %s.orders: {} }\nrelations:\n"
                  .formatted(two.schema(0), two.schema(1))
              + relations);
      assertThat(two.values("id", "bits")).containsExactly("1");
      assertThat(two.values("id", two.schema(1) + ".parts")).containsExactly("7", "8");
      assertThat(two.values("id", two.schema(1) + ".bits")).containsExactly("7", "8");
    }
  }

  @Test
  void a_reference_into_an_emptied_table_becomes_null_where_its_condition_is_true()
      throws SQLException {
    orders();
    bench.run(
        "CREATE TABLE logs (id INT PRIMARY KEY)",
        "INSERT INTO logs VALUES (1)",
        "ALTER TABLE orders ADD log_id INT, ADD other_log INT",
        "UPDATE orders SET log_id = 1, other_log = 1");
    bench.dehydrate(
        "core: { orders: { newest-by: made, window: 1 month } }\n"
            + "relations: [orders.log_id -> logs.id, \"orders.other_log -> logs.id when status ="
            + " 'test'\"]\n"
            + "tables: { logs: truncate }");
    assertThat(bench.values("CONCAT_WS('-', id, log_id, other_log)", "orders"))
        .containsExactly("1-1", "2-1", "7");
    assertThat(bench.values("id", "logs")).isEmpty();
  }

  @Test
  void a_polymorphic_reference_leads_where_its_condition_says() throws SQLException {
    orders();
    bench.run(
        "CREATE TABLE policies (id INT PRIMARY KEY, order_id INT)",
        "INSERT INTO policies VALUES (1, 4), (2, 1), (4, 2)",
        "CREATE TABLE notes (id INT PRIMARY KEY, kind VARCHAR(9), subject INT)",
        "INSERT INTO notes VALUES (1, 'policy', 1), (2, 'policy', 2), (3, 'order', 1), (4,"
            + " 'order', 4), (5, 'else', 1), (6, NULL, 1), (7, 'policy', NULL)");
    bench.dehydrate(
        "core: { orders: { "
            + NEWEST
            + " } }\n"
            + "relations: [policies.order_id -> orders.id, \"notes.subject -> policies.id when"
            + " kind = 'policy'\", \"notes.subject -> orders.id when kind = 'order'\"]");
    assertThat(bench.values("id", "notes")).containsExactly("2", "3");
    assertThat(bench.values("id", "policies")).containsExactly("2", "4");
  }

  @Test
  void composite_and_other_keys_than_the_primary_one_lead_to_all_rows_that_have_them()
      throws SQLException {
    bench.run(
        "CREATE TABLE orders (number INT, region VARCHAR(9), made DATETIME, code VARCHAR(9),"
            + " grp INT, PRIMARY KEY (region, number), UNIQUE (code))",
        "INSERT INTO orders VALUES (1, 'n', '2026-11-20', 'a', 1), (1, 's', '2020-01-01', 'b', 2),"
            + " (2, 'n', '2020-01-01', 'c', 2), (2, 's', '2026-11-20', NULL, 3)",
        "CREATE TABLE order_lines (id INT PRIMARY KEY, order_no INT, region VARCHAR(9))",
        "INSERT INTO order_lines VALUES (1, 1, 'n'), (2, 1, 's'), (3, 1, NULL), (4, 2, 's')",
        "CREATE TABLE papers (id INT PRIMARY KEY, code VARCHAR(9))",
        "INSERT INTO papers VALUES (1, 'a'), (2, 'b'), (3, 'A'), (4, NULL)",
        "CREATE TABLE members (id INT PRIMARY KEY, grp INT)",
        "INSERT INTO members VALUES (1, 1), (2, 1), (3, 2), (4, 3)",
        "ALTER TABLE orders ADD KEY (grp)");
    bench.dehydrate(
        "core: { orders: { "
            + NEWEST
            + " } }\n"
            + "relations: ['order_lines(order_no, region) -> orders(number, region)',"
            + " papers.code -> orders.code, orders.grp -> members.grp]\n"
            + "tables: { members: referenced }");
    assertThat(bench.values("id", "order_lines")).containsExactly("1", "4");
    assertThat(bench.values("id", "papers")).containsExactly("1", "3");
    assertThat(bench.values("id", "members")).containsExactly("1", "2", "4");
  }

  @Test
  void relations_cross_schemas() throws SQLException {
    try (Workbench two = Workbench.open(server, 2)) {
      String other = two.schema(1);
      two.run(
          "CREATE TABLE t (id INT PRIMARY KEY, made DATETIME)",
          "INSERT INTO t VALUES (1, '2026-11-20'), (2, '2020-01-01')",
          "CREATE TABLE "
              + other
              + ".t (id INT PRIMARY KEY, t_id INT, CONSTRAINT fk FOREIGN KEY"
              + " (t_id) REFERENCES "
              + two.schema()
              + ".t (id) ON DELETE CASCADE)",
          "INSERT INTO " + other + ".t VALUES (1, 1), (2, 2), (3, 3)");
      Map<TableName, String> before = two.definitions();
      two.dehydrate("core: { " + two.schema() + ".t: { " + NEWEST + " } }");
      assertThat(two.values("id", "t")).containsExactly("1");
      assertThat(two.values("id", other + ".t")).containsExactly("1");
      assertThat(two.definitions()).isEqualTo(before);
    }
  }

  @Test
  void tables_without_a_primary_key_keep_equal_rows_and_their_definition() throws SQLException {
    orders();
    bench.run(
        "CREATE TABLE facts (order_id INT, what VARCHAR(9), who INT)",
        "CREATE TABLE counted (n INT NOT NULL AUTO_INCREMENT, fact VARCHAR(9), seen TIMESTAMP NOT"
            + " NULL DEFAULT '2020-01-01 00:00:00' ON UPDATE CURRENT_TIMESTAMP, KEY (n))"
            + " AUTO_INCREMENT=50",
        "CREATE TABLE parts (fact VARCHAR(9), y INT) PARTITION BY HASH (y) PARTITIONS 3",
        "CREATE TABLE people (id INT, KEY (id))",
        "INSERT INTO people VALUES (1), (1), (2)",
        "INSERT INTO facts VALUES (1, 'a', 1), (1, 'a', 1), (4, 'b', 2), (2, 'c', NULL)",
        "INSERT INTO counted (fact) VALUES ('a'), ('b'), ('c')",
        "INSERT INTO parts VALUES ('a', 1), ('a', 1), ('b', 2)",
        "CREATE TABLE leaf (n INT, y INT)",
        "INSERT INTO leaf VALUES (50, 1), (51, 1), (52, 2)");
    Map<TableName, String> before = bench.definitions();
    bench.dehydrate(
        "core: { orders: { "
            + NEWEST
            + " } }\n"
            + "relations: [facts.order_id -> orders.id, facts.who -> people.id, counted.fact ->"
            + " facts.what, parts.fact -> facts.what, leaf.n -> counted.n, leaf.y -> parts.y]\n"
            + "tables: { people: referenced }");
    assertThat(bench.values("what", "facts")).containsExactly("a", "a", "c");
    assertThat(bench.values("id", "people")).containsExactly("1", "1");
    assertThat(bench.values("CONCAT_WS(' ', n, seen)", "counted"))
        .containsExactly("50 2020-01-01 00:00:00", "52 2020-01-01 00:00:00");
    assertThat(bench.values("y", "parts")).containsExactly("1", "1");
    assertThat(bench.values("n", "leaf")).containsExactly("50");
    assertThat(counterless(bench.definitions())).isEqualTo(counterless(before));
  }

  @Test
  void a_kept_table_without_a_primary_key_but_with_a_counter_stays_as_it_is() throws SQLException {
    orders();
    bench.run(
        "CREATE TABLE tags (n INT NOT NULL AUTO_INCREMENT, who INT, KEY (n)) AUTO_INCREMENT=50",
        "CREATE TABLE people (id INT PRIMARY KEY)",
        "INSERT INTO people VALUES (1), (2)",
        "INSERT INTO tags (who) VALUES (1), (9), (NULL)");
    Map<TableName, String> before = bench.definitions();
    bench.dehydrate(
        "core: { orders: {} }\nrelations: [{ relation: tags.who -> people.id, dangling: drop }]\n"
            + "tables: { tags: keep, people: referenced }");
    assertThat(bench.values("n", "tags")).containsExactly("50", "52");
    assertThat(bench.definitions()).isEqualTo(before);
  }

  private static List<String> counterless(Map<TableName, String> definitions) {
    return definitions.values().stream()
        .map(text -> text.replaceAll(" AUTO_INCREMENT=\\d+", ""))
        .toList();
  }

  @Test
  void dangling_says_what_becomes_of_a_row_whose_reference_cannot_hold() throws SQLException {
    orders();
    bench.run(
        "CREATE TABLE a (id INT PRIMARY KEY, o INT, p INT)",
        "CREATE TABLE b LIKE a",
        "CREATE TABLE c LIKE a",
        "INSERT INTO a VALUES (1, 1, 4), (2, 1, 99), (3, 1, 2), (4, 4, 1)",
        "INSERT INTO b SELECT * FROM a",
        "INSERT INTO c SELECT * FROM a");
    bench.dehydrate(
        "core: { orders: { "
            + NEWEST
            + " } }\n"
            + "relations:\n  - a.o -> orders.id\n  - b.o -> orders.id\n  - c.o -> orders.id\n"
            + "  - { relation: a.p -> orders.id, dangling: drop }\n"
            + "  - { relation: b.p -> orders.id, dangling: set-null }\n"
            + "  - { relation: c.p -> orders.id, dangling: keep }\n"
            + "tables: { b: { rows: follow, via: [o] }, c: follow }");
    assertThat(bench.values("CONCAT_WS('-', id, p)", "a")).containsExactly("3-2");
    assertThat(bench.values("CONCAT_WS('-', id, p)", "b")).containsExactly("1", "2", "3-2");
    assertThat(bench.values("CONCAT_WS('-', id, p)", "c")).containsExactly("1-4", "2-99", "3-2");
  }

  @Test
  void set_null_brings_nothing_along_and_a_kept_table_loses_the_reference_only()
      throws SQLException {
    orders();
    bench.run(
        "CREATE TABLE producers (id INT PRIMARY KEY, first_order INT)",
        "INSERT INTO producers VALUES (1, 4), (2, 1), (3, 99)",
        "CREATE TABLE kinds (id INT PRIMARY KEY, best INT)",
        "INSERT INTO kinds SELECT * FROM producers",
        "ALTER TABLE orders ADD producer INT",
        "UPDATE orders SET producer = id");
    bench.dehydrate(
        "core: { orders: { "
            + NEWEST
            + " } }\n"
            + "relations:\n  - { relation: producers.first_order -> orders.id, dangling: set-null"
            + " }\n  - { relation: kinds.best -> orders.id, dangling: set-null }\n"
            + "  - orders.producer -> producers.id\n"
            + "tables: { producers: referenced, kinds: keep }");
    assertThat(bench.values("id", "orders")).containsExactly("1", "2");
    assertThat(bench.values("CONCAT_WS('-', id, first_order)", "producers"))
        .containsExactly("1", "2-1");
    assertThat(bench.values("CONCAT_WS('-', id, best)", "kinds")).containsExactly("1", "2-1", "3");
  }

  @Test
  void a_cycle_over_several_tables_holds_itself_and_falls_together() throws SQLException {
    bench.run(
        "CREATE TABLE a (id INT PRIMARY KEY, b_id INT)",
        "CREATE TABLE b (id INT PRIMARY KEY, c_id INT)",
        "CREATE TABLE c (id INT PRIMARY KEY, a_id INT, x_id INT)",
        "CREATE TABLE x (id INT PRIMARY KEY)",
        "ALTER TABLE a ADD CONSTRAINT fa FOREIGN KEY (b_id) REFERENCES b (id)",
        "ALTER TABLE b ADD CONSTRAINT fb FOREIGN KEY (c_id) REFERENCES c (id)",
        "ALTER TABLE c ADD CONSTRAINT fc FOREIGN KEY (a_id) REFERENCES a (id)",
        "INSERT INTO x VALUES (1)",
        "INSERT INTO a VALUES (1, 1), (2, 2), (3, NULL)",
        "INSERT INTO b VALUES (1, 1), (2, 2), (3, 3)",
        "INSERT INTO c VALUES (1, 1, 1), (2, 2, 9), (3, 3, 1)");
    Map<TableName, String> before = bench.definitions();
    bench.dehydrate(
        "core: { a: {} }\nrelations: [c.x_id -> x.id]\n"
            + "tables: { b: follow, c: follow, x: referenced }");
    assertThat(bench.values("id", "a")).containsExactly("1", "3");
    assertThat(bench.values("id", "b")).containsExactly("1", "3");
    assertThat(bench.values("id", "c")).containsExactly("1", "3");
    assertThat(bench.definitions()).isEqualTo(before);
  }

  @Test
  void texts_meet_under_the_collation_of_the_key() throws SQLException {
    bench.run(
        "CREATE TABLE codes (code VARCHAR(9) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PRIMARY KEY)",
        "CREATE TABLE loose (code VARCHAR(9) CHARACTER SET latin1 COLLATE latin1_swedish_ci PRIMARY"
            + " KEY)",
        "CREATE TABLE core (id INT PRIMARY KEY, a VARCHAR(9) CHARACTER SET utf8mb4 COLLATE"
            + " utf8mb4_general_ci, b VARCHAR(9) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)",
        "CREATE TABLE child (id INT PRIMARY KEY, code VARCHAR(20) CHARACTER SET latin1)",
        "INSERT INTO codes VALUES ('x'), ('X'), ('y'), ('Y')",
        "INSERT INTO loose VALUES ('p'), ('q')",
        "INSERT INTO core VALUES (1, 'x', 'P'), (2, 'X', 'p'), (3, 'Y', NULL), (4, 'z', NULL)",
        "INSERT INTO child VALUES (1, 'x'), (2, 'X'), (3, 'y'), (4, 'Y')");
    bench.dehydrate(
        "core: { core: {} }\nrelations: [core.a -> codes.code, core.b -> loose.code, child.code ->"
            + " codes.code]\ntables: { codes: referenced, loose: referenced, child: { rows: follow,"
            + " via: [code] } }");
    assertThat(bench.values("id", "core")).containsExactly("1", "2", "3");
    assertThat(bench.values("HEX(code)", "codes")).containsExactly("58", "59", "78");
    assertThat(bench.values("code", "loose")).containsExactly("p");
    assertThat(bench.values("id", "child")).containsExactly("1", "2", "4");
  }

  @Test
  void a_text_of_any_length_can_be_a_reference() throws SQLException {
    bench.run(
        "CREATE TABLE core (id INT PRIMARY KEY, url TEXT, u2 VARCHAR(2000))",
        "CREATE TABLE pages (id INT PRIMARY KEY, url TEXT, u2 VARCHAR(2000), KEY (url(20)))",
        "INSERT INTO core VALUES (1, 'a', 'b'), (2, NULL, NULL)",
        "INSERT INTO pages VALUES (1, 'a', 'b'), (2, 'c', 'b'), (3, 'a', 'd')");
    bench.dehydrate(
        "core: { core: {} }\nrelations: ['core(url, u2) -> pages(url, u2)']\n"
            + "tables: { pages: referenced }");
    assertThat(bench.values("id", "pages")).containsExactly("1");
    assertThat(bench.values("id", "core")).containsExactly("1", "2");
  }

  @Test
  void nothing_of_a_table_is_lost_but_its_rows() throws SQLException {
    String odd = "`se``lect` ".strip();
    bench.run(
        "CREATE TABLE `order` (`key` INT NOT NULL AUTO_INCREMENT, made DATETIME NOT NULL DEFAULT"
            + " '0000-00-00 00:00:00', d DATE DEFAULT '0000-00-00', body TEXT COMMENT 'it''s, (a)',"
            + " doc JSON, price DECIMAL(9,2), tax DECIMAL(9,2) AS (price * 0.2) STORED, low"
            + " VARCHAR(9) AS (LOWER(LEFT(body, 3))) VIRTUAL, hidden INT INVISIBLE DEFAULT 7, b"
            + " BINARY(3), CONSTRAINT positive CHECK (price >= 0), PRIMARY KEY (`key`), FULLTEXT KEY"
            + " ft (body), KEY (low), UNIQUE KEY `u q` (price, `key`)) ENGINE=InnoDB"
            + " AUTO_INCREMENT=1000 DEFAULT CHARSET=latin1 COMMENT='x' ROW_FORMAT=COMPRESSED",
        "CREATE TABLE "
            + odd
            + " (`a b` INT PRIMARY KEY, `from` INT, `d``q` POINT NOT NULL, SPATIAL"
            + " KEY (`d``q`), CONSTRAINT `f ``k` FOREIGN KEY (`from`) REFERENCES `order` (`key`) ON"
            + " UPDATE CASCADE)",
        "CREATE TABLE gone (id INT AUTO_INCREMENT PRIMARY KEY) AUTO_INCREMENT=77",
        "INSERT INTO gone VALUES (5)",
        "INSERT INTO `order` (`key`, made, d, body, doc, price, hidden, b) VALUES (0, '2026-11-20',"
            + " '0000-00-00', 'Aé', '{\"a\": 1}', 1.50, 8, x'00ff00'), (1, '2026-11-20',"
            + " '2026-02-30', NULL, NULL, NULL, NULL, NULL), (2, '0000-00-00', NULL, 'x', NULL, 2,"
            + " 9, x'01')",
        "INSERT INTO "
            + odd
            + " VALUES (0, 0, POINT(1, 2)), (1, 2, POINT(1, 2)), (2, 1, POINT(3,"
            + " 4))");
    Map<TableName, String> before = bench.definitions();
    TableName order = new TableName(bench.schema(), "order");
    List<List<String>> rows = bench.bytes(order);
    bench.dehydrate("core: { '`order`': { " + NEWEST + " } }\ntables: { gone: truncate }");
    assertThat(bench.definitions()).isEqualTo(before);
    assertThat(bench.bytes(order)).containsExactlyInAnyOrder(rows.get(0), rows.get(1));
    assertThat(bench.values("`a b`", odd)).containsExactly("0", "2");
  }

  @Test
  void names_of_rows_that_stay_leave_fingerprints_in_arrays_too(@TempDir Path folder)
      throws Exception {
    orders();
    bench.run(
        "CREATE TABLE people (id INT PRIMARY KEY, order_id INT, doc JSON)",
        "INSERT INTO people VALUES (1, 1, '{\"who\": [{\"n\": \"Ann Moe\"}, {\"n\": \"Bo Roe\"}], \"by\": \"Cy Poe\"}'),"
            + " (2, 2, NULL), (3, 3, '{\"who\": [{\"n\": \"Gone Away\"}]}'), (4, 2, '{\"who\": []}')",
        "CREATE TABLE remarks (order_id INT, doc JSON)",
        "INSERT INTO remarks VALUES (1, '[[\"Di Loe\"], [\"Ed Noe\", \"Flo Zoe\"]]'), (3, '[[\"Gone Too\"]]')");
    Path file = Files.writeString(folder.resolve("key"), "a secret that only tests have, 12345");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    MaskKey key = MaskKey.read(file);
    String helper = "h_" + bench.schema();
    Map<String, Long> seen = new TreeMap<>();
    bench.watchedBy(
        (task, statement, session) -> {
          if (task.isRewrite()) {
            MaskSession.prepare(
                session,
                helper,
                key,
                Set.of("json", "full-name", "names", "words_first-names", "words_last-names"));
          }
          if (statement.startsWith("DROP TABLE")) {
            String rows =
                "SELECT table_name FROM information_schema.tables WHERE table_schema = '"
                    + helper
                    + "' AND table_name LIKE 'names%'";
            for (String names : column(session, rows)) {
              String count = "SELECT COUNT(p1) FROM " + helper + "." + names;
              seen.put(names, Long.valueOf(column(session, count).get(0)));
            }
          }
        });

    Dehydration dehydration =
        bench.dehydrate(
            """
            core: { orders: { newest-by: made, window: 1 month } }
            relations: [people.order_id -> orders.id, remarks.order_id -> orders.id]
            tables:
              people:
                rows: follow
                mask: { doc: { json: { "$.who[*].n": full-name, "$.by": full-name } } }
              remarks: { rows: follow, mask: { doc: { json: { "$[*][*]": full-name } } } }
            """);

    assertThat(seen.values()).containsExactlyInAnyOrder(1L, 2L, 3L);
    assertThat(dehydration.namePrints()).hasSize(3);
    assertThat(bench.values("doc", "people").toString()).doesNotContain("Moe", "Roe", "Poe");
  }

  private static List<String> column(Connection session, String query) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Statement statement = session.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }
}

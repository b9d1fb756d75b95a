package io.rehydrate.dehydrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.dehydrate.compile.Dehydration;
import io.rehydrate.schema.TableName;
import io.rehydrate.support.OnEveryMariaDb;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@OnEveryMariaDb
class RowOriginCounterTest {
  private Workbench bench;

  @BeforeEach
  void open() throws SQLException {
    bench = Workbench.open();
    bench.run(
        "CREATE TABLE orders (id INT PRIMARY KEY, made DATETIME, renews INT, shop INT)",
        "CREATE TABLE shops (id INT PRIMARY KEY)",
        "CREATE TABLE `lines` (id INT PRIMARY KEY, order_id INT)",
        "CREATE TABLE parts (id INT PRIMARY KEY, line_id INT)",
        "INSERT INTO shops VALUES (1), (2), (3)",
        "INSERT INTO orders VALUES (1, '2026-11-20', 2, 1), (2, '2020-01-01', NULL, 2),"
            + " (3, '2025-01-01', NULL, 1), (4, '2024-01-01', NULL, 1), (5, '2026-11-21', NULL, 99)",
        "INSERT INTO `lines` VALUES (1, 1), (2, 1), (3, 5), (4, 4)",
        "INSERT INTO parts VALUES (1, 1), (2, 2), (3, 3)");
  }

  @AfterEach
  void close() throws SQLException {
    bench.close();
  }

  private List<String> of(Dehydration dehydration, String table) {
    return dehydration
        .reasons()
        .getOrDefault(new TableName(bench.schema(), table), List.of())
        .stream()
        .map(reason -> reason.rows() + " " + reason.what())
        .toList();
  }

  @Test
  void each_way_in_which_rows_came_is_counted_and_those_that_went_too() throws SQLException {
    Dehydration dehydration =
        bench.dehydrate(
            "core: { orders: { newest-by: made, window: 1 month, at-least: 3, also: \"id = 4\" } }\n"
                + "relations: [orders.renews -> orders.id, orders.shop -> shops.id, lines.order_id"
                + " -> orders.id, parts.line_id -> lines.id]\n");

    assertThat(of(dehydration, "orders"))
        .containsExactly(
            "2 inside the window of 1 month",
            "1 added by the floor, at-least 3",
            "1 added by 'also'",
            "1 went: a reference of theirs can't hold",
            "1 brought along by orders.renews -> orders.id");
    assertThat(of(dehydration, "shops"))
        .containsExactly("2 brought along by orders.shop -> shops.id");
    assertThat(of(dehydration, "lines"))
        .containsExactly(
            "4 follow by lines.order_id -> orders.id", "1 went: a reference of theirs can't hold");
    assertThat(of(dehydration, "parts")).as("a leaf has no key table").isEmpty();
    assertThat(bench.values("id", "`lines`")).containsExactly("1", "2", "4");
  }

  @Test
  void rounds_of_one_kind_are_one_time() throws SQLException {
    bench.dehydrate(
        "core: { orders: {} }\nrelations: [orders.shop -> shops.id, lines.order_id ->"
            + " orders.id, parts.line_id -> lines.id, {relation: orders.renews -> orders.id,"
            + " dangling: set-null}]\n");

    assertThat(bench.stageSeconds().keySet())
        .containsExactly("key tables", "choose", "grow", "check", "thin", "rewrite");
    assertThat(bench.stageSeconds().values()).allSatisfy(s -> assertThat(s).isPositive());
  }

  /** A task's name is for reading alone. */
  @Test
  void tables_named_like_the_words_of_a_log_are_counted_as_any_other() throws SQLException {
    bench.run(
        "CREATE TABLE `orders #2` (id INT PRIMARY KEY)",
        "CREATE TABLE `check orders #2` (id INT PRIMARY KEY, of_order INT NOT NULL,"
            + " FOREIGN KEY (of_order) REFERENCES `orders #2` (id))",
        "CREATE TABLE `reset #1 #3` (id INT PRIMARY KEY, checked INT NOT NULL,"
            + " FOREIGN KEY (checked) REFERENCES `check orders #2` (id))",
        "INSERT INTO `orders #2` VALUES (1), (2)",
        "INSERT INTO `check orders #2` VALUES (1, 1), (2, 1)",
        "INSERT INTO `reset #1 #3` VALUES (1, 2)");

    Dehydration dehydration =
        bench.dehydrate(
            "core: { 'orders #2': {} }\ntables: { 'reset #1 #3': follow, 'check orders #2': follow,"
                + " orders: truncate, shops: truncate, lines: truncate, parts: truncate }\n");

    assertThat(of(dehydration, "orders #2"))
        .containsExactly("2 chosen, all for which 'where' holds");
    assertThat(of(dehydration, "check orders #2")).hasSize(1).first().asString().startsWith("2 ");
  }
}

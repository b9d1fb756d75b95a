package io.rehydrate.dehydrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.dehydrate.compile.Dehydration;
import io.rehydrate.dehydrate.compile.KeyTablePlacement;
import io.rehydrate.dehydrate.compile.Task;
import io.rehydrate.plan.FirstPass;
import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.schema.TableName;
import io.rehydrate.source.ScratchMemory;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KeyTablePlacementTest {
  private static final String PLAN =
      """
      core: { orders: { newest-by: made, window: 2 years } }
      relations:
        - lines.order_id -> orders.id
        - tags.line_id -> lines.id
        - orders.shop -> shops.name
      tables: { shops: referenced }
      """;

  private Workbench bench;

  @BeforeEach
  void make() throws SQLException {
    bench = Workbench.open();
    bench.run(
        "CREATE TABLE orders (id INT PRIMARY KEY, made DATETIME, shop VARCHAR(500))",
        "CREATE TABLE `lines` (id INT PRIMARY KEY, order_id INT)",
        "CREATE TABLE tags (id INT PRIMARY KEY, line_id INT)",
        "CREATE TABLE shops (id INT PRIMARY KEY, name VARCHAR(500))",
        "INSERT INTO orders VALUES (1, '2026-11-01', 'a')",
        "INSERT INTO shops VALUES (1, 'a')",
        "INSERT INTO `lines` VALUES (1, 1)",
        "INSERT INTO tags VALUES (1, 1)");
  }

  @AfterEach
  void close() throws SQLException {
    bench.close();
  }

  @Test
  void narrow_keys_lie_in_memory_and_wide_ones_do_not() throws SQLException {
    Map<String, String> engines = new TreeMap<>();
    bench.watchedBy(
        (task, statement, session) -> {
          if (task.name().startsWith("key table of ")) {
            engines.put(
                task.name().replaceAll(".*\\.", ""),
                statement.replaceAll("(?s).* ENGINE=(\\w+) .*", "$1"));
          }
        });

    bench.dehydrate(PLAN);

    assertThat(engines).isEqualTo(Map.of("orders", "InnoDB", "shops", "InnoDB", "lines", "MEMORY"));
  }

  @Test
  void those_of_least_size_for_their_use_come_first_and_no_more_than_there_is_room_for() {
    assertThat(chosen(1_000_000, 100, 1_000)).containsExactlyInAnyOrder("a", "b");
    assertThat(chosen(50_000, 100, 1_000)).containsExactly("a");
    assertThat(chosen(50_000, 1_000, 100)).containsExactly("b");
    assertThat(chosen(1_000, 100, 1_000)).isEmpty();
  }

  @Test
  void a_server_is_asked_for_the_size_of_its_buffer_pool() throws SQLException {
    bench.run("DROP DATABASE IF EXISTS h_memory", "CREATE DATABASE h_memory");
    try {
      long all = left(Optional.empty());
      assertThat(all).isBetween(1L << 20, 1L << 40);
      bench.run(
          "CREATE TABLE h_memory.t (i INT PRIMARY KEY) ENGINE = MEMORY",
          "INSERT INTO h_memory.t VALUES (1)");
      assertThat(left(Optional.empty())).isLessThan(all);
      assertThat(left(Optional.of(1L))).isZero();
    } finally {
      bench.run("DROP DATABASE h_memory");
    }
  }

  private long left(Optional<Long> set) throws SQLException {
    return ScratchMemory.left(bench.session(), set, List.of("nowhere", "h_memory"));
  }

  private List<String> chosen(long bytes, long rowsOfA, long rowsOfB) {
    Map<TableName, Long> rows = new HashMap<>();
    rows.put(new TableName(bench.schema(), "orders"), rowsOfA);
    rows.put(new TableName(bench.schema(), "lines"), rowsOfB);
    ResolvedPlan plan =
        Workbench.plan(
            bench.catalog(),
            """
            core: { orders: { newest-by: made, window: 2 years } }
            relations: [ lines.order_id -> orders.id, tags.line_id -> lines.id ]
            tables: { shops: truncate }
            """);
    return new Dehydration(
            plan, "h", Workbench.AS_OF, new KeyTablePlacement(bytes, rows), FirstPass.none())
        .script().stream()
            .flatMap(stage -> stage.tasks().stream())
            .filter(task -> task.statements().get(0).sql().contains(" ENGINE=MEMORY "))
            .map(Task::name)
            .sorted()
            .map(name -> name.endsWith("orders") ? "a" : "b")
            .toList();
  }
}

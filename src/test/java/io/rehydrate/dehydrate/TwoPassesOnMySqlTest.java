package io.rehydrate.dehydrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.dehydrate.compile.SecondPass;
import io.rehydrate.plan.FirstPass;
import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.schema.TableName;
import io.rehydrate.support.ContainerTest;
import io.rehydrate.support.MySqlServer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@ContainerTest
class TwoPassesOnMySqlTest extends TwoPassesOnAnyServer {

  TwoPassesOnMySqlTest() {
    super(MySqlServer.source(), MySqlServer.scratch());
  }

  private static final String PLAN =
      """
      core: { orders: { newest-by: made, window: 1 month } }
      relations: [ papers.order_id -> orders.id, limits.order_id -> orders.id ]
      tables:
        papers: { rows: follow, mask: { name: full-name } }
        limits: { rows: follow, mask: { name: full-name } }
      """;

  private Workbench filled() throws SQLException {
    return opened()
        .run(
            "CREATE TABLE orders (id INT NOT NULL PRIMARY KEY, made DATETIME)",
            "INSERT INTO orders VALUES (1, '2026-11-20'), (2, '2020-01-01')",
            "CREATE TABLE papers (id INT NOT NULL PRIMARY KEY, order_id INT, name VARCHAR(40), doc JSON)",
            "INSERT INTO papers VALUES (1, 1, 'Ann Moe', JSON_OBJECT('d', CAST(1.10 AS DECIMAL(5, 2)),"
                + " 't', CAST('2026-01-02' AS DATE))), (2, 2, 'Gone', '{}'), (3, 1, 'Bo Roe', '[1]')",
            "CREATE TABLE limits (id INT NOT NULL PRIMARY KEY, order_id INT, name VARCHAR(40),"
                + " CONSTRAINT long_name CHECK (name <> ''))",
            "INSERT INTO limits VALUES (1, 1, 'Ann Moe')");
  }

  @Test
  void values_in_documents_keep_their_types() throws SQLException {
    try (Workbench bench = filled().copiedTo(MySqlServer.scratch())) {
      bench.dehydrate(PLAN);

      assertThat(bench.values("JSON_TYPE(JSON_EXTRACT(doc, '$.d'))", "papers WHERE id = 1"))
          .containsExactly("DECIMAL");
      assertThat(bench.values("JSON_TYPE(JSON_EXTRACT(doc, '$.t'))", "papers WHERE id = 1"))
          .containsExactly("DATE");
      assertThat(bench.values("id", "papers")).containsExactly("1", "3");
      assertThat(bench.values("name", "papers").toString()).doesNotContain("Moe", "Roe");
    }
  }

  @Test
  void no_key_of_a_mask_is_in_a_variable_while_rows_are_loaded() throws SQLException {
    try (Workbench bench = filled().copiedTo(MySqlServer.scratch())) {
      List<String> seen = new ArrayList<>();
      bench.watchedBy(
          (task, statement, session) -> {
            if (task.isRewrite()) {
              seen.addAll(
                  bench.values("variable_name", "performance_schema.user_variables_by_thread"));
            }
          });

      bench.dehydrate(PLAN);

      assertThat(seen).noneMatch(name -> name.contains("key"));
    }
  }

  @Test
  void days_that_are_none_are_found_by_their_key() throws SQLException {
    try (Workbench bench =
        opened()
            .run(
                "CREATE TABLE orders (id DATE NOT NULL PRIMARY KEY, made DATETIME)",
                "INSERT INTO orders VALUES ('2026-02-31', '2026-11-20'), ('0000-00-00', '2026-11-20')")
            .copiedTo(MySqlServer.scratch())) {
      bench.dehydrate("core: { orders: { newest-by: made, window: 1 month } }");

      assertThat(bench.values("id", "orders")).containsExactly("0000-00-00", "2026-02-31");
    }
  }

  @Test
  void masked_documents_and_checked_tables_are_copied_as_a_whole() throws SQLException {
    try (Workbench bench = filled()) {
      ResolvedPlan plan =
          Workbench.plan(
              bench.catalog(),
              PLAN.replace(
                  "name: full-name } }\n  limits",
                  "doc: { json: { \"$.d\": redact } } } }\n  limits"));
      FirstPass first = SecondPass.firstPass(plan);

      assertThat(first.narrow().keySet()).extracting(TableName::table).containsExactly("orders");
      assertThat(first.whole().values())
          .anyMatch(why -> why.contains("a JSON column of it is masked"))
          .anyMatch(why -> why.contains("it has CHECKs"));
    }
  }
}

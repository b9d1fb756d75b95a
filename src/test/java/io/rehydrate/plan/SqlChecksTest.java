package io.rehydrate.plan;

import static io.rehydrate.support.TableBuilder.aCatalog;
import static io.rehydrate.support.TableBuilder.aTable;
import static io.rehydrate.support.TableBuilder.aTableWithId;
import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.schema.Catalog;
import io.rehydrate.schema.Schema;
import io.rehydrate.schema.StoredObject;
import io.rehydrate.schema.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SqlChecksTest {
  private static final Catalog TABLES =
      aCatalog(
          aTableWithId("orders").nullable("tenant", "int").nullable("note", "text"),
          aTableWithId("tenants").nullable("closed", "int"),
          aTableWithId("audit_log").nullable("order_id", "int"),
          aTable("crm", "calls").column("id", "int").primaryKey("id"));
  private static final Catalog CATALOG =
      new Catalog(
          TABLES.server(),
          TABLES.schemas().stream()
              .map(
                  s ->
                      new Schema(
                          s.name(),
                          s.characterSet(),
                          s.collation(),
                          s.tables(),
                          List.of(
                              object(StoredObject.Kind.VIEW, "open_tenants"),
                              object(StoredObject.Kind.FUNCTION, "score"))))
              .toList());

  private static StoredObject object(StoredObject.Kind kind, String name) {
    return new StoredObject(kind, name, "", "", "utf8mb4", "utf8mb4_bin");
  }

  private static PlanResolver.Outcome examine(String where, String rest) {
    String text =
        "version: 1\nunlisted: { tables: keep, columns: keep }\ncore:\n  orders: { where: \""
            + where
            + "\" }\ntables:\n  audit_log: truncate\n"
            + rest;
    return PlanResolver.examine(
        PlanFile.parse("plan.yaml", text), CATALOG, (mask, table, column) -> Optional.empty());
  }

  private static Optional<String> where(String written) {
    return examine(written, "")
        .plan()
        .orElseThrow()
        .rule(new TableName("shop", "orders"))
        .core()
        .orElseThrow()
        .where();
  }

  private static List<String> problems(String where, String rest) {
    return examine(where, rest).problems().stream().map(PlanProblem::what).toList();
  }

  @Test
  void a_subquery_gets_the_schema_of_its_table() {
    assertThat(where("tenant IN (SELECT id FROM tenants WHERE closed = 0) AND orders.id > 0"))
        .contains("tenant IN (SELECT id FROM `shop`.tenants WHERE closed = 0) AND orders.id > 0");
    assertThat(where("id IN (SELECT t.id FROM shop.tenants t, tenants u WHERE u.id = t.id)"))
        .contains("id IN (SELECT t.id FROM shop.tenants t, `shop`.tenants u WHERE u.id = t.id)");
    assertThat(where("id IN (SELECT id FROM crm.calls)"))
        .contains("id IN (SELECT id FROM crm.calls)");
    assertThat(where("id IN (WITH tenants AS (SELECT 1 AS x) SELECT x FROM tenants)"))
        .contains("id IN (WITH tenants AS (SELECT 1 AS x) SELECT x FROM tenants)");
  }

  @Test
  void what_is_not_on_the_scratch_is_not_read() {
    List<String> found = new ArrayList<>();
    for (String where :
        List.of(
            "id IN (SELECT id FROM mysql.user)",
            "id IN (SELECT id FROM tenant)",
            "id IN (SELECT id FROM calls)",
            "id IN (SELECT id FROM open_tenants)",
            "id IN (SELECT order_id FROM audit_log)",
            "score(id) > 3",
            "tenants.id = 3",
            "id = (SELECT 1 FROM tenants WHERE mysql.user.x = 1)")) {
      found.addAll(problems(where, ""));
    }
    assertThat(found)
        .containsExactly(
            "the SQL reads mysql.user, outside of this copy; it may read tables of the copy alone",
            "the SQL reads tenant, and there is no such table in shop; name the schema before it",
            "the SQL reads calls, and there is no such table in shop; name the schema before it",
            "the SQL reads the view open_tenants; views are not on the scratch: read its tables",
            "the SQL reads shop.audit_log, which is truncated: its rows are not on the scratch."
                + " Give it another rule",
            "the SQL calls the stored function score(); stored functions are not on the scratch:"
                + " write out what it does",
            "the SQL names tenants.id, and it reads no table 'tenants'",
            "the SQL reads mysql.user.x, outside of this copy; it may read tables of the copy"
                + " alone");
  }

  @Test
  void conditions_of_relations_and_masks_are_looked_at_too() {
    String rest =
        """
          tenants: { mask: { closed: { sql: "IF(mk.k1 = 1, score(id), closed)" } } }
        relations:
          - "orders.tenant -> tenants.id when score(note) = 1"
        """;
    assertThat(problems("id > 0", rest))
        .containsExactlyInAnyOrder(
            "the SQL calls the stored function score(); stored functions are not on the scratch:"
                + " write out what it does",
            "the SQL calls the stored function score(); stored functions are not on the scratch:"
                + " write out what it does",
            "the SQL names mk.k1, and it reads no table 'mk'");
  }
}

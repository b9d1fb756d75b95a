package io.rehydrate.plan;

import static io.rehydrate.support.TableBuilder.aCatalog;
import static io.rehydrate.support.TableBuilder.aTable;
import static io.rehydrate.support.TableBuilder.aTableWithId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.rehydrate.error.InvalidException;
import io.rehydrate.mask.Masks;
import io.rehydrate.schema.Catalog;
import io.rehydrate.schema.Table;
import io.rehydrate.schema.TableName;
import io.rehydrate.support.TableBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanResolverTest {
  private static final Set<String> CATALOGUE =
      Set.of("email", "hash", "redact", "set-null", "set-empty", "digits", "date-shift", "sql");
  private static final MaskCheck MASKS =
      (mask, table, column) ->
          !CATALOGUE.contains(mask.name())
              ? Optional.of("there is no mask '" + mask.name() + "'")
              : mask.name().equals("redact") && !column.isText()
                  ? Optional.of("redact is for text")
                  : Optional.empty();
  private static final String LENIENT = "version: 1\nunlisted: { tables: keep, columns: keep }\n";

  @TempDir Path folder;

  private ResolvedPlan check(String yaml, TableBuilder... tables) {
    try {
      Path file = Files.writeString(folder.resolve("plan.yaml"), yaml);
      return PlanResolver.check(PlanFile.read(file), aCatalog(tables), MASKS);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<String> problems(String yaml, TableBuilder... tables) {
    InvalidException refusal =
        catchThrowableOfType(InvalidException.class, () -> check(yaml, tables));
    assertThat(refusal).as("a refusal").isNotNull();
    assertThat(refusal.code()).isEqualTo("plan.invalid");
    return refusal.getMessage().lines().skip(1).map(String::strip).toList();
  }

  private static Map<String, RowRule> rules(ResolvedPlan plan) {
    return plan.tables().values().stream()
        .collect(Collectors.toMap(r -> r.table().name().table(), ResolvedPlan.Rule::rows));
  }

  private static TableBuilder customers() {
    return aTableWithId("customers").nullable("email", "varchar(100)").column("age", "int");
  }

  private static TableBuilder orders() {
    return aTableWithId("orders")
        .column("created_at", "datetime")
        .nullable("customer_id", "int")
        .nullable("renews", "int")
        .foreignKey("customer_id", "customers", "id");
  }

  private static TableBuilder lines() {
    return aTable("order_lines").column("order_id", "int").column("line", "int");
  }

  @Test
  void rules_are_written_or_come_of_the_relations() {
    ResolvedPlan plan =
        check(
            LENIENT
                + """
                core: { orders: { newest-by: CREATED_AT, window: 2 weeks } }
                relations:
                  - order_lines.order_id -> orders.id
                  - line_notes.line -> order_lines.line
                tables: { '*_log': truncate }
                """,
            customers(),
            orders(),
            lines(),
            aTable("line_notes").column("line", "int"),
            aTable("audit_log").column("x", "int"),
            aTable("alone").column("x", "int"));

    assertThat(rules(plan))
        .isEqualTo(
            Map.of(
                "orders", RowRule.CORE,
                "customers", RowRule.KEEP,
                "order_lines", RowRule.FOLLOW,
                "line_notes", RowRule.FOLLOW,
                "audit_log", RowRule.TRUNCATE,
                "alone", RowRule.KEEP));
    assertThat(List.copyOf(plan.tables().keySet())).isSorted();
    assertThat(plan.rule(new TableName("shop", "orders")).core().orElseThrow().newestBy())
        .as("in the letters of the schema")
        .contains("created_at");
    assertThat(plan.references())
        .extracting(Reference::text, Reference::followed, Reference::declared)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("order_lines.order_id -> orders.id", true, false),
            org.assertj.core.groups.Tuple.tuple("line_notes.line -> order_lines.line", true, false),
            org.assertj.core.groups.Tuple.tuple("orders.customer_id -> customers.id", false, true));
  }

  @Test
  void a_table_that_refers_to_itself_alone_is_unlisted() {
    assertThat(
            problems(
                "version: 1\n",
                aTableWithId("tree").nullable("up", "int").foreignKey("up", "tree", "id")))
        .containsExactly(
            "unlisted.tables: a table has no rule and no relation to another table. Put under"
                + " 'tables:' (or 'keep', 'referenced', or write a relation):",
            "tree: truncate");
  }

  @Test
  void a_path_through_a_table_that_is_not_followed_is_none() {
    String rest =
        """
        core: { orders: {} }
        relations: [b.a_id -> a.id, a.order_id -> orders.id]
        tables: { a: referenced }
        """;
    TableBuilder a = aTableWithId("a").nullable("order_id", "int");
    TableBuilder b = aTableWithId("b").nullable("a_id", "int");

    for (String unlisted : List.of("fail", "truncate")) {
      String strict = LENIENT.replace("tables: keep", "tables: " + unlisted);
      assertThat(rules(check(strict + rest, customers(), orders(), a, b)))
          .containsEntry("b", RowRule.REFERENCED)
          .containsEntry("customers", RowRule.REFERENCED);
    }
    assertThat(rules(check(LENIENT + rest, customers(), orders(), a, b)))
        .as("kept, since unlisted tables are")
        .containsEntry("b", RowRule.KEEP)
        .containsEntry("customers", RowRule.KEEP);
  }

  @Test
  void a_plan_of_which_no_row_would_stay_is_refused() {
    String nothing = "version: 1\nunlisted: { tables: truncate, columns: keep }\n";
    String what =
        "no table is under 'core' and none is 'keep', so no row would stay. Write under 'core'"
            + " where the copy starts, or give a table the rule 'keep'";

    assertThat(problems(nothing, customers(), orders())).containsExactly(what);
    assertThat(problems(nothing + "tables: { orders: referenced }\n", customers(), orders()))
        .containsExactly(what);
    assertThat(rules(check(LENIENT, customers(), orders()))).containsValue(RowRule.KEEP);
  }

  @Test
  void a_written_relation_wins_over_the_declared_one() {
    ResolvedPlan plan =
        check(
            LENIENT
                + """
                core: { orders: {} }
                relations:
                  - { relation: orders.Customer_ID -> customers.ID when age > 1, dangling: set-null }
                """,
            customers(),
            orders());

    assertThat(plan.references())
        .containsExactly(
            new Reference(
                new TableName("shop", "orders"),
                List.of("customer_id"),
                new TableName("shop", "customers"),
                List.of("id"),
                Optional.of("age > 1"),
                Dangling.SET_NULL,
                false,
                true));
  }

  @Test
  void a_composite_relation_is_the_declared_one_in_any_order() {
    TableBuilder child =
        aTable("child")
            .nullable("a", "int")
            .nullable("b", "int")
            .foreignKey(List.of("a", "b"), new TableName("shop", "parent"), List.of("x", "y"));
    ResolvedPlan plan =
        check(
            LENIENT + "core: {parent: {}}\nrelations: ['child(b, a) -> parent(y, x)']\n",
            child,
            aTable("parent").column("x", "int").column("y", "int").primaryKey("x", "y"));

    assertThat(plan.references()).hasSize(1);
    assertThat(plan.references().get(0).declared()).isTrue();
    assertThat(plan.references().get(0).followed()).isTrue();
  }

  @Test
  void via_names_what_is_followed() {
    TableBuilder products = aTableWithId("products");
    TableBuilder both =
        aTableWithId("app_products")
            .nullable("order_id", "int")
            .nullable("product_id", "int")
            .nullable("p2", "int");
    String relations =
        """
        core: { orders: {} }
        relations:
          - app_products.order_id -> orders.id
          - app_products.product_id -> products.id
          - app_products(product_id, p2) -> lines(order_id, line)
        """;
    TableBuilder more = aTable("lines").column("order_id", "int").column("line", "int");

    assertThat(
            followed(
                check(
                    LENIENT
                        + relations
                        + "tables: { app_products: {rows: follow, via: [PRODUCT_id]},"
                        + " products: keep, lines: keep}",
                    customers(),
                    orders(),
                    products,
                    both,
                    more)))
        .containsExactly("app_products.product_id -> products.id");
    assertThat(
            followed(
                check(
                    LENIENT
                        + relations
                        + "tables: { app_products: {rows: follow, via: [p2]},"
                        + " products: keep, lines: keep}",
                    customers(),
                    orders(),
                    products,
                    both,
                    more)))
        .containsExactly("app_products(product_id, p2) -> lines(order_id, line)");
  }

  private static List<String> followed(ResolvedPlan plan) {
    return plan.references().stream().filter(Reference::followed).map(Reference::text).toList();
  }

  @Test
  void via_must_name_a_column_of_a_relation_of_a_follow_table() {
    assertThat(
            problems(
                LENIENT
                    + """
                    core: { orders: {} }
                    relations: [order_lines.order_id -> orders.id]
                    tables:
                      order_lines: { rows: follow, via: [ordr_id] }
                      customers: { rows: referenced, via: [age] }
                    """,
                customers(),
                orders(),
                lines()))
        .containsExactly(
            "line 6, tables.order_lines.via: no relation of order_lines uses the column 'ordr_id';"
                + " did you mean 'order_id'? (they use: order_id)",
            "line 7, tables.customers.via: 'via' goes with 'rows: follow'; customers is"
                + " 'referenced'");
  }

  @Test
  void unknown_names_are_told_with_the_nearest_right_one() {
    assertThat(
            problems(
                LENIENT
                    + """
                    core:
                      order: {}
                      orders: { newest-by: createdat }
                    relations:
                      - order_line.order_id -> orders.idd
                      - order_lines.order_id -> shop.ordres.id
                    tables:
                      custmers: { rows: keep, mask: { email: email } }
                      '*_history': truncate
                      customers: { rows: referenced, mask: { emial: email }, safe: [aged] }
                    columns:
                      mask: { '*_phone': redact, customers.emal: email }
                      safe: [zip]
                    """,
                customers(),
                orders(),
                lines()))
        .containsExactly(
            "line 4, core.order: no table 'order' in shop; did you mean 'orders'?",
            "line 5, core.orders.newest-by: no column 'createdat' in orders; did you mean"
                + " 'created_at'?",
            "line 7, relations[0]: no table 'order_line' in shop; did you mean 'order_lines'?",
            "line 7, relations[0]: no column 'idd' in orders; did you mean 'id'?",
            "line 8, relations[1]: no table 'shop.ordres' in shop; did you mean 'shop.orders'?",
            "line 10, tables.custmers: no table 'custmers' in shop; did you mean 'customers'?",
            "line 11, tables.'*_history': the pattern fits no table",
            "line 12, tables.customers.mask.emial: no column 'customers.emial'; did you mean"
                + " 'email'?",
            "line 12, tables.customers.safe[0]: no column 'customers.aged'; did you mean 'age'?",
            "line 14, columns.mask.'*_phone': the pattern '*_phone' fits no column",
            "line 14, columns.mask.'customers.emal': no column 'customers.emal'; did you mean"
                + " 'email'?",
            "line 15, columns.safe[0]: no column 'zip'");
  }

  @Test
  void names_in_several_schemas_need_the_schema() {
    TableBuilder[] tables = {
      aTableWithId("orders"),
      aTable("crm", "orders").column("id", "int").primaryKey("id"),
      aTable("crm", "calls").column("id", "int").column("order_id", "int")
    };

    assertThat(problems(LENIENT + "core: { orders: {} }\n", tables))
        .containsExactly(
            "line 3, core.orders: 'orders' lies in several schemas; say which: crm.orders,"
                + " shop.orders");
    ResolvedPlan plan =
        check(
            LENIENT + "core: { crm.orders: {} }\nrelations: [calls.order_id -> crm.orders.id]\n",
            tables);
    assertThat(plan.rule(new TableName("crm", "calls")).rows()).isEqualTo(RowRule.FOLLOW);
    assertThat(plan.rule(new TableName("shop", "orders")).rows()).isEqualTo(RowRule.KEEP);
  }

  @Test
  void the_most_specific_name_wins() {
    ResolvedPlan plan =
        check(
            LENIENT
                + """
                tables:
                  '*': keep
                  'app_*': truncate
                  app_main: { safe: [x] }
                  app_log: keep
                  shop.app_log: truncate
                columns:
                  mask: { x: email, 'app_lo*.x': digits, 'app_main.x': hash }
                """,
            aTable("app_main").nullable("x", "text"),
            aTable("app_log").nullable("x", "text"),
            aTable("crm", "app_log").nullable("x", "text"),
            aTable("other").nullable("x", "text"));

    assertThat(plan.rule(new TableName("shop", "app_main")).rows()).isEqualTo(RowRule.TRUNCATE);
    assertThat(plan.rule(new TableName("shop", "app_log")).rows()).isEqualTo(RowRule.TRUNCATE);
    ResolvedPlan.Rule crm = plan.rule(new TableName("crm", "app_log"));
    assertThat(crm.rows()).isEqualTo(RowRule.KEEP);
    assertThat(crm.masks()).containsExactly(Map.entry("x", MaskSpec.of("email")));
    assertThat(crm.isRewritten()).isTrue();
    assertThat(plan.rule(new TableName("shop", "app_log")).masks()).isEmpty();
    assertThat(plan.rule(new TableName("shop", "app_log")).isRewritten()).isFalse();
    assertThat(plan.masksAnything()).isTrue();
  }

  @Test
  void equally_long_patterns_must_agree() {
    TableBuilder table = aTable("app_log").nullable("xy", "text");

    assertThat(
            problems(
                LENIENT
                    + """
                    tables: { '*_log': keep, 'app_*': truncate }
                    columns: { mask: { 'x*': email, '*y': digits } }
                    """,
                table))
        .containsExactlyInAnyOrder(
            "line 3, tables.'app_*': '*_log' and 'app_*' fit app_log equally well and disagree;"
                + " name it on its own",
            "line 4, columns.mask.'*y': 'x*' and '*y' fit app_log.xy equally well and disagree;"
                + " name it on its own");
    assertThat(
            rules(
                check(
                    LENIENT + "tables: { '*_log': truncate, 'app_*': truncate }",
                    table,
                    customers())))
        .containsEntry("app_log", RowRule.TRUNCATE);
  }

  @Test
  void nothing_is_named_twice() {
    assertThat(
            problems(
                LENIENT
                    + """
                    core: { orders: {}, shop.orders: {} }
                    relations:
                      - order_lines.order_id -> orders.id
                      - shop.order_lines(ORDER_ID) -> shop.orders(id)
                    tables: { customers: keep, shop.customers: truncate, orders: keep }
                    """,
                customers(),
                orders(),
                lines()))
        .contains(
            "line 3, core.'shop.orders': orders is named twice",
            "line 6, relations[1]: order_lines.order_id -> orders.id stands twice, first at"
                + " relations[0]",
            "line 7, tables.'shop.customers': the same table stands under 'customers' already",
            "line 7, tables.orders: has a 'core' entry, which says what becomes of its rows; take"
                + " 'rows' out here")
        .hasSize(4);
  }

  @Test
  void a_core_table_may_have_masks_under_tables_and_fall_under_a_pattern() {
    ResolvedPlan plan =
        check(
            LENIENT
                + "core: {customers: {}}\n"
                + "tables: { '*': keep, customers: {mask: {Email: email}} }\n",
            customers());

    assertThat(rules(plan)).containsEntry("customers", RowRule.CORE);
    assertThat(plan.rule(new TableName("shop", "customers")).masks()).containsOnlyKeys("email");
  }

  @Test
  void a_core_table_needs_a_key_and_a_date() {
    assertThat(
            problems(
                LENIENT
                    + """
                    core:
                      order_lines: { newest-by: line, window: 1 year }
                    """,
                lines()))
        .containsExactly(
            "line 4, core.order_lines: order_lines has no primary key, which a core table needs:"
                + " start from another table, or add one",
            "line 4, core.order_lines.newest-by: a window needs a date, datetime or timestamp;"
                + " order_lines.line is int");
  }

  @Test
  void a_core_entry_made_without_a_file_needs_newest_by_too() {
    Plan.Core core =
        new Plan.Core(Optional.empty(), Optional.empty(), 10, Optional.empty(), Optional.empty());
    Plan plan =
        new Plan(
            new Plan.Unlisted(Plan.UnlistedTables.KEEP, Plan.UnlistedColumns.KEEP),
            Map.of("customers", core),
            List.of(),
            Map.of(),
            new Plan.Columns(Map.of(), Set.of()),
            Map.of(),
            "",
            "",
            PlanLines.none());
    Catalog catalog = aCatalog(customers());

    assertThat(
            catchThrowableOfType(
                InvalidException.class, () -> PlanResolver.check(plan, catalog, MASKS)))
        .hasMessageContaining("core.customers: 'window' and 'at-least' need 'newest-by'");
  }

  @Test
  void unlisted_tables_come_with_a_snippet() {
    assertThat(
            problems(
                "version: 1\nunlisted: { columns: keep }\n",
                aTable("a").column("x", "int"),
                aTable("odd table").column("x", "int"),
                aTable("b").column("x", "int"),
                aTable("crm", "b").column("x", "int")))
        .containsExactly(
            "line 2, unlisted.tables: 4 tables have no rule and no relation to another table. Put"
                + " under 'tables:' (or 'keep', 'referenced', or write a relation):",
            "crm.b: truncate",
            "a: truncate",
            "shop.b: truncate",
            "'`odd table`': truncate");
  }

  @Test
  void the_snippet_of_tables_reads_back() {
    assertThat(
            rules(
                check(
                    "version: 1\ntables:\n  '`odd table`': truncate\n  other: keep\n",
                    aTable("odd table").column("x", "int"),
                    aTable("other").column("x", "int"))))
        .containsEntry("odd table", RowRule.TRUNCATE);
  }

  @Test
  void unlisted_columns_come_with_a_snippet_that_fits() {
    TableBuilder people =
        aTable("people")
            .column("id", "int")
            .column("name", "varchar(50)")
            .column("note.s", "text")
            .nullable("profile", "json")
            .nullable("photo", "blob")
            .nullable("likeness", "vector(3)")
            .column("status", "enum('a','b')")
            .column("flags", "set('a','b')")
            .column("zip", "char(5)")
            .column("mail", "varchar(50)")
            .generated("upper_name", "varchar(50)")
            .column("born", "date");
    String plan =
        """
        version: 1
        tables: { people: keep, old: truncate }
        columns:
          safe: [zip]
          mask: { mail: email }
        """;
    TableBuilder old = aTable("old").column("name", "text");

    assertThat(problems(plan, people, old))
        .containsExactly(
            "unlisted.columns: 6 columns are neither masked nor safe. Put under 'columns: mask:'"
                + " (or the names alone under 'columns: safe:'):",
            "people.name: redact",
            "'people.`note.s`': redact",
            "people.profile: set-null",
            "people.photo: hash",
            "people.likeness: set-null",
            "people.born: { date-shift: 30 }");
    String pasted =
        """
        version: 1
        tables: { people: keep, old: truncate }
        columns:
          safe: [zip]
          mask:
            mail: email
            people.name: redact
            'people.`note.s`': redact
            people.profile: set-null
            people.photo: hash
            people.likeness: set-null
            people.born: { date-shift: 30 }
        """;
    assertThat(check(pasted, people, old).rule(new TableName("shop", "people")).masks())
        .containsOnlyKeys("name", "note.s", "profile", "photo", "likeness", "mail", "born");
  }

  @Test
  void columns_of_every_type_are_unlisted_where_they_are_places_or_their_name_is_personal() {
    TableBuilder staff =
        aTable("staff")
            .column("id", "int")
            .primaryKey("id")
            .column("home", "point")
            .nullable("area", "polygon")
            .column("zone", "linestring")
            .column("birth_date", "date")
            .column("Geburtsjahr", "year")
            .column("annual_salary", "decimal(10,2)")
            .column("gehalt", "int")
            .column("national_id", "bigint")
            .column("taxNumber", "bigint")
            .column("passport_no", "int")
            .column("licence", "bigint")
            .column("latitude", "double")
            .column("lng", "decimal(9,6)")
            .column("kontonummer", "bigint")
            .column("telefon", "bigint")
            .column("gender", "enum('f','m')")
            .column("ip_address", "int unsigned")
            .column("account_id", "int")
            .column("tax_rate", "decimal(4,2)")
            .column("licence_count", "int")
            .column("is_disabled", "tinyint(1)")
            .column("has_passport", "tinyint")
            .column("phone_verified_at", "datetime")
            .column("created_at", "datetime")
            .column("price", "decimal(9,2)")
            .column("birth_place_id", "int")
            .column("latency", "int");
    String plan = "version: 1\ntables: { staff: keep }\n";

    assertThat(problems(plan, staff).stream().skip(1).map(line -> line.replaceAll(":.*", "")))
        .containsExactly(
            "staff.home",
            "staff.area",
            "staff.zone",
            "staff.birth_date",
            "staff.Geburtsjahr",
            "staff.annual_salary",
            "staff.gehalt",
            "staff.national_id",
            "staff.taxNumber",
            "staff.passport_no",
            "staff.licence",
            "staff.latitude",
            "staff.lng",
            "staff.kontonummer",
            "staff.telefon",
            "staff.gender",
            "staff.ip_address");
  }

  @Test
  void a_number_that_is_a_key_is_not_personal_by_its_name() {
    TableBuilder accounts = aTable("accounts").column("account", "int").primaryKey("account");
    TableBuilder bookings =
        aTable("bookings").column("account", "int").foreignKey("account", "accounts", "account");

    assertThat(
            check("version: 1\ntables: { accounts: keep, bookings: keep }\n", accounts, bookings)
                .tables())
        .hasSize(2);
  }

  @Test
  void a_mask_beats_safe() {
    ResolvedPlan plan =
        check(
            "version: 1\ntables: { customers: {rows: keep, safe: [email]} }\n"
                + "columns: { mask: {'e*': email} }",
            customers());

    assertThat(plan.rule(new TableName("shop", "customers")).masks()).containsOnlyKeys("email");
  }

  @Test
  void masks_must_exist_and_fit_and_spare_keys_and_generated_columns() {
    assertThat(
            problems(
                LENIENT
                    + """
                    tables:
                      t:
                        rows: keep
                        mask: { g: email, a: redact, b: emial }
                    columns: { mask: { 'n*': emial, id: hash } }
                    """,
                aTableWithId("t")
                    .column("a", "int")
                    .column("b", "text")
                    .column("n1", "text")
                    .column("n2", "text")
                    .column("n3", "text")
                    .column("n4", "text")
                    .generated("g", "text")))
        .containsExactlyInAnyOrder(
            "line 6, tables.t.mask.g: t.g: is generated; mask the columns that it is computed"
                + " from",
            "line 6, tables.t.mask.a: t.a: redact is for text",
            "line 6, tables.t.mask.b: t.b: there is no mask 'emial'",
            "line 7, columns.mask.'n*': t.n1, t.n2, t.n3 and 1 more: there is no mask 'emial'",
            "line 7, columns.mask.id: t.id: belongs to the primary key, which is not masked");
  }

  @Test
  void both_ends_of_a_relation_get_the_same_results() throws IOException {
    TableBuilder policies = aTableWithId("policies").column("number", "varchar(40)");
    TableBuilder claims = aTableWithId("claims").nullable("number", "varchar(20)");
    TableBuilder alike = aTableWithId("claims").nullable("number", "varchar(40)");
    Path file =
        Files.writeString(
            folder.resolve("ends.yaml"),
            LENIENT
                + "core: { policies: {} }\nrelations: [claims.number -> policies.number]\n"
                + "columns: { mask: { number: hash } }");
    Plan plan = PlanFile.read(file);

    assertThat(PlanResolver.examine(plan, aCatalog(policies, claims), Masks.check()).problems())
        .extracting(PlanProblem::toString)
        .singleElement(InstanceOfAssertFactories.STRING)
        .contains("claims.number -> policies.number: the mask 'hash' gives different results")
        .contains("varchar(20) and varchar(40)");
    assertThat(PlanResolver.examine(plan, aCatalog(policies, alike), Masks.check()).problems())
        .isEmpty();
  }

  @Test
  void both_ends_of_a_relation_are_masked_the_same() {
    TableBuilder policies = aTableWithId("policies").column("number", "varchar(20)");
    TableBuilder claims =
        aTableWithId("claims").nullable("number", "varchar(20)").column("filed", "date");
    String base =
        LENIENT + "core: { policies: {} }\nrelations: [claims.number -> policies.number]\n";

    assertThat(problems(base + "columns: { mask: { policies.number: hash } }", policies, claims))
        .containsExactly(
            "line 5, columns.mask.'policies.number': claims.number -> policies.number: both ends"
                + " of a relation need the same mask, or none, and one that depends on the value"
                + " alone; here: none and hash");
    assertThat(
            problems(base + "columns: { mask: { number: { sql: 'UUID()' } } }", policies, claims))
        .hasSize(1);
    assertThat(check(base + "columns: { mask: { number: hash } }", policies, claims)).isNotNull();
    assertThat(check(base + "columns: { mask: { claims.number: set-null } }", policies, claims))
        .isNotNull();
    assertThat(
            check(
                LENIENT
                    + "relations: [claims.number -> policies.number]\n"
                    + "tables: {claims: truncate, policies: {rows: keep, mask: {number: hash}}}",
                policies,
                claims))
        .isNotNull();
  }

  @Test
  void an_expression_may_mask_what_refers_under_a_condition() {
    TableBuilder users = aTableWithId("users");
    TableBuilder meta =
        aTableWithId("meta").column("name", "varchar(20)").nullable("value", "varchar(20)");
    String base = LENIENT + "core: { users: {} }\nrelations: ['meta.value -> users.id%s']\n";
    String mask = "columns: { mask: { value: { sql: \"IF(name = 'user', value, '')\" } } }";

    assertThat(check(base.formatted(" when name = ''user''") + mask, users, meta)).isNotNull();
    assertThat(problems(base.formatted("") + mask, users, meta))
        .singleElement()
        .asString()
        .contains("both ends of a relation need the same mask", "here: sql and none");
  }

  @Test
  void an_exemption_from_the_read_back_names_one_column_and_kinds() {
    ResolvedPlan plan =
        check(
            LENIENT + "read-back: { exempt: { customers.Email: [email, phone] } }\n", customers());

    assertThat(plan.rule(new TableName("shop", "customers")).exempt())
        .containsExactly(Map.entry("email", Set.of("email", "phone")));
    assertThat(
            problems(
                LENIENT
                    + """
                    read-back:
                      exempt:
                        customers.emial: [email]
                    """,
                customers()))
        .containsExactly(
            "line 5, read-back.exempt.'customers.emial': no column 'customers.emial'; did you mean"
                + " 'customers.email'?");
    assertThat(
            problems(
                LENIENT + "read-back: { exempt: { email: [email], 'customers.*': [ip] } }\n",
                customers()))
        .containsExactly(
            "line 3, read-back.exempt.email: an exemption names one column, like table.column,"
                + " without '*'",
            "line 3, read-back.exempt.'customers.*': an exemption names one column, like"
                + " table.column, without '*'");
    assertThat(
            problems(
                LENIENT + "read-back: { exempt: { customers.email: [mail], customers.id: [] } }\n",
                customers()))
        .containsExactlyInAnyOrder(
            "line 3, read-back.exempt.'customers.email'[0]: 'mail' is none of email, phone, card,"
                + " iban, ssn, ip, secret, name; did you mean 'email'?",
            "line 3, read-back.exempt.'customers.id': is empty");
  }

  @Test
  void relations_tie_like_to_like() {
    assertThat(
            problems(
                LENIENT
                    + """
                    relations:
                      - order_lines(order_id, line) -> orders(id)
                      - orders.id -> customers.email
                      - customers.id -> customers.id
                      - order_lines(line, line) -> orders(id, renews)
                    """,
                customers(),
                orders(),
                lines()))
        .contains(
            "line 4, relations[0]: as many columns are needed on both sides: 2 -> 1",
            "line 5, relations[1]: a number and a text never meet by their index: orders.id"
                + " is int, customers.email is varchar(100)",
            "line 6, relations[2]: the reference leads from a row to the same row",
            "line 7, relations[3]: a column stands twice on one side")
        .hasSize(4);
  }

  @Test
  void a_reference_into_a_truncated_table_must_be_able_to_become_null() {
    String plan = LENIENT + "tables: { customers: truncate, orders: keep }\n";
    TableBuilder strict =
        aTableWithId("orders")
            .column("customer_id", "int")
            .foreignKey("customer_id", "customers", "id");
    String what =
        "orders.customer_id -> customers.id: customers is truncated, so the reference must become"
            + " NULL, and none of its columns may: they are NOT NULL or another relation uses"
            + " them. Truncate orders too, or give customers another rule";

    assertThat(problems(plan, customers(), strict)).containsExactly(what);
    assertThat(
            problems(
                plan + "relations: [orders.customer_id -> people.id]",
                customers(),
                orders(),
                aTableWithId("people")))
        .containsExactly(what);
    ResolvedPlan sound = check(plan, customers(), orders());
    assertThat(sound.columnsToNull(sound.references().get(0))).containsExactly("customer_id");
    assertThat(
            check(
                LENIENT
                    + "tables: { customers: truncate, order_lines: keep }\n"
                    + "relations: [{relation: order_lines.line -> customers.id, dangling: keep}]",
                customers(),
                lines()))
        .isNotNull();
  }

  @Test
  void of_several_columns_those_that_may_become_null_do() {
    ResolvedPlan plan =
        check(
            LENIENT
                + """
                tables: { p: truncate, c: keep, q: keep }
                relations: ['c(a, b, d) -> p(x, y, z)', c.d -> q.id]
                """,
            aTable("p").column("x", "int").column("y", "int").column("z", "int"),
            aTable("c").column("a", "int").nullable("b", "int").nullable("d", "int"),
            aTableWithId("q"));

    assertThat(plan.columnsToNull(plan.references().get(0))).containsExactly("b");
    assertThat(plan.columnsToNull(plan.references().get(1))).containsExactly("d");
  }

  @Test
  void a_kept_table_says_what_becomes_of_its_references() {
    String base = LENIENT + "core: { orders: {} }\ntables: { order_lines: keep }\n";

    assertThat(
            problems(
                base + "relations: [order_lines.order_id -> orders.id]",
                customers(),
                orders(),
                lines()))
        .containsExactly(
            "line 5, relations[0]: order_lines.order_id -> orders.id: all rows of order_lines are"
                + " kept, not all of orders. Say what becomes of the reference: { relation:"
                + " 'order_lines.order_id -> orders.id', dangling: set-null } (or keep)");
    assertThat(
            check(
                base + "relations: [{relation: order_lines.order_id -> orders.id, dangling: keep}]",
                customers(),
                orders(),
                lines()))
        .isNotNull();
  }

  @Test
  void set_null_needs_a_column_that_may_be_null() {
    assertThat(
            problems(
                LENIENT
                    + "core: { orders: {} }\n"
                    + "relations: [{relation: order_lines.order_id -> orders.id, dangling:"
                    + " set-null}]",
                customers(),
                orders(),
                lines()))
        .containsExactly(
            "line 4, relations[0]: order_lines.order_id -> orders.id: 'dangling: set-null', but"
                + " its columns are NOT NULL");
  }

  @Test
  void a_column_that_another_relation_uses_does_not_become_null() {
    String plan = LENIENT + "core: { c: {} }\ntables: { a: follow, b: follow }\nrelations:\n";
    TableBuilder a = aTableWithId("a").nullable("x", "int");
    TableBuilder b = aTableWithId("b").nullable("code", "int");
    TableBuilder c = aTableWithId("c");

    assertThat(
            problems(
                plan + "  - a.x -> b.code\n  - { relation: b.code -> c.id, dangling: set-null }\n",
                a,
                b,
                c))
        .containsExactly(
            "line 7, relations[1]: b.code -> c.id: 'dangling: set-null', but another relation uses"
                + " code too, and would lead somewhere else then: a.x -> b.code");
    assertThat(
            problems(
                plan
                    + "  - b.code -> c.id\n  - a.x -> c.id\n"
                    + "  - { relation: a.x -> b.id, dangling: set-null }\n",
                a,
                b,
                c))
        .containsExactly(
            "line 8, relations[2]: a.x -> b.id: 'dangling: set-null', but another relation uses x"
                + " too, and would lead somewhere else then: a.x -> c.id");
    assertThat(
            problems(
                LENIENT
                    + "core: { t: {} }\n"
                    + "relations: [{ relation: 't(parent, shop) -> t(id, shop)', dangling:"
                    + " set-null }]\n",
                aTableWithId("t").column("parent", "int").nullable("shop", "int")))
        .as("the reference itself leads to that column")
        .hasSize(1);
  }

  @Test
  void a_declared_key_into_a_truncated_table_does_not_stay_as_it_is() {
    assertThat(
            problems(
                LENIENT
                    + "tables: { customers: truncate, orders: keep }\n"
                    + "relations: [{ relation: orders.customer_id -> customers.id, dangling: keep"
                    + " }]\n",
                customers(),
                aTableWithId("orders")
                    .nullable("customer_id", "int")
                    .foreignKey("customer_id", "customers", "id")))
        .containsExactly(
            "line 4, relations[0]: orders.customer_id -> customers.id: 'dangling: keep', but"
                + " customers is truncated and the schema declares a foreign key, which the copy"
                + " would break. Leave 'dangling' out, so that the reference becomes NULL, or give"
                + " customers another rule");
  }

  @Test
  void a_follow_table_needs_a_way_to_a_core_table() {
    assertThat(
            problems(
                LENIENT + "core: { orders: {} }\ntables: { customers: follow }\n",
                customers(),
                orders()))
        .containsExactly(
            "line 4, tables.customers: customers is 'follow', and none of its references leads to"
                + " a core table, so no row of it would stay. Write the missing relation, or"
                + " choose 'referenced' or 'keep'");
    assertThat(
            problems(
                LENIENT
                    + "tables: { a: follow, b: follow }\nrelations: [a.b -> b.id, b.a -> a.id]\n",
                aTableWithId("a").nullable("b", "int"),
                aTableWithId("b").nullable("a", "int")))
        .hasSize(2);
  }

  @Test
  void a_foreign_key_out_of_the_copy_is_told() {
    TableBuilder table =
        aTable("t")
            .nullable("x", "int")
            .foreignKey(List.of("x"), new TableName("elsewhere", "u"), List.of("id"));

    assertThat(problems(LENIENT, table))
        .containsExactly(
            "the foreign key fk_0 of t leads to elsewhere.u, outside of this copy: add its schema"
                + " to 'source.schemas'");
    assertThat(check(LENIENT + "tables: {t: truncate}", table, customers()).references()).isEmpty();
  }

  @Test
  void a_large_schema_is_checked_in_seconds() {
    TableBuilder[] tables = new TableBuilder[2000];
    for (int i = 0; i < tables.length; i++) {
      tables[i] = aTableWithId("table_" + i);
      for (int c = 0; c < 40; c++) {
        tables[i].nullable("column_" + c, "varchar(20)");
      }
    }
    StringBuilder yaml = new StringBuilder("version: 1\ntables: {'*': keep}\ncolumns:\n  mask:\n");
    for (int i = 0; i < 200; i++) {
      yaml.append("    table_" + i + ".column_7: redact\n");
    }
    yaml.append("  safe: ['column_*']\n");

    ResolvedPlan plan =
        org.junit.jupiter.api.Assertions.assertTimeout(
            java.time.Duration.ofSeconds(20), () -> check(yaml.toString(), tables));

    Table first = plan.tables().values().iterator().next().table();
    assertThat(plan.rule(first.name()).masks()).hasSize(1);
  }
}

package io.rehydrate.planning.draft;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rehydrate.demo.DemoData;
import io.rehydrate.demo.DemoSize;
import io.rehydrate.mask.Masks;
import io.rehydrate.mysql.Sql;
import io.rehydrate.plan.MaskSpec;
import io.rehydrate.plan.PlanFile;
import io.rehydrate.plan.PlanResolver;
import io.rehydrate.plan.Reference;
import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.plan.RowRule;
import io.rehydrate.planning.probe.ReadOnlySource;
import io.rehydrate.schema.Catalog;
import io.rehydrate.schema.CatalogReader;
import io.rehydrate.schema.Table;
import io.rehydrate.schema.TableName;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.support.TestServers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a draft makes of a source of either vendor. */
abstract class PlanDraftOnAnyServer {
  private static final Instant NOW = Instant.parse("2026-11-22T02:00:00Z");

  /** All that the demo's schema means, the six that it declares among them. */
  private static final List<String> TRUE_RELATIONS =
      List.of(
          "application_history.app_id -> applications.app_id",
          "application_products.app_id -> applications.app_id",
          "application_products.product_id -> products.product_id",
          "applications.renewal_of -> applications.app_id",
          "applications.insured_id -> insureds.insured_id",
          "applications.producer_id -> producers.producer_id",
          "applications.broker_id -> retail_brokers.broker_id when broker_id <> 0",
          "audit_log.subject_id -> applications.app_id when subject_type = 'application'",
          "chat_messages.app_id -> applications.app_id",
          "document_files.document_id -> documents.document_id",
          "document_files.file_id -> files.file_id",
          "documents.app_id -> applications.app_id",
          "login_log.producer_id -> producers.producer_id",
          "notes.subject_id -> applications.app_id when subject_type = 'application'",
          "notes.subject_id -> insureds.insured_id when subject_type = 'insured'",
          "notes.author_id -> producers.producer_id when author_id <> 0",
          "producers.broker_id -> retail_brokers.broker_id",
          "producers.manager_id -> producers.producer_id when manager_id <> 0",
          "products.carrier_code -> carriers.carrier_code",
          "ratings.app_id -> applications.app_id",
          "ratings.product_id -> products.product_id when product_id <> 0",
          "signatures.document_id -> documents.document_id");

  private static final Set<String> PERSONAL =
      Set.of(
          "full_name",
          "contact_name",
          "signer_name",
          "email",
          "signer_email",
          "phone",
          "ssn",
          "birth_date",
          "street",
          "city",
          "postcode",
          "profile",
          "underwriter_note",
          "body",
          "image",
          "signer_ip",
          "licence_no",
          "bank_account",
          "original_name",
          "company");

  private final ServerLogin source;

  PlanDraftOnAnyServer(ServerLogin source) {
    this.source = source;
  }

  ServerLogin source() {
    return source;
  }

  private record Drafted(Catalog catalog, String text, ResolvedPlan plan) {
    List<String> relations() {
      return plan.references().stream().map(Reference::text).toList();
    }

    RowRule rows(String table) {
      return plan.tables().values().stream()
          .filter(r -> r.table().name().table().equals(table))
          .findFirst()
          .orElseThrow()
          .rows();
    }
  }

  private Drafted draft(String schema, Duration patience) {
    try (ReadOnlySource probe =
        ReadOnlySource.open(
            source,
            NOW.atZone(ZoneOffset.UTC),
            Clock.systemUTC(),
            new ReadOnlySource.Limits(Duration.ofSeconds(20), patience))) {
      Catalog catalog = CatalogReader.read(probe.session(), List.of(schema));
      PlanDraft.Draft draft = PlanDraft.of(catalog, probe);
      assertThat(draft.problems()).as(draft.text()).isEmpty();
      return new Drafted(
          catalog,
          draft.text(),
          PlanResolver.check(PlanFile.parse("plan.yaml", draft.text()), catalog, Masks.check()));
    }
  }

  private Drafted draft(String schema) {
    return draft(schema, Duration.ofMinutes(2));
  }

  private void run(String schema, String... statements) {
    for (String statement : statements) {
      TestServers.run(source, "USE " + schema, statement);
    }
  }

  String demo(int applications, boolean declared) {
    String schema = TestServers.newSchema(source);
    DemoData.fill(source, schema, new DemoSize(applications), 11, NOW, line -> {});
    if (!declared) {
      try (ReadOnlySource probe =
          ReadOnlySource.open(
              source,
              NOW.atZone(ZoneOffset.UTC),
              Clock.systemUTC(),
              new ReadOnlySource.Limits(Duration.ofSeconds(9), Duration.ofSeconds(9)))) {
        List<String> drops = new ArrayList<>();
        for (Table table : CatalogReader.read(probe.session(), List.of(schema)).tables()) {
          table
              .foreignKeys()
              .forEach(
                  key ->
                      drops.add(
                          "ALTER TABLE "
                              + table.name().quoted()
                              + " DROP FOREIGN KEY "
                              + key.name()));
        }
        assertThat(drops).hasSize(6);
        run(schema, drops.toArray(String[]::new));
      }
    }
    return schema;
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 3_000})
  void it_finds_every_relation_of_the_demo_without_its_keys_and_no_other(int applications) {
    String schema = demo(applications, false);

    Drafted draft = draft(schema);

    assertThat(draft.relations()).containsExactlyInAnyOrderElementsOf(TRUE_RELATIONS);
    assertThat(draft.text())
        .contains("ratings.app_id -> applications.app_id ")
        .containsPattern("# 9\\d\\.\\d % of [\\d,]+ match, [1-9][\\d,]* lead nowhere")
        .contains("no index on notes.author_id");
    rules(draft);
    personal(draft);
    TestServers.run(source, "DROP DATABASE " + schema);
  }

  @Test
  void declared_keys_count_without_being_written() {
    String schema = demo(1_000, true);

    Drafted draft = draft(schema);

    assertThat(draft.relations())
        .as(draft.text())
        .containsExactlyInAnyOrderElementsOf(TRUE_RELATIONS);
    assertThat(draft.text()).doesNotContain("signatures.document_id ->");
    rules(draft);
  }

  private static void rules(Drafted draft) {
    assertThat(draft.rows("applications")).isEqualTo(RowRule.CORE);
    assertThat(
            draft
                .plan()
                .rule(new TableName(draft.catalog().schemas().get(0).name(), "applications"))
                .core()
                .orElseThrow()
                .newestBy())
        .contains("created_at");
    for (String log : List.of("application_history", "audit_log", "chat_messages", "login_log")) {
      assertThat(draft.rows(log)).as(log).isEqualTo(RowRule.TRUNCATE);
    }
    for (String kept : List.of("carriers", "products", "flyway_schema_history")) {
      assertThat(draft.rows(kept)).as(kept).isEqualTo(RowRule.KEEP);
    }
    for (String brought : List.of("insureds", "producers", "retail_brokers", "files")) {
      assertThat(draft.rows(brought)).as(brought).isEqualTo(RowRule.REFERENCED);
    }
    for (String follows : List.of("ratings", "documents", "signatures", "notes")) {
      assertThat(draft.rows(follows)).as(follows).isEqualTo(RowRule.FOLLOW);
    }
  }

  private static void personal(Drafted draft) {
    draft.plan().tables().values().stream()
        .filter(rule -> rule.rows() != RowRule.TRUNCATE)
        .forEach(
            rule ->
                assertThat(rule.masks().keySet())
                    .as(rule.table().name().table())
                    .containsAll(
                        rule.table().columns().stream()
                            .map(c -> c.name())
                            .filter(PERSONAL::contains)
                            .toList()));
    assertThat(draft.plan().rule(table(draft, "applications")).masks().keySet())
        .doesNotContain("status", "state");
    assertThat(draft.plan().rule(table(draft, "carriers")).masks()).isEmpty();
    assertThat(draft.plan().rule(table(draft, "producers")).masks().get("email").name())
        .isEqualTo("email");
    assertThat(json(draft, "insureds", "profile"))
        .containsOnly(Map.entry("$.phone", "phone"), Map.entry("$.contact", "full-name"));
  }

  private static TableName table(Drafted draft, String name) {
    return new TableName(draft.catalog().schemas().get(0).name(), name);
  }

  @Test
  void names_like_those_of_other_schools_and_types_that_differ() {
    String schema = TestServers.newSchema(source);
    run(
        schema,
        "CREATE TABLE Customers (id INT UNSIGNED PRIMARY KEY, `e-mail` VARCHAR(90), parentId INT)",
        "CREATE TABLE order_categories (id BIGINT PRIMARY KEY, title VARCHAR(30))",
        "CREATE TABLE Orders (number INT, region CHAR(2), customerId BIGINT, category_id INT,"
            + " external_id INT, placed_at DATETIME, PRIMARY KEY (number, region))",
        "CREATE TABLE order_lines (id INT PRIMARY KEY, number INT, region CHAR(2), sku VARCHAR(20),"
            + " `null` VARCHAR(20), qty INT)",
        "CREATE TABLE customer_details (customer_id INT PRIMARY KEY, bio TEXT)",
        "CREATE TABLE comments (id INT PRIMARY KEY, owner_id INT, owner_type VARCHAR(60), `text`"
            + " TEXT)",
        "CREATE TABLE `odd #table` (id INT PRIMARY KEY, customer_id INT, wrong_customer_id INT)",
        "INSERT INTO Customers VALUES (1, 'a@x.org', NULL), (2, 'b@x.org', 1), (3, '', 2)",
        "INSERT INTO order_categories VALUES (11, 'x'), (12, 'y')",
        "INSERT INTO Orders VALUES (1, 'eu', 1, 11, 1, NOW()), (2, 'us', 3, 12, 2, NOW())",
        "INSERT INTO order_lines VALUES (1, 1, 'eu', 's', 'x', 1), (2, 2, 'us', 's', 'x', 1)",
        "INSERT INTO customer_details VALUES (1, 'x'), (3, 'y')",
        "INSERT INTO comments VALUES (1, 2, 'App\\\\Models\\\\Customer', 'Hi Jane'), (2, 9,"
            + " 'jane@x.org', 'y')",
        "INSERT INTO `odd #table` VALUES (1, 1, 77), (2, 2, 78)");

    Drafted draft = draft(schema);

    assertThat(draft.relations())
        .as(draft.text())
        .containsExactlyInAnyOrder(
            "Customers.parentId -> Customers.id",
            "Orders.customerId -> Customers.id",
            "Orders.category_id -> order_categories.id",
            "order_lines(number, region) -> Orders(number, region)",
            "customer_details.customer_id -> Customers.id",
            "comments.owner_id -> Customers.id when owner_type = CONVERT(x'"
                + java.util.HexFormat.of()
                    .formatHex(
                        "App\\Models\\Customer".getBytes(java.nio.charset.StandardCharsets.UTF_8))
                + "' USING utf8mb4)",
            "odd #table.customer_id -> Customers.id");
    assertThat(draft.text())
        .as("values are not told")
        .doesNotContain("x.org")
        .doesNotContainIgnoringCase("jane");
  }

  @Test
  void prefixes_roles_and_keys_that_begin_with_id_are_understood() {
    String schema = TestServers.newSchema(source);
    run(
        schema,
        "CREATE TABLE wp_users (ID INT PRIMARY KEY, user_login VARCHAR(60), user_email"
            + " VARCHAR(99))",
        "CREATE TABLE wp_posts (ID INT PRIMARY KEY, post_author INT NOT NULL, post_parent INT NOT"
            + " NULL, post_date DATETIME, menu_order INT)",
        "CREATE TABLE wp_comments (comment_ID INT PRIMARY KEY, comment_post_ID INT, user_id INT,"
            + " comment_parent INT, position INT)",
        "CREATE TABLE wp_positions (id_position INT PRIMARY KEY, title VARCHAR(9))",
        "CREATE TABLE wp_jobs_held (id INT PRIMARY KEY, id_position INT, legacy_id INT)",
        "INSERT INTO wp_users VALUES (1, 'a', 'a@x.org'), (2, 'b', ''), (3, 'c', NULL)",
        "INSERT INTO wp_posts VALUES (11, 1, 0, NOW(), 1), (12, 3, 11, NOW(), 2), (13, 2, 11,"
            + " NOW(), 1), (14, 2, 13, NOW(), 3)",
        "INSERT INTO wp_comments VALUES (21, 11, 1, 0, 1), (22, 14, 0, 21, 9), (23, 13, 3, 21, 8)",
        "INSERT INTO wp_positions VALUES (1, 'x'), (2, 'y')",
        "INSERT INTO wp_jobs_held VALUES (1, 1, 1), (2, 2, 2), (3, 1, 3)");

    Drafted draft = draft(schema);

    assertThat(draft.relations())
        .as(draft.text())
        .containsExactlyInAnyOrder(
            "wp_posts.post_author -> wp_users.ID",
            "wp_posts.post_parent -> wp_posts.ID when post_parent <> 0",
            "wp_comments.comment_post_ID -> wp_posts.ID",
            "wp_comments.user_id -> wp_users.ID when user_id <> 0",
            "wp_comments.comment_parent -> wp_comments.comment_ID when comment_parent <> 0",
            "wp_jobs_held.id_position -> wp_positions.id_position");
  }

  @Test
  void what_could_lead_to_either_of_two_tables_is_left_to_people() {
    String schema = TestServers.newSchema(source);
    run(
        schema,
        "CREATE TABLE staff (id INT PRIMARY KEY, email VARCHAR(99), store_id INT)",
        "CREATE TABLE customers (id INT PRIMARY KEY, email VARCHAR(99))",
        "CREATE TABLE stores (id INT PRIMARY KEY, manager_staff_id INT, owner_id INT)",
        "CREATE TABLE user_settings (user_id INT PRIMARY KEY)",
        "CREATE TABLE user_stats (user_id INT PRIMARY KEY)",
        "CREATE TABLE visits_of_users (id INT PRIMARY KEY, user_id INT)",
        "INSERT INTO staff VALUES (1, '', 1), (2, '', 2)",
        "INSERT INTO customers VALUES (1, ''), (2, ''), (3, '')",
        "INSERT INTO stores VALUES (1, 1, 1), (2, 2, 2)",
        "INSERT INTO user_settings VALUES (1), (2)",
        "INSERT INTO user_stats VALUES (1), (2)",
        "INSERT INTO visits_of_users VALUES (1, 1), (2, 2)");

    Drafted draft = draft(schema);

    assertThat(draft.relations())
        .as(draft.text())
        .containsExactlyInAnyOrder(
            "staff.store_id -> stores.id", "stores.manager_staff_id -> staff.id");
    assertThat(draft.text())
        .contains("# - stores.owner_id -> staff.id")
        .contains("# - stores.owner_id -> customers.id")
        .contains("# - visits_of_users.user_id -> user_stats.user_id");
  }

  private static Map<String, String> json(Drafted draft, String table, String column) {
    MaskSpec mask = draft.plan().rule(table(draft, table)).masks().get(column);
    assertThat(mask.name()).as(draft.text()).isEqualTo("json");
    Map<String, String> paths = new TreeMap<>();
    try {
      new ObjectMapper()
          .readTree(mask.argument())
          .properties()
          .forEach(e -> paths.put(e.getKey(), e.getValue().asText()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
    return paths;
  }

  /** A table of documents that a core table leads to, so that its rows stay. */
  private String documents(String type, String... documents) {
    String schema = TestServers.newSchema(source);
    run(
        schema,
        "CREATE TABLE papers (id INT PRIMARY KEY, doc " + type + ", email VARCHAR(99))",
        "CREATE TABLE files (id INT PRIMARY KEY, paper_id INT, made DATETIME)",
        "CREATE TABLE pages (id INT PRIMARY KEY, file_id INT)",
        "INSERT INTO files VALUES (1, 1, NOW()), (2, 2, NOW())",
        "INSERT INTO pages VALUES (1, 1), (2, 2)");
    for (int i = 0; i < documents.length; i++) {
      run(
          schema,
          "INSERT INTO papers (id, doc) VALUES (" + (i + 1) + ", " + Sql.text(documents[i]) + ")");
    }
    return schema;
  }

  @Test
  void what_is_personal_in_json_is_masked_by_its_path() {
    String schema =
        documents(
            "JSON",
            """
            {"phone": "+1-555-0100", "contact": "Jane Doe", "score": 7, "theme": "dark", "ok": true,
             "home": {"zip code": "12345", "line1": "1 Main St", "geo": {"lat": 1.5}},
             "tags": [{"by": "Jane Doe", "at": 1}, {"by": "Paul Roe", "note": null}],
             "mails": ["jane@x.org", "jane@y.org"], "name": {"first": "Jane", "last": "Doe"},
             "ssn": 123456789, "password": "secret!", "extra": "who knows"}\
            """,
            """
            {"phone": "+1-555-0101", "contact": "Paul Roe", "theme": "dark", "score": 8,
             "home": null, "tags": [], "mails": []}\
            """,
            "null");

    Drafted draft = draft(schema);

    assertThat(json(draft, "papers", "doc"))
        .as(draft.text())
        .containsOnly(
            Map.entry("$.phone", "phone"),
            Map.entry("$.contact", "full-name"),
            Map.entry("$.home.\"zip code\"", "postcode"),
            Map.entry("$.home.line1", "redact"),
            Map.entry("$.tags[*].by", "full-name"),
            Map.entry("$.mails[*]", "email"),
            Map.entry("$.name.first", "first-name"),
            Map.entry("$.name.last", "last-name"),
            Map.entry("$.ssn", "digits"),
            Map.entry("$.password", "set-null"),
            Map.entry("$.theme", "redact"),
            Map.entry("$.extra", "redact"));
    assertThat(draft.text())
        .contains("2 documents looked at")
        .containsPattern("\"\\$.phone\": phone +# by its name; in 100 % of them")
        .containsPattern("full-name +# 100 % of its values look like names of people; 2 values")
        .doesNotContainIgnoringCase("doe")
        .doesNotContain("555", "x.org", "secret!", "123456789", "12345", "Main St");
  }

  @Test
  void json_whose_members_are_named_by_values_is_masked_whole() {
    String named = "\"email\": \"a@x.org\", ";
    String schema =
        documents(
            "JSON",
            "{" + named + "\"by_user\": {\"jane@x.org\": 1}, \"seen\": {\"Jane Doe\": {\"n\": 1}}}",
            "{" + named + "\"seen\": {\"b\": 1}, \"either\": \"x\"}",
            "{" + named + "\"either\": {\"x\": \"Jane\"}, \"a\\\"b\": {}, \"d\": {\"q\\\"\": 1}}");

    Drafted draft = draft(schema);

    MaskSpec mask = draft.plan().rule(table(draft, "papers")).masks().get("doc");
    assertThat(mask.name()).as("a name with a quote").isEqualTo("set-null");
    run(schema, "DELETE FROM papers WHERE id = 3");
    run(
        schema,
        "INSERT INTO papers (id, doc) VALUES (3, '{" + named + "\"either\": {\"x\": \"Jane\"}}')");
    draft = draft(schema);
    assertThat(json(draft, "papers", "doc"))
        .containsOnly(
            Map.entry("$.email", "email"),
            Map.entry("$.by_user", "set-null"),
            Map.entry("$.seen", "set-null"),
            Map.entry("$.either", "set-null"));
    assertThat(draft.text())
        .contains("the names of its members look like values")
        .contains("holds values of several kinds")
        .doesNotContain("x.org")
        .doesNotContain("Jane");
  }

  @Test
  void json_with_nothing_personal_too_large_or_none_at_all_is_as_it_was() {
    String large = "{\"email\": \"a@x.org\", \"more\": \"" + "x".repeat(20_000) + "\"}";
    for (String document : List.of("{\"n\": 1}", "[1, 2]", "\"a@x.org\"", "7", large)) {
      Drafted draft = draft(documents("JSON", document));

      assertThat(draft.plan().rule(table(draft, "papers")).masks().get("doc").name())
          .isEqualTo("set-null");
      assertThat(draft.text()).contains("JSON may hold anything").doesNotContain("x.org");
    }
  }

  @Test
  void a_list_of_people_at_the_top_of_a_document_is_found() {
    Drafted draft =
        draft(documents("JSON", "[{\"email\": \"a@x.org\"}]", "[{\"email\": null}, 7]", "[]"));
    assertThat(draft.text()).contains("JSON may hold anything");

    draft = draft(documents("JSON", "[[{\"email\": \"a@x.org\"}], []]", "[]"));
    assertThat(json(draft, "papers", "doc")).containsOnly(Map.entry("$[*][*].email", "email"));
  }

  @Test
  void a_text_of_json_is_no_free_text() {
    String document = "{\"email\": \"a@x.org\", \"n\": 1}";
    Drafted draft = draft(documents("TEXT", document, document, "{\"email\": 1}", "{}"));
    assertThat(draft.plan().rule(table(draft, "papers")).masks().get("doc").name())
        .isEqualTo("set-null");
    assertThat(draft.text()).contains("JSON, 4 documents looked at; $.email");

    draft =
        draft(documents("VARCHAR(200) CHARACTER SET utf16 NOT NULL", document, document, "{no"));
    assertThat(draft.plan().rule(table(draft, "papers")).masks().get("doc"))
        .isEqualTo(new MaskSpec("value", "\"{}\""));

    draft = draft(documents("TEXT", "{\"n\": 1}", "{\"n\": 1}"));
    assertThat(draft.plan().rule(table(draft, "papers")).masks().get("doc").name())
        .isEqualTo("redact");
  }

  private static String numbers(String table, String expressions, int rows) {
    return "INSERT INTO "
        + table
        + " SELECT "
        + expressions
        + " FROM (SELECT a.n + 10 * b.n + 100 * c.n + 1 AS n FROM _d a, _d b, _d c) AS _n WHERE n"
        + " <= "
        + rows;
  }

  private String withDigits() {
    String schema = TestServers.newSchema(source);
    run(
        schema,
        "CREATE TABLE _d (n INT PRIMARY KEY)",
        "INSERT INTO _d VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)");
    return schema;
  }

  @Test
  void flags_are_no_references() {
    String schema = withDigits();
    run(
        schema,
        "CREATE TABLE tickets (id INT PRIMARY KEY, customer_id INT, created DATETIME)",
        "CREATE TABLE customers (id INT PRIMARY KEY, name VARCHAR(50), has_parent INT, dashboard"
            + " INT)",
        "CREATE TABLE dashboards (id INT PRIMARY KEY)",
        "CREATE TABLE staff (id INT PRIMARY KEY, can_create_tickets TINYINT(1) NOT NULL,"
            + " show_assigned_tickets TINYINT UNSIGNED NOT NULL, tickets SMALLINT, active BIT(1))",
        numbers("customers", "n, 'c', n % 2, 1 + n % 2", 100),
        "INSERT INTO dashboards VALUES (1), (2), (3)",
        numbers("tickets", "n, 1 + n % 100, '2026-11-01' - INTERVAL n DAY", 300),
        numbers("staff", "n, n % 2, n % 3 = 0, 1 + n % 2, b'1'", 40));

    Drafted draft = draft(schema);

    assertThat(draft.relations())
        .as(draft.text())
        .containsExactly("tickets.customer_id -> customers.id");
  }

  @Test
  void keys_that_are_unique_without_being_primary_are_found() {
    String schema = withDigits();
    run(
        schema,
        "CREATE TABLE accounts (record_id BIGINT PRIMARY KEY, id VARCHAR(36) NOT NULL UNIQUE,"
            + " created_date DATETIME NOT NULL, tenant_record_id BIGINT NOT NULL DEFAULT 0)",
        "CREATE TABLE invoices (record_id BIGINT PRIMARY KEY, id VARCHAR(36) NOT NULL UNIQUE,"
            + " account_id VARCHAR(36) NOT NULL, account_record_id BIGINT, KEY (account_id))",
        "CREATE TABLE invoice_items (record_id BIGINT PRIMARY KEY, id VARCHAR(36) NOT NULL UNIQUE,"
            + " invoice_id VARCHAR(36) NOT NULL, KEY (invoice_id))",
        numbers(
            "accounts",
            "n, CONCAT('a', LEFT(SHA2(n, 256), 32)), '2026-11-01' - INTERVAL n DAY, 0",
            100),
        numbers(
            "invoices",
            "n, CONCAT('i', LEFT(SHA2(n, 256), 32)), CONCAT('a', LEFT(SHA2(1 + n % 100, 256), 32)),"
                + " 1 + n % 100",
            300),
        numbers(
            "invoice_items",
            "n, CONCAT('t', LEFT(SHA2(n, 256), 32)), CONCAT('i', LEFT(SHA2(1 + n % 300, 256), 32))",
            600));

    Drafted draft = draft(schema);

    assertThat(draft.relations())
        .as(draft.text())
        .contains("invoices.account_id -> accounts.id", "invoice_items.invoice_id -> invoices.id");
    assertThat(draft.rows("accounts")).isEqualTo(RowRule.CORE);
    assertThat(draft.rows("invoices")).isEqualTo(RowRule.FOLLOW);
    assertThat(draft.rows("invoice_items")).isEqualTo(RowRule.FOLLOW);
  }

  @Test
  void a_column_of_settings_is_looked_at_by_key() {
    String schema = TestServers.newSchema(source);
    run(
        schema,
        "CREATE TABLE wp_options (option_id INT PRIMARY KEY, option_name VARCHAR(191) NOT NULL"
            + " UNIQUE, option_value LONGTEXT NOT NULL, autoload VARCHAR(20) NOT NULL DEFAULT"
            + " 'yes')",
        "CREATE TABLE posts (id INT PRIMARY KEY, created_at DATETIME, t VARCHAR(20))",
        "CREATE TABLE preferences (`key` VARCHAR(50) PRIMARY KEY, val VARCHAR(50))",
        "INSERT INTO wp_options (option_id, option_name, option_value) VALUES"
            + " (1, 'admin_email', 'jane.doe@acme.org'), (2, 'siteurl', 'https://acme.org'),"
            + " (3, 'active_plugins', 'a:0:{}'), (4, 'mailserver_pass', 'S3cret!pass'),"
            + " (5, 'password_reset', '1'), (6, 'contacts', 'a:1:{i:0;s:12:\"joe@acme.org\";}')",
        "INSERT INTO preferences VALUES ('joe@acme.org', '+49 30 1234567'), ('x', '1')");

    Drafted draft = draft(schema);

    assertThat(draft.rows("wp_options")).isEqualTo(RowRule.KEEP);
    assertThat(draft.plan().rule(table(draft, "wp_options")).masks())
        .as(draft.text())
        .containsOnly(
            Map.entry(
                "option_value",
                new MaskSpec(
                    "sql",
                    "\"IF(`option_name` IN ('admin_email', 'contacts', 'mailserver_pass'),"
                        + " 'masked', `option_value`)\"")));
    assertThat(draft.plan().rule(table(draft, "preferences")).masks().get("val").name())
        .isEqualTo("redact");
    assertThat(draft.text()).doesNotContain("acme");
  }

  @Test
  void a_key_that_is_rare_among_many_rows_is_found_by_its_index_and_in_a_small_table_without_one() {
    String schema = TestServers.newSchema(source);
    run(
        schema,
        "CREATE TABLE posts (id INT PRIMARY KEY, created_at DATETIME, t VARCHAR(20))",
        "CREATE TABLE postmeta (id INT AUTO_INCREMENT PRIMARY KEY, post_id INT, meta_key"
            + " VARCHAR(255), meta_value LONGTEXT, KEY (post_id), KEY meta_key (meta_key(191)))",
        "INSERT INTO postmeta (post_id, meta_key, meta_value) WITH RECURSIVE n (i) AS (SELECT 1"
            + " UNION ALL SELECT i + 1 FROM n WHERE i < 900) SELECT b.i, IF(a.i = 450 AND b.i = 50,"
            + " 'billing_contact', CONCAT('layout_', a.i % 7)), IF(a.i = 450 AND b.i = 50,"
            + " 'jane@acme.org', 'x') FROM n AS a JOIN n AS b ON b.i <= 100",
        "CREATE TABLE options (id INT PRIMARY KEY, post_id INT, KEY (post_id), `name` VARCHAR(50),"
            + " val VARCHAR(50))",
        "INSERT INTO options SELECT id, post_id, IF(id = 2000, 'owner', 'size'), IF(id = 2000,"
            + " 'jane@acme.org', '1') FROM postmeta WHERE id <= 4000",
        "INSERT INTO posts SELECT id, NOW() - INTERVAL id DAY, 'x' FROM postmeta WHERE id <= 100",
        "ANALYZE TABLE postmeta, options");

    Drafted draft = draft(schema);

    assertThat(draft.plan().rule(table(draft, "postmeta")).masks().toString())
        .as(draft.text())
        .contains("IN ('billing_contact')");
    assertThat(draft.plan().rule(table(draft, "options")).masks().toString())
        .as(draft.text())
        .contains("IN ('owner')");
  }

  @Test
  void numbers_days_choices_and_places_of_people_get_a_mask() {
    String schema = TestServers.newSchema(source);
    run(
        schema,
        "CREATE TABLE customers (id INT PRIMARY KEY, birth_date DATE, salary DECIMAL(10,2) NOT"
            + " NULL, national_id BIGINT, latitude DOUBLE NOT NULL, home POINT NOT NULL, amount"
            + " INT)",
        "CREATE TABLE orders (id INT PRIMARY KEY, customer_id INT, made_at DATETIME)",
        "INSERT INTO customers VALUES (1, '1980-01-02', 3000, 12345678901, 52.5, POINT(1, 2), 3)",
        "INSERT INTO orders VALUES (1, 1, NOW())");

    Drafted draft = draft(schema);

    assertThat(draft.plan().rule(table(draft, "customers")).masks().keySet())
        .as(draft.text())
        .containsExactlyInAnyOrder("birth_date", "salary", "national_id", "latitude", "home");
  }

  @Test
  void an_empty_schema_and_one_without_any_tie_give_a_plan_too() {
    String schema = TestServers.newSchema(source);
    assertThat(draft(schema).relations()).isEmpty();

    run(
        schema,
        "CREATE TABLE a (x INT, secret TEXT)",
        "CREATE TABLE b (id INT PRIMARY KEY, kind CHAR(3))");
    Drafted draft = draft(schema);

    assertThat(draft.rows("a")).as("it holds a secret").isEqualTo(RowRule.TRUNCATE);
    assertThat(draft.rows("b")).isEqualTo(RowRule.KEEP);
  }

  @Test
  void without_time_names_alone_decide() {
    String schema = TestServers.newSchema(source);
    run(
        schema,
        "CREATE TABLE users (user_id INT PRIMARY KEY, boss_id INT, email VARCHAR(99), made"
            + " DATETIME)",
        "CREATE TABLE posts (id INT PRIMARY KEY, user_id INT)");

    Drafted draft = draft(schema, Duration.ZERO);

    assertThat(draft.relations()).containsExactly("posts.user_id -> users.user_id");
    assertThat(draft.text())
        .contains("# - users.boss_id -> users.user_id")
        .contains("not tested: there was no time");
  }
}

package io.rehydrate.plan;

import static io.rehydrate.support.TableBuilder.aCatalog;
import static io.rehydrate.support.TableBuilder.aTable;
import static io.rehydrate.support.TableBuilder.aTableWithId;
import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.error.InvalidException;
import io.rehydrate.schema.Catalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanExampleTest {
  private static final String EXAMPLE =
      """
      version: 1
      unlisted:
        tables: fail
        columns: fail
      core:
        applications:
          newest-by: created_at
          window: 13 months
          at-least: 5000
          where: "status <> 'test'"
          also: "renewal_of IS NOT NULL AND created_at > NOW() - INTERVAL 3 YEAR"
      relations:
        - ratings.app_id -> applications.app_id
        - applications.renewal_of -> applications.app_id
        - order_lines(order_no, region) -> orders(number, region)
        - "notes.subject_id -> policies.policy_id when subject_type = 'policy'"
        - { relation: producers.first_app_id -> applications.app_id, dangling: set-null }
        - documents.app_id -> applications.app_id
        - app_products.product_id -> ratings.product_id
        - applications.insured_id -> insureds.id
      tables:
        '*_log': truncate
        chat_messages: truncate
        carriers: keep
        producers: referenced
        documents: follow
        app_products: { rows: follow, via: [product_id] }
        insureds:
          rows: referenced
          mask:
            email: email
            name: full-name
            ssn: digits
            profile: { json: { "$.phone": phone, "$.tags[*].by": full-name } }
            notes: redact
            score: { sql: "ROUND(score, -1)" }
          safe: [status, source]
      columns:
        mask: { email: email, '*_phone': phone }
        safe: ['*_code', status]
      """;

  private static final Catalog CATALOG =
      aCatalog(
          aTable("applications")
              .column("app_id", "bigint")
              .column("created_at", "datetime")
              .column("status", "varchar(20)")
              .nullable("renewal_of", "bigint")
              .nullable("insured_id", "int")
              .primaryKey("app_id"),
          aTableWithId("ratings").column("app_id", "bigint").nullable("product_id", "int"),
          aTable("orders")
              .column("number", "int")
              .column("region", "int")
              .column("zip_code", "text"),
          aTable("order_lines").nullable("order_no", "int").nullable("region", "int"),
          aTable("notes").nullable("subject_id", "int").column("subject_type", "enum('policy')"),
          aTable("policies").column("policy_id", "int").primaryKey("policy_id"),
          aTableWithId("producers").nullable("first_app_id", "bigint"),
          aTable("audit_log").column("what", "text"),
          aTable("chat_messages").column("what", "text"),
          aTable("carriers").column("carrier_code", "char(3)").nullable("work_phone", "char(20)"),
          aTable("documents").column("app_id", "bigint"),
          aTable("app_products").column("product_id", "int"),
          aTableWithId("insureds")
              .nullable("email", "varchar(100)")
              .nullable("name", "varchar(100)")
              .nullable("ssn", "char(11)")
              .nullable("profile", "json")
              .nullable("notes", "text")
              .nullable("score", "int")
              .nullable("status", "varchar(9)")
              .nullable("source", "varchar(9)"));

  @TempDir Path folder;

  private ResolvedPlan check(String yaml) {
    try {
      Plan plan = PlanFile.read(Files.writeString(folder.resolve("plan.yaml"), yaml));
      return PlanResolver.check(plan, CATALOG, (mask, table, column) -> Optional.empty());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void every_construct_works_together() {
    ResolvedPlan plan = check(EXAMPLE);

    assertThat(
            plan.tables().values().stream()
                .map(rule -> rule.table().name().table() + " " + rule.rows())
                .collect(Collectors.joining("\n")))
        .isEqualTo(
            """
            app_products FOLLOW
            applications CORE
            audit_log TRUNCATE
            carriers KEEP
            chat_messages TRUNCATE
            documents FOLLOW
            insureds REFERENCED
            notes REFERENCED
            order_lines REFERENCED
            orders REFERENCED
            policies REFERENCED
            producers REFERENCED
            ratings FOLLOW""");
    assertThat(
            plan.references().stream()
                .filter(Reference::followed)
                .map(Reference::text)
                .collect(Collectors.joining("\n")))
        .isEqualTo(
            """
            ratings.app_id -> applications.app_id
            documents.app_id -> applications.app_id
            app_products.product_id -> ratings.product_id""");
    assertThat(
            plan.tables().values().stream()
                .flatMap(
                    rule ->
                        rule.masks().entrySet().stream()
                            .map(m -> rule.table().name().table() + "." + m.getKey()))
                .toList())
        .containsExactly(
            "carriers.work_phone",
            "insureds.email",
            "insureds.name",
            "insureds.ssn",
            "insureds.profile",
            "insureds.notes",
            "insureds.score");
  }

  @Test
  void a_damaged_plan_gives_a_plan_or_a_refusal_and_nothing_else() {
    Random random = new Random(7);
    String[] tokens = EXAMPLE.split("(?<=\\W)|(?=\\W)");
    int[] words =
        IntStream.range(0, tokens.length).filter(i -> tokens[i].matches("\\w+")).toArray();
    int refused = 0;
    for (int round = 0; round < 500; round++) {
      String[] damaged = tokens.clone();
      damaged[words[random.nextInt(words.length)]] = tokens[words[random.nextInt(words.length)]];
      try {
        check(String.join("", damaged));
      } catch (InvalidException e) {
        assertThat(e.code()).isEqualTo("plan.invalid");
        refused++;
      }
    }
    assertThat(refused).isBetween(200, 499);
  }
}

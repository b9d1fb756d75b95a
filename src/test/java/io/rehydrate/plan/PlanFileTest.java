package io.rehydrate.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.rehydrate.error.InvalidException;
import io.rehydrate.plan.Plan.WrittenRelation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanFileTest {
  private static final String EXAMPLE =
      """
      version: 1

      unlisted:
        tables: keep
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
            born: { date-shift: 30 }
            income: { number-noise: 10.50 }
            zip: { value: no }
            code: { value: 007 }
            amount: { value: 7 }
            odd: { value: "a\\"b" }
          safe: [status, source]

      columns:
        mask: { email: email, '*_phone': phone }
        safe: ['*_code', status]
      """;

  @TempDir Path folder;

  private Plan read(String yaml) {
    try {
      return PlanFile.read(Files.writeString(folder.resolve("plan.yaml"), yaml));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private InvalidException refusal(String yaml) {
    return catchThrowableOfType(InvalidException.class, () -> read(yaml));
  }

  @Test
  void reads_the_unlisted_and_the_core() {
    Plan plan = read(EXAMPLE);

    assertThat(plan.unlisted())
        .isEqualTo(new Plan.Unlisted(Plan.UnlistedTables.KEEP, Plan.UnlistedColumns.FAIL));
    assertThat(plan.core())
        .containsExactly(
            java.util.Map.entry(
                "applications",
                new Plan.Core(
                    Optional.of("created_at"),
                    Optional.of(new Window(13, Window.Unit.MONTH)),
                    5000,
                    Optional.of("status <> 'test'"),
                    Optional.of(
                        "renewal_of IS NOT NULL AND created_at > NOW() - INTERVAL 3 YEAR"))));
  }

  @Test
  void reads_every_form_of_a_relation() {
    assertThat(read(EXAMPLE).relations())
        .containsExactly(
            new WrittenRelation(
                "ratings.app_id -> applications.app_id",
                "ratings",
                List.of("app_id"),
                "applications",
                List.of("app_id"),
                Optional.empty(),
                Dangling.UNDECIDED),
            new WrittenRelation(
                "applications.renewal_of -> applications.app_id",
                "applications",
                List.of("renewal_of"),
                "applications",
                List.of("app_id"),
                Optional.empty(),
                Dangling.UNDECIDED),
            new WrittenRelation(
                "order_lines(order_no, region) -> orders(number, region)",
                "order_lines",
                List.of("order_no", "region"),
                "orders",
                List.of("number", "region"),
                Optional.empty(),
                Dangling.UNDECIDED),
            new WrittenRelation(
                "notes.subject_id -> policies.policy_id when subject_type = 'policy'",
                "notes",
                List.of("subject_id"),
                "policies",
                List.of("policy_id"),
                Optional.of("subject_type = 'policy'"),
                Dangling.UNDECIDED),
            new WrittenRelation(
                "producers.first_app_id -> applications.app_id",
                "producers",
                List.of("first_app_id"),
                "applications",
                List.of("app_id"),
                Optional.empty(),
                Dangling.SET_NULL));
  }

  @Test
  void reads_every_form_of_a_table_and_of_a_mask() {
    Plan plan = read(EXAMPLE);

    assertThat(plan.tables().keySet())
        .containsExactly(
            "*_log",
            "chat_messages",
            "carriers",
            "producers",
            "documents",
            "app_products",
            "insureds");
    assertThat(plan.tables().get("*_log").rows()).contains(RowRule.TRUNCATE);
    assertThat(plan.tables().get("app_products"))
        .isEqualTo(
            new Plan.TableEntry(
                Optional.of(RowRule.FOLLOW), Set.of("product_id"), java.util.Map.of(), Set.of()));
    Plan.TableEntry insureds = plan.tables().get("insureds");
    assertThat(insureds.safe()).containsExactly("status", "source");
    assertThat(insureds.masks())
        .containsEntry("email", MaskSpec.of("email"))
        .containsEntry(
            "profile",
            new MaskSpec("json", "{\"$.phone\":\"phone\",\"$.tags[*].by\":\"full-name\"}"))
        .containsEntry("score", new MaskSpec("sql", "\"ROUND(score, -1)\""))
        .containsEntry("born", new MaskSpec("date-shift", "30"))
        .containsEntry("income", new MaskSpec("number-noise", "10.50"))
        .containsEntry("zip", new MaskSpec("value", "\"no\""))
        .containsEntry("code", new MaskSpec("value", "\"007\""))
        .containsEntry("amount", new MaskSpec("value", "7"))
        .containsEntry("odd", new MaskSpec("value", "\"a\\\"b\""));
    assertThat(plan.columns().masks()).containsOnlyKeys("email", "*_phone");
    assertThat(plan.columns().safe()).containsExactly("*_code", "status");
  }

  @Test
  void knows_where_everything_stands_and_what_was_read() {
    Plan plan = read(EXAMPLE);

    assertThat(plan.lines().file()).isEqualTo("plan.yaml");
    assertThat(plan.lines().line("core.applications.window")).hasValue(10);
    assertThat(plan.lines().line("relations[2]")).hasValue(18);
    assertThat(plan.lines().line("tables.'*_log'")).hasValue(23);
    assertThat(plan.lines().line("tables.carriers.no.such")).hasValue(25);
    assertThat(plan.sha256()).matches("[0-9a-f]{64}");
    assertThat(read(EXAMPLE + "# a comment\n").sha256()).isNotEqualTo(plan.sha256());
  }

  @Test
  void without_anything_else_the_unlisted_fails() {
    assertThat(read("version: 1").unlisted())
        .isEqualTo(new Plan.Unlisted(Plan.UnlistedTables.FAIL, Plan.UnlistedColumns.FAIL));
  }

  @Test
  void every_problem_is_told_with_its_line() {
    InvalidException refusal =
        refusal(
            """
            version: 2
            unlistd: {}
            unlisted: { tables: fial }
            core:
              a: { window: 13 moons, newest-by: x }
              b: { window: 2 days }
              c:
            relations:
              - a.x
              - a.x => b.y
              - { relation: a.x -> b.y, dangling: set-nul }
              - 7
            tables:
              d: drop
              e: { rows: follow, via: [] }
              f: {}
              g: { mask: { h: { value: 1, sql: "1" }, i: 7, j: { date-shift: 0 } } }
              k: { safe: [x, x] }
            """);

    assertThat(refusal.code()).isEqualTo("plan.invalid");
    assertThat(refusal.hint()).isNotEmpty();
    assertThat(refusal.getMessage().lines())
        .containsExactly(
            "plan.yaml has 17 problems:",
            "  line 1, version: must be 1, is '2'",
            "  line 2, unlistd: unknown key; did you mean 'unlisted'? (known: version, unlisted,"
                + " core, relations, tables, columns, read-back)",
            "  line 3, unlisted.tables: 'fial' is none of fail, keep, truncate; did you mean"
                + " 'fail'?",
            "  line 5, core.a.window: '13 moons' is not a number of days, weeks, months or years,"
                + " like '13 months'",
            "  line 6, core.b: 'window' and 'at-least' need 'newest-by', the column that says how"
                + " new a row is",
            "  line 7, core.c: expected keys with values, found nothing",
            "  line 9, relations[0]: 'a.x' is not a relation like 'a.x -> b.y', 'a(x, y) -> b(p,"
                + " q)' or 'a.x -> b.y when SQL condition'",
            "  line 10, relations[1]: 'a.x => b.y' is not a relation like 'a.x -> b.y', 'a(x, y) ->"
                + " b(p, q)' or 'a.x -> b.y when SQL condition'",
            "  line 11, relations[2].dangling: 'set-nul' is none of drop, set-null, keep; did you"
                + " mean 'set-null'?",
            "  line 12, relations[3]: expected a relation like 'a.x -> b.y', 'a(x, y) -> b(p, q)'"
                + " or 'a.x -> b.y when SQL condition', found '7'",
            "  line 14, tables.d: 'drop' is none of keep, truncate, follow, referenced",
            "  line 15, tables.e.via: is empty",
            "  line 16, tables.f: is empty",
            "  line 17, tables.g.mask.h: one mask only",
            "  line 17, tables.g.mask.i: expected the name of a mask, like 'email', found '7'",
            "  line 17, tables.g.mask.j.date-shift: must be at least 1",
            "  line 18, tables.k.safe: a name stands twice");
  }

  @Test
  void relations_names_and_sql_are_told_at_once_too() {
    assertThat(
            refusal(
                """
                version: 1
                core:
                  'app*': { where: "a = 'x" }
                  a.b.c: { also: "1); DROP TABLE x" }
                relations:
                  - a -> b.y
                  - "a.x -> b.y when "
                  - a.x -> b.y unless z
                tables:
                  '`a': keep
                  b: { mask: { c.d: email, e: { json: { "$.a": { sql: "1 -- x" } } } } }
                """))
        .hasMessage(
            """
            plan.yaml has 9 problems:
              line 3, core.'app*': a core entry names one table, without '*'
              line 3, core.'app*'.where: the SQL has a ' that is not closed
              line 4, core.'a.b.c': too many dots: at most 2 names
              line 4, core.'a.b.c'.also: the SQL has a ')' without its '('
              line 6, relations[0]: a -> b.y: expected '.' and a column after 'a' before '-> b.y'
              line 7, relations[1]: a.x -> b.y when : behind 'when' the SQL is empty
              line 8, relations[2]: a.x -> b.y unless z: expected 'when' or the end behind the second column
              line 10, tables.'`a': a backtick is not closed
              line 11, tables.b.mask.'c.d': a column's name alone belongs here; one with a dot in it stands between backticks
              line 11, tables.b.mask.e.json.'$.a': the SQL has a comment; write it in YAML, after '#'"""
                .replace("9 problems", "10 problems"));
  }

  @Test
  void a_key_may_stand_once() {
    assertThat(refusal("version: 1\ntables:\n  a: keep\n  a: truncate\n"))
        .hasMessageContaining("line 4, tables.a: stands twice, first in line 3");
  }

  @Test
  void broken_yaml_is_told_with_its_line() {
    assertThat(refusal("version: 1\ntables: [a\n"))
        .hasMessageContaining("line 3, can't be read as YAML: ");
    assertThat(refusal("version: 1\n---\nversion: 1\n"))
        .hasMessageContaining("can't be read as YAML: ");
    assertThat(refusal("a: \u0007")).hasMessageContaining("can't be read as YAML: ");
    assertThat(refusal("")).hasMessageContaining("'version' is missing");
    assertThat(refusal("- 1")).hasMessageContaining("expected keys with values, found a list");
  }

  @ParameterizedTest
  @CsvSource({
    "'version: !!int 1'",
    "'version: 1\nx: !!javax.script.ScriptEngineManager [a]'",
    "'version: 1\n!!set x: {a: null}'",
    "'version: 1\n!!java.net.URL x: y'"
  })
  void tags_are_refused(String yaml) {
    InvalidException refusal = refusal(yaml.replace("version: !!int 1", "version: !!str 1"));

    assertThat(refusal.code()).isEqualTo("plan.invalid");
    assertThat(refusal).hasMessageMatching("(?s).*(the|Global) tag .*");
  }

  @Test
  void merge_keys_and_odd_keys_are_refused() {
    assertThat(refusal("version: 1\nx: &a {b: 1}\ntables:\n  <<: *a\n"))
        .hasMessageContaining("line 4, tables: '<<' is not read here");
    assertThat(refusal("version: 1\n? [a]\n: b\n")).hasMessageContaining("a key must be a name");
  }

  @Test
  void an_alias_may_stand_for_what_was_written_before() {
    Plan plan = read("version: 1\ntables:\n  a: &x {rows: keep, mask: {b: email}}\n  c: *x\n");

    assertThat(plan.tables().get("c")).isEqualTo(plan.tables().get("a"));
  }

  @Test
  void bombs_are_refused_fast() {
    StringBuilder laughs = new StringBuilder("version: 1\na0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 10; i++) {
      String before = "*a" + (i - 1);
      laughs.append("a" + i + ": &a" + i + " [" + (before + ", ").repeat(4) + before + "]\n");
    }
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> {
          assertThat(refusal(laughs.toString()).code()).isEqualTo("plan.invalid");
          assertThat(refusal("[".repeat(500_000)).code()).isEqualTo("plan.invalid");
          assertThat(refusal("{a: ".repeat(100_000)).code()).isEqualTo("plan.invalid");
          assertThat(refusal("a: &a [*a, *a]").code()).isEqualTo("plan.invalid");
          assertThat(refusal("a: &a {b: *a}").code()).isEqualTo("plan.invalid");
          assertThat(refusal("x: [" + "1,".repeat(400_000) + "]").code()).isEqualTo("plan.invalid");
        });
  }

  @Test
  void what_is_no_readable_file_is_told() throws IOException {
    assertThatThrownBy(() -> PlanFile.read(folder.resolve("none.yaml")))
        .isInstanceOf(InvalidException.class)
        .hasMessageContaining("There is no plan at ");
    assertThatThrownBy(() -> PlanFile.read(folder))
        .isInstanceOf(InvalidException.class)
        .hasMessageContaining("can't be read");
    Path large = Files.write(folder.resolve("large.yaml"), new byte[1024 * 1024 + 1]);
    assertThatThrownBy(() -> PlanFile.read(large))
        .isInstanceOf(InvalidException.class)
        .hasMessageContaining("larger than 1 MB");
    Path latin =
        Files.write(folder.resolve("l.yaml"), "a: ü".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> PlanFile.read(latin))
        .isInstanceOf(InvalidException.class)
        .hasMessageContaining("not UTF-8");
  }

  @Test
  void garbage_gives_a_plan_or_a_refusal_and_nothing_else() {
    Random random = new Random(20261122);
    String pieces = "{}[]:,-&*!|>'\"%@`#? \n\t\\~.()" + "abtruenl019\u0000\u0007\uFEFFé";
    int refused = 0;
    for (int round = 0; round < 3000; round++) {
      StringBuilder yaml = new StringBuilder(EXAMPLE);
      int edits = 1 + random.nextInt(8);
      for (int i = 0; i < edits; i++) {
        int at = random.nextInt(yaml.length());
        int end = Math.min(yaml.length(), at + random.nextInt(6));
        String piece = "" + pieces.charAt(random.nextInt(pieces.length()));
        yaml.replace(at, end, random.nextBoolean() ? piece : piece.repeat(3));
      }
      try {
        read(yaml.toString());
      } catch (InvalidException e) {
        assertThat(e.code()).isIn("plan.invalid", "plan.unreadable");
        refused++;
      }
    }
    assertThat(refused).isBetween(1000, 2999);
  }
}

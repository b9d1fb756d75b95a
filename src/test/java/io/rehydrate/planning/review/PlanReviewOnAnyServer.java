package io.rehydrate.planning.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.rehydrate.daemon.Beans;
import io.rehydrate.dump.Attachments;
import io.rehydrate.dump.DumpId;
import io.rehydrate.dump.Manifest;
import io.rehydrate.dump.SchemaShape;
import io.rehydrate.run.RunId;
import io.rehydrate.settings.ServerLogin;
import io.rehydrate.settings.SettingsReader;
import io.rehydrate.store.Staging;
import io.rehydrate.support.Dumps;
import io.rehydrate.support.TestHome;
import io.rehydrate.support.TestServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a review says of a source of either vendor. */
abstract class PlanReviewOnAnyServer {
  private static final String LENIENT = "version: 1\nunlisted: { tables: keep, columns: keep }\n";

  @TempDir Path folder;

  private final ServerLogin source;
  private String schema;
  private TestHome home;

  PlanReviewOnAnyServer(ServerLogin source) {
    this.source = source;
  }

  @BeforeEach
  void home() throws Exception {
    schema = TestServers.newSchema(source);
    home = TestHome.reading(folder, schema, source);
  }

  private void run(String... statements) {
    for (String statement : statements) {
      TestServers.run(source, "USE " + schema, statement);
    }
  }

  private Beans beans() {
    return new Beans(
        SettingsReader.read(home.path(), Map.of()), Clock.systemUTC(), "test", List.of());
  }

  private Review review(String plan) throws Exception {
    return review(plan, Duration.ofSeconds(60));
  }

  private Review review(String plan, Duration patience) throws Exception {
    home.plan(plan);
    try (Beans beans = beans()) {
      return new PlanReview(beans.settings(), beans.livePlan(), beans.store(), Clock.systemUTC())
          .review(patience);
    }
  }

  private static List<String> remedies(Review review, String code) {
    return review.findings().stream()
        .filter(f -> f.code().equals(code))
        .map(Finding::remedy)
        .toList();
  }

  private static List<String> told(Review review, String code) {
    return review.findings().stream()
        .filter(f -> f.code().equals(code))
        .map(f -> f.where() + ": " + f.message().replaceAll("int\\(\\d+\\)", "int"))
        .toList();
  }

  @Test
  void a_number_that_refers_to_a_text_is_a_problem_and_other_differences_are_warnings()
      throws Exception {
    run(
        "CREATE TABLE a (id INT PRIMARY KEY, code VARCHAR(10) COLLATE utf8mb4_bin, KEY (code))",
        "CREATE TABLE b (id INT PRIMARY KEY, a_id BIGINT, a_code VARCHAR(10) COLLATE"
            + " utf8mb4_general_ci, a_name VARCHAR(9), KEY (a_id), KEY (a_code), KEY (a_name))");
    String start = LENIENT + "core: { a: {} }\nrelations:\n  - b.a_id -> a.id\n";

    Review warned = review(start + "  - b.a_code -> a.code\n");
    Review counted = review(start + "  - b.a_name -> a.id\n");
    Review refused = review(start + "  - b.a_id -> a.code\n");

    assertThat(warned.hasProblems()).isFalse();
    assertThat(told(warned, "relation.types"))
        .containsExactly(
            "b.a_id -> a.id: b.a_id is bigint, a.id is int: not every value of the one fits"
                + " into the other",
            "b.a_code -> a.code: b.a_code is varchar(10) (utf8mb4_general_ci), a.code is varchar(10)"
                + " (utf8mb4_bin): texts of different collations are compared by that of the second,"
                + " and no index of the first serves");
    assertThat(counted.hasProblems()).isFalse();
    assertThat(told(counted, "relation.types"))
        .anyMatch(told -> told.contains("the text is compared as a whole number"));
    assertThat(refused.findings())
        .filteredOn(f -> f.level() == Finding.Level.PROBLEM)
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.code()).isEqualTo("plan.invalid");
              assertThat(problem.line()).hasValue(6);
              assertThat(problem.where()).isEqualTo("relations[1]");
              assertThat(problem.message()).contains("a number and a text never meet");
            });
  }

  @Test
  void a_missing_index_is_told_with_the_statement_that_helps() throws Exception {
    run(
        "CREATE TABLE `o``d` (id INT PRIMARY KEY, number VARCHAR(300) NOT NULL)",
        "CREATE TABLE `line s` (id INT PRIMARY KEY, `o no` VARCHAR(300), b_id INT)",
        "CREATE TABLE brought (id INT PRIMARY KEY)");
    String plan =
        LENIENT
            + "core: { '`o``d`': {} }\n"
            + "relations:\n"
            + "  - \"`line s`.`o no` -> `o``d`.number\"\n"
            + "  - \"`line s`.b_id -> brought.id\"\n";

    List<String> remedies = remedies(review(plan), "relation.index");

    assertThat(remedies)
        .containsExactly(
            "CREATE INDEX `o``d_number` ON `" + schema + "`.`o``d` (`number`(191));",
            "CREATE INDEX `line s_o no` ON `" + schema + "`.`line s` (`o no`(191));");
    remedies.forEach(this::run);
    assertThat(remedies(review(plan), "relation.index")).isEmpty();
  }

  @Test
  void keys_that_a_collation_takes_for_the_same_and_a_mask_does_not_are_told() throws Exception {
    run(
        "CREATE TABLE a (id INT PRIMARY KEY, code VARCHAR(70) COLLATE utf8mb4_general_ci, KEY (code))",
        "CREATE TABLE b (id INT PRIMARY KEY, a_code VARCHAR(70) COLLATE utf8mb4_general_ci, KEY (a_code))",
        "INSERT INTO a VALUES (1, 'jose'), (2, 'ann'), (3, 'li'), (4, 'ed')",
        "INSERT INTO b VALUES (1, 'jos\u00e9'), (2, 'ANN'), (3, 'li '), (4, 'ed'), (5, NULL), (6, 'bob')");
    String plan = LENIENT + "core: { a: {} }\nrelations:\n  - b.a_code -> a.code\n";
    String masked = "columns: { mask: { code: MASK, a_code: MASK } }\n";

    for (String mask : List.of("hash", "full-name", "url")) {
      assertThat(told(review(plan + masked.replace("MASK", mask)), "relation.spelling"))
          .singleElement()
          .asString()
          .startsWith("b.a_code -> a.code: 2 references and their keys differ in accents");
    }
    assertThat(told(review(plan), "relation.spelling")).isEmpty();
    assertThat(told(review(plan + masked.replace("MASK", "{ value: x }")), "relation.spelling"))
        .isEmpty();
    run("UPDATE b SET a_code = 'jose' WHERE id = 1", "UPDATE b SET a_code = 'li' WHERE id = 3");
    assertThat(told(review(plan + masked.replace("MASK", "hash")), "relation.spelling")).isEmpty();
  }

  @Test
  void what_most_rows_break_and_what_stands_for_none_is_measured() throws Exception {
    run(
        "CREATE TABLE a (id INT PRIMARY KEY, code VARCHAR(9) NOT NULL, KEY (code))",
        "CREATE TABLE b (id INT PRIMARY KEY, a_id INT, boss INT, code VARCHAR(9), wrong INT,"
            + " kind VARCHAR(9), KEY (a_id))",
        "INSERT INTO a VALUES (1, 'x'), (2, 'y')",
        "INSERT INTO b VALUES (1, 1, 0, '', 7, 'k'), (2, 1, 0, 'x', 8, 'k'), (3, 2, 1, 'y', 9, 'z'),"
            + " (4, NULL, 2, NULL, 1, 'z'), (5, 9, 1, 'y', 0, 'z')");
    String plan =
        LENIENT
            + "core: { a: {} }\n"
            + "relations:\n"
            + "  - b.a_id -> a.id\n"
            + "  - b.boss -> a.id\n"
            + "  - b.code -> a.code\n"
            + "  - \"b.wrong -> a.id when kind <> 'k'\"\n";

    Review review = review(plan);

    assertThat(review.measured().entrySet())
        .extracting(
            e -> e.getKey().text(),
            e -> e.getValue().references(),
            e -> e.getValue().orphans(),
            e -> e.getValue().none(),
            e -> e.getValue().sampled())
        .containsExactlyInAnyOrder(
            tuple("b.a_id -> a.id", 4L, 1L, 0L, false),
            tuple("b.boss -> a.id", 5L, 2L, 2L, false),
            tuple("b.code -> a.code", 4L, 1L, 1L, false),
            tuple("b.wrong -> a.id when kind <> 'k'", 3L, 2L, 1L, false));
    assertThat(told(review, "relation.broken")).isEmpty();
    assertThat(told(review(plan.replace(" when kind <> 'k'", "")), "relation.broken"))
        .containsExactly("b.wrong -> a.id: most rows break it: 3 of 4 references lead nowhere");
    assertThat(remedies(review, "relation.none"))
        .containsExactly(
            "- \"b.boss -> a.id when boss <> 0\"",
            "- \"b.code -> a.code when code <> ''\"",
            "- \"b.wrong -> a.id when (kind <> 'k') AND wrong <> 0\"");

    String remedied =
        LENIENT
            + "core: { a: {} }\nrelations:\n  "
            + String.join("\n  ", remedies(review, "relation.none"))
            + "\n";
    assertThat(told(review(remedied), "relation.none")).isEmpty();
  }

  @Test
  void relations_that_no_row_needs_are_not_counted_and_no_time_is_no_look() throws Exception {
    run(
        "CREATE TABLE a (id INT PRIMARY KEY)",
        "CREATE TABLE b_log (id INT PRIMARY KEY, a_id INT)",
        "CREATE TABLE c (id INT PRIMARY KEY, a_id INT)");
    String plan =
        LENIENT
            + "core: { a: {} }\nrelations: [b_log.a_id -> a.id, c.a_id -> a.id]\n"
            + "tables: { '*_log': truncate }\n";

    assertThat(review(plan).measured()).hasSize(1);
    Review unseen = review(plan, Duration.ZERO);
    assertThat(unseen.measured()).isEmpty();
    assertThat(told(unseen, "relation.unmeasured")).isEmpty();
  }

  @Test
  void a_relation_that_there_is_no_time_for_is_named() throws Exception {
    run(
        "CREATE TABLE a (id INT PRIMARY KEY, up INT)",
        "INSERT INTO a VALUES "
            + IntStream.rangeClosed(1, 3000)
                .mapToObj(i -> "(" + i + ", 1)")
                .collect(Collectors.joining(", ")));
    String slow = "\"a.up -> a.id when SHA2(REPEAT(id, 1000000), 512) <> ''\"";

    Review review =
        review(LENIENT + "core: { a: {} }\nrelations: [" + slow + "]\n", Duration.ofSeconds(1));

    assertThat(told(review, "relation.unmeasured")).hasSize(1);
    assertThat(review.hasProblems()).isFalse();
  }

  @Test
  void a_masked_column_that_a_check_uses_is_named() throws Exception {
    run(
        "CREATE TABLE emp (id INT PRIMARY KEY, mail VARCHAR(60) CHECK (mail LIKE '%@corp.test'),"
            + " tel VARCHAR(20) COMMENT ' CHECK (`pct`)', pct INT, note VARCHAR(20),"
            + " CONSTRAINT tel_ok CHECK (tel <> 'note' AND pct >= 0))");

    Review review =
        review(
            LENIENT
                + "tables: { emp: { rows: keep, mask: { mail: email, tel: phone,"
                + " note: redact } } }\n",
            Duration.ofSeconds(1));

    assertThat(told(review, "mask.check"))
        .hasSize(2)
        .anyMatch(f -> f.contains("emp.mail"))
        .anyMatch(f -> f.contains("emp.tel"));
  }

  @Test
  void tables_of_which_no_row_stays_are_named() throws Exception {
    run(
        "CREATE TABLE orders (id INT PRIMARY KEY, shop_id INT)",
        "CREATE TABLE shops (id INT PRIMARY KEY)",
        "CREATE TABLE offers (id INT PRIMARY KEY, order_id INT)",
        "CREATE TABLE old_offers (id INT PRIMARY KEY, offer_id INT, note_id INT)",
        "CREATE TABLE notes (id INT PRIMARY KEY)",
        "CREATE TABLE alone (id INT PRIMARY KEY)");

    Review review =
        review(
            "version: 1\nunlisted: { tables: truncate, columns: keep }\n"
                + "core: { orders: {} }\n"
                + "relations: [orders.shop_id -> shops.id, offers.order_id -> orders.id,"
                + " old_offers.offer_id -> offers.id, old_offers.note_id -> notes.id]\n"
                + "tables: { offers: referenced, old_offers: referenced }\n");

    assertThat(
            review.findings().stream()
                .filter(f -> f.code().startsWith("table."))
                .map(
                    f -> f.code() + " " + f.where().replace(schema + ".", "") + " | " + f.remedy()))
        .containsExactly(
            "table.unlisted alone | alone: truncate",
            "table.unreached notes | notes: truncate",
            "table.unreached offers | offers: { rows: follow, via: [order_id] }",
            "table.unreferenced old_offers | old_offers: { rows: follow, via: [offer_id, note_id] }",
            "table.inferred notes | ",
            "table.inferred shops | ");
  }

  @Test
  void what_changed_in_the_schema_since_the_last_dump_is_told_with_a_problem_of_the_plan_too()
      throws Exception {
    run(
        "CREATE TABLE a (id INT PRIMARY KEY AUTO_INCREMENT, kept INT, gone INT, wider VARCHAR(10))",
        "CREATE TABLE b (id INT PRIMARY KEY, x INT)",
        "CREATE TABLE same (id INT PRIMARY KEY AUTO_INCREMENT)",
        "CREATE TABLE left_behind (id INT PRIMARY KEY)");
    DumpId id = new DumpId("20261122T020000Z");
    try (Beans beans = beans()) {
      beans.store().open();
      Staging staging = beans.store().stage(new RunId("20261122t020000-abcde"), id);
      Manifest manifest =
          Dumps.small(staging.folder(), id)
              .with(
                  List.of(
                      Attachments.write(
                          staging.folder(), SchemaShape.of(beans.livePlan().source()))));
      beans.store().publish(staging, manifest);
    }
    run(
        "ALTER TABLE a DROP COLUMN gone, MODIFY wider VARCHAR(20), ADD COLUMN email VARCHAR(99)",
        "ALTER TABLE b ADD KEY (x)",
        "INSERT INTO same VALUES (7)",
        "DROP TABLE left_behind",
        "CREATE TABLE `<new>` (id INT PRIMARY KEY)");

    Review review =
        review("version: 1\ncore: { a: {} }\ntables: { b: keep, same: keep, '*new*': keep }\n");

    assertThat(review.comparedWith()).contains(id);
    assertThat(review.hasProblems()).as("two text columns are not masked").isTrue();
    assertThat(review.plan()).isEmpty();
    String since = " (since 20261122T020000Z)";
    String collate = " collate " + "utf8mb4_general_ci";
    assertThat(
            review.findings().stream()
                .filter(f -> f.level() == Finding.Level.NOTE)
                .map(f -> f.code() + " " + f.where() + " " + f.message())
                .map(text -> text.replace(schema + ".", "").replaceAll(" collate \\w+", collate)))
        .containsExactly(
            "drift.table-new <new> is a new table" + since,
            "drift.column-changed a.wider was varchar(10)"
                + collate
                + ", is varchar(20)"
                + collate
                + since,
            "drift.column-new a.email is a new column: varchar(99)" + collate + since,
            "drift.column-gone a.gone is gone" + since,
            "drift.table-changed b has the same columns, and other keys, indexes, defaults or options"
                + since,
            "drift.table-gone left_behind is gone" + since);
  }

  @Test
  void a_dump_that_somebody_changed_is_told_and_hinders_nothing() throws Exception {
    run("CREATE TABLE a (id INT PRIMARY KEY)", "INSERT INTO a VALUES (1)");
    DumpId id = new DumpId("20261122T020000Z");
    try (Beans beans = beans()) {
      beans.store().open();
      Staging staging = beans.store().stage(new RunId("20261122t020000-abcde"), id);
      Manifest.FileEntry shape =
          Attachments.write(staging.folder(), Attachments.SHAPE, "{\"schemas\": {}}");
      beans.store().publish(staging, Dumps.small(staging.folder(), id).with(List.of(shape)));
      Files.writeString(beans.store().latest().folder().resolve(Attachments.SHAPE), "{}");
    }

    Review review = review(LENIENT + "core: { a: {} }\n");

    assertThat(review.findings()).extracting(Finding::code).containsExactly("drift.unknown");
    assertThat(review.hasProblems()).isFalse();
  }

  @Test
  void a_condition_that_the_source_does_not_take_is_a_problem() throws Exception {
    run(
        "CREATE TABLE a (id INT PRIMARY KEY, up INT, name VARCHAR(9))",
        "INSERT INTO a VALUES (1, 1, 'jane')");

    Review review =
        review(
            LENIENT
                + "core: { a: { where: \"nam = 'x'\", also: \"id = 1\" } }\n"
                + "relations: [a.up -> a.id when kind = 'x']\n"
                + "tables: { a: { mask: { name: { sql: \"UPPER(nme)\" } } } }\n");

    assertThat(told(review, "plan.sql"))
        .containsExactly(
            "core.a.where: the source does not take its SQL: SQLSTATE 42S22, error 1054:"
                + " Unknown column 'nam' in '…'",
            "%s.a.name: mask: the source does not take its SQL: SQLSTATE 42S22, error 1054: Unknown"
                    .formatted(schema)
                + " column 'nme' in '…'",
            "a.up -> a.id when kind = 'x': the source does not take its SQL: SQLSTATE 42S22,"
                + " error 1054: Unknown column 'kind' in '…'");
    assertThat(review.hasProblems()).isTrue();
  }

  @Test
  void a_core_table_of_which_no_row_would_be_chosen_is_told() throws Exception {
    run(
        "CREATE TABLE a (id INT PRIMARY KEY, made DATETIME)",
        "INSERT INTO a VALUES (1, '2001-01-01')");
    String core = LENIENT + "core: { a: { newest-by: made, window: 1 year, where: \"id = 1\"";

    assertThat(told(review(core + " } }\n"), "core.empty")).hasSize(1);
    assertThat(told(review(core + ", also: \"id < 9\" } }\n"), "core.empty")).isEmpty();
    assertThat(told(review(core + ", at-least: 1 } }\n"), "core.empty")).isEmpty();
    assertThat(told(review(LENIENT + "core: { a: { where: \"id > 1\" } }\n"), "core.empty"))
        .hasSize(1);
  }

  @Test
  void a_missing_key_of_the_masks_is_a_problem() throws Exception {
    run("CREATE TABLE a (id INT PRIMARY KEY, email VARCHAR(99))", "INSERT INTO a VALUES (1, '')");
    home.set("mask.key-file", "");

    Review review = review("version: 1\ncore: { a: {} }\ncolumns: { mask: { email: email } }\n");

    assertThat(review.findings()).extracting(Finding::code).containsExactly("mask.key");
    assertThat(review.hasProblems()).isTrue();
  }
}

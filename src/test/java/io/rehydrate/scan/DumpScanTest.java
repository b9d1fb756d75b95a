package io.rehydrate.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rehydrate.plan.MaskSpec;
import io.rehydrate.plan.ResolvedPlan;
import io.rehydrate.plan.RowRule;
import io.rehydrate.schema.Table;
import io.rehydrate.schema.TableName;
import io.rehydrate.support.TableBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DumpScanTest {
  private static final TableName PEOPLE = new TableName("shop", "people");

  private static TableBuilder people() {
    return TableBuilder.aTableWithId("people")
        .nullable("note", "text")
        .nullable("amount", "decimal(10,2)")
        .nullable("photo", "blob");
  }

  private static DumpScan scan(
      TableBuilder table, Map<String, MaskSpec> masks, Map<String, Set<String>> exempt) {
    Table built = table.build();
    return new DumpScan(
        new ResolvedPlan(
            TableBuilder.aCatalog(table),
            Map.of(
                built.name(),
                new ResolvedPlan.Rule(built, RowRule.KEEP, Optional.empty(), masks, exempt)),
            List.of(),
            "",
            ""),
        KnownNames.none());
  }

  private static InputStream sql(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> found(TableBuilder table, String... statements) throws IOException {
    DumpScan scan = scan(table, Map.of(), Map.of());
    scan.read(PEOPLE, sql(String.join("\n", statements)));
    return scan.findings().stream().map(Finding::toString).toList();
  }

  @Test
  void tells_table_column_and_count_and_never_the_value() throws IOException {
    assertThat(
            found(
                people(),
                "-- MySQL dump",
                "/*!40101 SET NAMES utf8mb4 */;",
                "set autocommit=0;",
                "INSERT INTO `people` VALUES (1,'jane@acme.org',1.50,NULL),(2,'a@b.de x@y.de',2,NULL);",
                "INSERT INTO `people` VALUES (3,'nothing',3,NULL),(4,NULL,NULL,NULL);",
                "commit;",
                "-- Dump completed"))
        .containsExactly("shop.people.note: e-mail addresses in 2 values");
  }

  @Test
  void reads_every_form_of_a_statement() throws IOException {
    DumpScan scan = scan(people(), Map.of(), Map.of());

    scan.read(
        PEOPLE,
        sql(
            """
            INSERT INTO `people` VALUES
            (1,'it\\'s (a) \\\\ trap\\n,(9,''x'')',-1.5e10,0x),
            (2,_binary 'b\\0\\Z\\"',NULL,0x00FFaa),
            (3,'',0,NULL);
            INSERT INTO `people` (`note`, `id`) VALUES ('jane@acme.org',4);
            INSERT INTO `odd``name` (`photo`) VALUES (0x6A616E654061636D652E6F7267);
            """));

    assertThat(scan.rows(PEOPLE)).isEqualTo(5);
    assertThat(scan.findings())
        .extracting(Finding::column, Finding::kind, Finding::values)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("note", Kind.EMAIL, 1L),
            org.assertj.core.groups.Tuple.tuple("photo", Kind.EMAIL, 1L));
  }

  @Test
  void a_blob_that_is_no_text_is_passed_over() throws IOException {
    String mail = HexFormat.of().formatHex("jane@acme.org".getBytes(StandardCharsets.UTF_8));

    assertThat(
            found(
                people(),
                "INSERT INTO `people` VALUES (1,NULL,1,0x00" + mail + "ff".repeat(14) + ");"))
        .isEmpty();
  }

  private static String hex(byte[] bytes) {
    return "0x" + HexFormat.of().formatHex(bytes);
  }

  @Test
  void texts_in_binary_columns_are_found_whatever_they_are_packed_in() throws IOException {
    List<byte[]> packed =
        List.of(
            "{\"mail\": \"jane@acme.org\"}".getBytes(StandardCharsets.UTF_8),
            "jane@acme.org, Zürich".getBytes(StandardCharsets.UTF_16),
            "jane@acme.org".getBytes(StandardCharsets.UTF_16LE),
            "write to jane@acme.org 😀".getBytes(StandardCharsets.UTF_16BE),
            java.util.Arrays.copyOf("jane@acme.org".getBytes(StandardCharsets.UTF_8), 200),
            "O:4:\"User\":1:{s:7:\"\0*\0mail\";s:13:\"jane@acme.org\";}"
                .getBytes(StandardCharsets.UTF_8),
            "\u0001\u0002\n\rjane@acme.org\u0012\u0005Zürich"
                .getBytes(StandardCharsets.ISO_8859_1));

    String rows =
        packed.stream().map(v -> "(1,NULL,1," + hex(v) + ")").collect(Collectors.joining(","));

    assertThat(found(people(), "INSERT INTO `people` VALUES " + rows + ";"))
        .containsExactly("shop.people.photo: e-mail addresses in " + packed.size() + " values");
  }

  @Test
  void a_long_text_of_two_bytes_a_letter_is_read_to_its_end() throws IOException {
    byte[] value = ("x ".repeat(50_000) + "jane@acme.org").getBytes(StandardCharsets.UTF_16LE);

    assertThat(found(people(), "INSERT INTO `people` VALUES (1,NULL,1," + hex(value) + ");"))
        .containsExactly("shop.people.photo: e-mail addresses in 1 value");
  }

  @Test
  void random_bytes_hold_nothing() throws IOException {
    byte[] value = new byte[2_000_000];
    new java.util.Random(7).nextBytes(value);

    assertThat(found(people(), "INSERT INTO `people` VALUES (1,NULL,1," + hex(value) + ");"))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {65_520, 65_530, 65_536, 65_545, 131_060, 196_600})
  void finds_what_lies_across_two_pieces_of_a_long_value_once(int before) throws IOException {
    String value = "x ".repeat(before / 2) + "jane@acme.org 4111 1111 1111 1111 " + "y".repeat(99);

    assertThat(found(people(), "INSERT INTO `people` VALUES (1,'" + value + "',1,NULL);"))
        .containsExactly(
            "shop.people.note: e-mail addresses in 1 value",
            "shop.people.note: card numbers in 1 value");
  }

  @ParameterizedTest
  @ValueSource(ints = {65_023, 65_024, 65_025, 65_030, 65_034, 65_530})
  void a_long_number_that_is_cut_is_none(int before) throws IOException {
    String value = "x".repeat(before) + "_94111111111111111199 " + "y".repeat(700);

    assertThat(found(people(), "INSERT INTO `people` VALUES (1,'" + value + "',1,NULL);"))
        .isEmpty();
  }

  @Test
  void reads_a_value_of_any_length_piece_by_piece() throws IOException {
    byte[] filler = "lorem ipsum ".repeat(1 << 12).getBytes(StandardCharsets.UTF_8);
    InputStream value =
        new SequenceInputStream(
            Collections.enumeration(
                IntStream.range(0, 1500)
                    .<InputStream>mapToObj(i -> new ByteArrayInputStream(filler))
                    .toList()));
    InputStream all =
        new SequenceInputStream(
            Collections.enumeration(
                List.of(
                    sql("INSERT INTO `people` VALUES (1,'"), value, sql("a@b.de',1,NULL);\n"))));
    DumpScan scan = scan(people(), Map.of(), Map.of());

    scan.read(PEOPLE, all);

    assertThat(scan.findings()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO `people` VALUES (1,'jane",
        "INSERT INTO `people` VALUES (1,'a',1,NULL)",
        "INSERT INTO `people` VALUES (1,'a',1);",
        "INSERT INTO `people` VALUES (1,'a',1,NULL,5);",
        "INSERT INTO `people` VALUES (1,'a' 'b',1,NULL);",
        "INSERT INTO `people` VALUES (1,,1,NULL);",
        "INSERT INTO `people` VALUES (1,CONCAT('a'),1,NULL);",
        "INSERT INTO `people` VALUES (1,'a',1,0x0g);",
        "INSERT INTO `people` (`nobody`) VALUES (1);",
        "INSERT INTO people VALUES (1);",
        "INSERT INTO `people` SELECT 1;"
      })
  void what_is_not_understood_is_an_error(String text) {
    DumpScan scan = scan(people(), Map.of(), Map.of());

    assertThatThrownBy(() -> scan.read(PEOPLE, sql(text)))
        .isInstanceOf(IOException.class)
        .hasMessageNotContaining("jane");
  }

  private static String rows(Stream<String> numbers) {
    return numbers.collect(Collectors.joining("),(", "INSERT INTO `people` VALUES (", ");"));
  }

  @Test
  void a_column_of_bare_card_numbers_is_told_from_one_of_long_numbers() throws IOException {
    TableBuilder table =
        TableBuilder.aTableWithId("people")
            .column("card", "varchar(20)")
            .column("order_no", "varchar(20)")
            .column("counter", "bigint")
            .column("pan", "bigint");

    assertThat(
            found(
                table,
                rows(
                    IntStream.range(0, 1000)
                        .mapToObj(
                            i ->
                                i
                                    + (i % 5 == 0 ? ",'4111111111111111'" : ",''")
                                    + ",'"
                                    + (4_000_000_000_000_000L + 7L * i)
                                    + "',"
                                    + (5_100_000_000_000_000L + i)
                                    + ",5500000000000004"))))
        .containsExactly(
            "shop.people.card: card numbers in 200 values",
            "shop.people.pan: card numbers in 1000 values");
  }

  @Test
  void a_single_bare_card_number_in_a_text_is_found() throws IOException {
    assertThat(found(people(), "INSERT INTO `people` VALUES (1,'card 4111111111111111',1,NULL);"))
        .containsExactly("shop.people.note: card numbers in 1 value");
  }

  @Test
  void plain_digits_are_telephone_numbers_where_the_column_says_so() throws IOException {
    TableBuilder table =
        TableBuilder.aTableWithId("people")
            .column("homePhone", "bigint")
            .column("fax", "varchar(20)")
            .column("phone_verified", "tinyint")
            .column("telling", "varchar(20)")
            .column("ssn", "int");

    assertThat(
            found(
                table,
                "INSERT INTO `people` VALUES (1,2125551234,'030/1234567',1,'2125551234',123456789);"))
        .containsExactly(
            "shop.people.homePhone: phone numbers in 1 value",
            "shop.people.fax: phone numbers in 1 value",
            "shop.people.ssn: social security numbers in 1 value");
  }

  @Test
  void keys_choices_and_dates_are_not_looked_at() throws IOException {
    TableBuilder table =
        TableBuilder.aTable("people")
            .column("id", "bigint")
            .primaryKey("id")
            .column("at", "datetime")
            .column("kind", "enum('a@b.de')");

    assertThat(
            found(
                table,
                rows(
                    IntStream.range(0, 9)
                        .mapToObj(i -> "4111111111111111,'2026-01-01 00:00:00','a@b.de'"))))
        .isEmpty();
  }

  @Test
  void what_a_mask_yields_by_design_is_not_a_finding_and_all_else_is() throws IOException {
    TableBuilder table =
        TableBuilder.aTableWithId("people")
            .column("phone", "varchar(40)")
            .column("fixed", "varchar(40)")
            .column("mail", "varchar(40)");
    DumpScan scan =
        scan(
            table,
            Map.of(
                "phone", MaskSpec.of("digits"),
                "fixed", new MaskSpec("value", "\"10.0.0.1\""),
                "mail", MaskSpec.of("email")),
            Map.of());

    scan.read(
        PEOPLE,
        sql(
            "INSERT INTO `people` VALUES (1,'+49 30 1234567 a@b.de','10.0.0.1 x@y.de','jane@b.de');"));

    assertThat(scan.findings())
        .extracting(Finding::column, Finding::kind)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("phone", Kind.EMAIL),
            org.assertj.core.groups.Tuple.tuple("fixed", Kind.EMAIL),
            org.assertj.core.groups.Tuple.tuple("mail", Kind.EMAIL));
  }

  @Test
  void inside_json_the_masks_of_the_paths_count() throws IOException {
    TableBuilder table = TableBuilder.aTableWithId("people").column("profile", "json");
    DumpScan scan =
        scan(table, Map.of("profile", new MaskSpec("json", "{\"$.phone\": \"phone\"}")), Map.of());

    scan.read(
        PEOPLE,
        sql(
            "INSERT INTO `people` VALUES (1,'{\\\"phone\\\": \\\"+49 30 1234567\\\", \\\"x\\\": \\\"a@b.de\\\"}');"));

    assertThat(scan.findings()).extracting(Finding::kind).containsExactly(Kind.EMAIL);
  }

  @Test
  void the_plan_exempts_a_column_kind_by_kind() throws IOException {
    DumpScan scan = scan(people(), Map.of(), Map.of("note", Set.of("email")));

    scan.read(
        PEOPLE, sql("INSERT INTO `people` VALUES (1,'hotline@acme.org +49 30 1234567',1,NULL);"));

    assertThat(scan.findings()).extracting(Finding::kind).containsExactly(Kind.PHONE);
  }

  @Test
  void sums_over_the_files_of_a_table() throws IOException {
    DumpScan scan = scan(people(), Map.of(), Map.of());

    scan.read(PEOPLE, sql("INSERT INTO `people` VALUES (1,'a@b.de',1,NULL);\n"));
    scan.read(PEOPLE, sql("INSERT INTO `people` VALUES (2,'c@b.de',1,NULL),(3,'x',1,NULL);\n"));

    assertThat(scan.rows(PEOPLE)).isEqualTo(3);
    assertThat(scan.findings())
        .containsExactly(new Finding(PEOPLE, "note", Kind.EMAIL, 2, 3, true));
  }
}

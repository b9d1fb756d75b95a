package io.rehydrate.mask;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.plan.MaskSpec;
import io.rehydrate.schema.Column;
import io.rehydrate.schema.Table;
import io.rehydrate.schema.TableName;
import io.rehydrate.settings.ServerLogin;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for masks on servers of either vendor. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class MasksOnAnyServer {
  private final ServerLogin server;
  private MaskedCopy copy;
  private int points;

  MasksOnAnyServer(ServerLogin server) {
    this.server = server;
  }

  @BeforeAll
  void start() {
    copy = new MaskedCopy(server);
  }

  @AfterAll
  void stop() {
    copy.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hash",
        "email",
        "first-name",
        "last-name",
        "full-name",
        "company",
        "phone",
        "digits",
        "street",
        "city",
        "postcode",
        "ip",
        "url",
        "uuid",
        "redact"
      })
  void null_stays_null_and_empty_stays_empty_and_the_same_value_gives_the_same_everywhere(
      String mask) {
    List<String> values = MaskedCopy.latinTexts(90);
    List<String> wide = copy.masked(mask, "VARCHAR(100) CHARACTER SET utf8mb4", values);
    List<String> old = copy.masked(mask, "VARCHAR(200) CHARACTER SET utf8mb3", values);
    List<String> latin = copy.masked(mask, "VARCHAR(100) CHARACTER SET latin1", values);
    List<String> german =
        copy.masked(mask, "VARCHAR(250) CHARACTER SET latin1 COLLATE latin1_german1_ci", values);
    List<String> turkish =
        copy.masked(mask, "VARCHAR(250) CHARACTER SET utf8mb4 COLLATE utf8mb4_turkish_ci", values);
    assertThat(wide.get(0)).isNull();
    assertThat(wide.get(1)).isEmpty();
    assertThat(Collections.frequency(wide, null)).isEqualTo(1);
    assertThat(Collections.frequency(wide, "")).isEqualTo(1);
    assertThat(old).isEqualTo(wide);
    assertThat(latin).isEqualTo(wide);
    assertThat(german).isEqualTo(wide);
    assertThat(turkish).isEqualTo(wide);
  }

  @ParameterizedTest
  @CsvSource({
    "hash, 16",
    "email, 24",
    "first-name, 5",
    "last-name, 5",
    "full-name, 8",
    "company, 12",
    "street, 12",
    "city, 5",
    "ip, 15",
    "url, 28",
    "uuid, 32",
    "redact, 3",
    "digits, 3",
    "phone, 3",
    "postcode, 3"
  })
  void results_fit_short_and_long_columns_of_every_character_set(String mask, int room) {
    for (String type :
        List.of(
            "VARCHAR(" + room + ") CHARACTER SET utf8mb4",
            "CHAR(" + (room + 7) + ") CHARACTER SET utf8mb4",
            "VARCHAR(" + room + ") CHARACTER SET ucs2")) {
      List<String> values =
          MaskedCopy.texts(room).stream()
              .filter(
                  t -> type.endsWith("mb4") || t == null || t.codePoints().allMatch(c -> c < 65536))
              .toList();
      List<String> masked = copy.masked(mask, type, values);
      assertThat(masked).hasSameSizeAs(values);
      assertThat(masked.subList(3, masked.size())).doesNotContainNull();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"hash", "email", "url", "uuid"})
  void different_values_stay_apart(String mask) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      values.add("p" + i + "@mail.xy");
    }
    assertThat(new HashSet<>(copy.masked(mask, "VARCHAR(40)", values))).hasSize(20_000);
    if (mask.equals("email")) {
      assertThat(new HashSet<>(copy.masked(mask, "VARCHAR(24)", values))).hasSize(20_000);
    }
    if (mask.equals("hash")) {
      assertThat(new HashSet<>(copy.masked(mask, "VARCHAR(16)", values))).hasSize(20_000);
    }
  }

  @Test
  void another_key_gives_other_results() {
    List<String> values = List.of("jane@mail.test", "joe@mail.test");
    try (MaskedCopy other =
        new MaskedCopy(server, MaskedCopy.testKey("another secret, 0987654321abcdef"))) {
      for (String mask : List.of("hash", "email", "digits", "uuid")) {
        List<String> here = copy.masked(mask, "VARCHAR(60)", List.of("12345678901", "x9876543210"));
        assertThat(other.masked(mask, "VARCHAR(60)", List.of("12345678901", "x9876543210")))
            .doesNotContainAnyElementsOf(here);
      }
      assertThat(other.masked("email", "VARCHAR(60)", values))
          .doesNotContainAnyElementsOf(copy.masked("email", "VARCHAR(60)", values));
    }
  }

  @Test
  void no_value_survives_its_mask() {
    List<String> values =
        MaskedCopy.texts(60).stream().filter(t -> t != null && t.length() > 3).toList();
    for (String mask :
        List.of(
            "hash",
            "email",
            "full-name",
            "company",
            "street",
            "city",
            "ip",
            "url",
            "uuid",
            "redact")) {
      List<String> masked = copy.masked(mask, "VARCHAR(100)", values);
      for (int i = 0; i < values.size(); i++) {
        assertThat(masked.get(i)).isNotEqualTo(values.get(i));
      }
    }
  }

  @Test
  void a_mailbox_is_at_a_reserved_domain_and_passes_over_case() {
    List<String> masked =
        copy.masked(
            "email", "VARCHAR(60) COLLATE utf8mb4_bin", List.of("Jane@X.org", "jane@x.org", "b"));
    assertThat(masked.get(0)).isEqualTo(masked.get(1)).matches("[0-9a-f]{20}@example\\.com");
    assertThat(copy.masked("email", "VARCHAR(24)", List.of("jane@x.org")).get(0))
        .matches("[0-9a-z]{4,12}@example\\.com");
    assertThat(copy.masked("email", "VARCHAR(25)", List.of("jane@x.org")).get(0))
        .matches("[0-9a-z]{4,13}@example\\.com");
  }

  @Test
  void mailboxes_that_differ_in_case_alone_stay_apart_where_a_unique_index_has_both() {
    List<String> masked =
        copy.masked(
            "email",
            "VARCHAR(60) CHARACTER SET ascii COLLATE ascii_bin UNIQUE",
            List.of("Jane@X.org", "jane@x.org"));
    assertThat(masked).doesNotHaveDuplicates();
    assertThat(masked.get(1))
        .as("as everywhere else")
        .isEqualTo(copy.masked("email", "VARCHAR(60)", List.of("jane@x.org")).get(0));
  }

  @Test
  void a_hash_passes_over_case_only_where_the_column_does() {
    List<String> values = List.of("Ab", "aB");
    List<String> folded = copy.masked("hash", "VARCHAR(64) COLLATE utf8mb4_general_ci", values);
    List<String> exact = copy.masked("hash", "VARCHAR(64) COLLATE utf8mb4_bin", values);
    assertThat(folded.get(0)).isEqualTo(folded.get(1)).matches("[0-9a-f]{64}");
    assertThat(exact.get(0)).isNotEqualTo(exact.get(1));
  }

  @Test
  void binary_columns_are_hashed_as_bytes() {
    List<String> masked =
        copy.masked("hash", "VARBINARY(12)", Arrays.asList("abc", null, "", "abc"));
    assertThat(masked.get(0)).isEqualTo(masked.get(3)).isNotEqualTo("abc");
    assertThat(masked.get(1)).isNull();
    assertThat(masked.get(2)).isEmpty();
    assertThat(copy.rows("SELECT LENGTH(v) FROM " + lastCopy() + " WHERE id = 0").get(0)[0])
        .isEqualTo("12");
  }

  private String lastCopy() {
    return copy.schema
        + "."
        + copy.rows(
                "SELECT table_name FROM information_schema.tables WHERE table_schema = '"
                    + copy.schema
                    + "' AND table_name LIKE 'c%' ORDER BY CAST(SUBSTR(table_name, 2) AS UNSIGNED) DESC LIMIT 1")
            .get(0)[0];
  }

  @Test
  void names_look_like_names() {
    List<String> masked = copy.masked("full-name", "VARCHAR(100)", MaskedCopy.texts(50));
    assertThat(masked.stream().filter(Objects::nonNull).filter(t -> !t.isEmpty()))
        .allMatch(t -> t.matches("[A-Z][A-Za-z]+ [A-Z][A-Za-z]+"));
    assertThat(new HashSet<>(masked)).hasSizeGreaterThan(350);
    assertThat(copy.masked("street", "VARCHAR(100)", List.of("x", "y")))
        .allMatch(t -> t.matches("[1-9][0-9]{0,2} [A-Z][A-Za-z ]+"));
    assertThat(copy.masked("company", "VARCHAR(100)", List.of("x", "y")))
        .allMatch(t -> t.matches("[A-Z][A-Za-z]+ [A-Z][a-z]+"));
  }

  @Test
  void addresses_lie_in_the_ranges_for_documentation() {
    assertThat(copy.masked("ip", "VARCHAR(45)", List.of("10.1.2.3", "192.168.0.1", "x")))
        .allMatch(t -> t.matches("(192\\.0\\.2|198\\.51\\.100|203\\.0\\.113)\\.\\d{1,3}"));
    assertThat(copy.masked("ip", "VARCHAR(45)", List.of("fe80::1", "2a02:8108::2")))
        .allMatch(t -> t.matches("2001:db8::[0-9a-f]{4}:[0-9a-f]{4}"));
    assertThat(copy.masked("ip", "INT UNSIGNED", List.of("167772161", "0")))
        .allMatch(t -> (Long.parseLong(t) & ~255L) == 0xC0000200L);
    copy.masked("ip", "VARBINARY(16)", List.of("abcd", "0123456789abcdef"));
    assertThat(copy.rows("SELECT INET6_NTOA(v) FROM " + lastCopy() + " ORDER BY id"))
        .extracting(row -> row[0])
        .satisfiesExactly(
            v4 -> assertThat(v4).startsWith("192.0.2."),
            v6 -> assertThat(v6).startsWith("2001:db8::"));
  }

  @Test
  void a_uuid_reads_as_a_random_one() {
    assertThat(copy.masked("uuid", "CHAR(36)", List.of("a", "b")))
        .allMatch(t -> java.util.UUID.fromString(t).version() == 4)
        .allMatch(t -> java.util.UUID.fromString(t).variant() == 2);
    assertThat(copy.masked("uuid", "CHAR(32)", List.of("a")))
        .allMatch(t -> t.matches("[0-9a-f]{32}"));
    copy.masked("uuid", "BINARY(16)", List.of("0123456789abcdef"));
    assertThat(copy.rows("SELECT LENGTH(v) FROM " + lastCopy()).get(0)[0]).isEqualTo("16");
  }

  @Test
  void filler_has_the_length_of_the_text() {
    List<String> values = MaskedCopy.texts(80);
    List<String> masked = copy.masked("redact", "VARCHAR(80)", values);
    for (int i = 1; i < values.size(); i++) {
      assertThat(masked.get(i)).hasSize(values.get(i).codePointCount(0, values.get(i).length()));
    }
    assertThat(copy.masked("redact", "MEDIUMTEXT", List.of("z".repeat(1_000_000))).get(0))
        .hasSize(1_000_000);
  }

  @Test
  void constants_are_put_into_every_row() {
    assertThat(
            copy.masked(
                new MaskSpec("value", "\"it's \\\\ ü\""),
                "VARCHAR(20)",
                Arrays.asList(null, "", "x")))
        .containsOnly("it's \\ ü");
    assertThat(copy.masked(new MaskSpec("value", "7"), "INT", Arrays.asList(null, "1")))
        .containsOnly("7");
    assertThat(copy.masked(new MaskSpec("value", "true"), "TINYINT(1)", Arrays.asList(null, "0")))
        .containsOnly("1");
    assertThat(copy.masked(new MaskSpec("value", "\"b\""), "ENUM('a','b')", List.of("a")))
        .containsOnly("b");
    assertThat(copy.masked(new MaskSpec("value", "\"2000-01-31\""), "DATE", List.of("1970-05-06")))
        .containsOnly("2000-01-31");
    assertThat(copy.masked("set-null", "TEXT", Arrays.asList(null, "", "x"))).containsOnlyNulls();
    assertThat(copy.masked("set-empty", "TEXT", Arrays.asList(null, "", "x")))
        .containsExactly(null, "", "");
  }

  @Test
  void an_expression_of_the_plan_is_used_as_it_is() {
    assertThat(
            copy.masked(new MaskSpec("sql", "\"ROUND(v, -1)\""), "INT", Arrays.asList(null, "26")))
        .containsExactly(null, "30");
  }

  @Test
  void the_ends_of_a_relation_agree_or_are_told_apart() {
    Table bin = copy.filled("VARCHAR(40) COLLATE utf8mb4_bin", List.of());
    Table ci = copy.filled("VARCHAR(40) CHARACTER SET latin1", List.of());
    Table ciShort = copy.filled("VARCHAR(20)", List.of());
    MaskSpec hash = MaskSpec.of("hash");
    assertThat(agree(hash, ci, hash, ci)).isTrue();
    assertThat(agree(hash, ci, hash, bin)).isFalse();
    assertThat(agree(hash, ci, hash, ciShort)).isFalse();
    assertThat(agree(hash, ci, MaskSpec.of("email"), ci)).isFalse();
    assertThat(agree(MaskSpec.of("full-name"), ci, MaskSpec.of("full-name"), bin)).isTrue();
  }

  private static boolean agree(MaskSpec a, Table tableA, MaskSpec b, Table tableB) {
    return Masks.agree(
        a, tableA, tableA.column("v").orElseThrow(), b, tableB, tableB.column("v").orElseThrow());
  }

  private List<String[]> shifted(String type, String values) {
    TableName name = new TableName(copy.schema, "p" + type.replaceAll("\\W.*", "") + points++);
    copy.run(
        "CREATE TABLE " + name.quoted() + " (id INT PRIMARY KEY, v " + type + ")",
        "INSERT INTO " + name.quoted() + " VALUES " + values);
    Table table = copy.read(name);
    MaskSpec spec = new MaskSpec("point-shift", "500");
    Column column = table.column("v").orElseThrow();
    assertThat(Masks.problem(spec, table, column)).isEmpty();
    String masked = name.quoted().replace("`p", "`q");
    copy.run(
        "CREATE TABLE " + masked + " LIKE " + name.quoted(),
        "INSERT INTO "
            + masked
            + " (id, v) SELECT t.id, "
            + Masks.expression(spec, table, column, "t").sql()
            + " FROM "
            + name.quoted()
            + " AS t "
            + MaskTable.join(copy.schema));
    return copy.rows(
        "SELECT IF(ST_GeometryType(a.v) = 'POINT', ST_X(a.v), NULL),"
            + " IF(ST_GeometryType(a.v) = 'POINT', ST_Y(a.v), NULL),"
            + " ST_X(b.v), ST_Y(b.v), ST_SRID(b.v) FROM "
            + name.quoted()
            + " AS a JOIN "
            + masked
            + " AS b ON a.id = b.id ORDER BY a.id");
  }

  /** On a ball, of degrees. */
  private static double metres(String[] row, int x, int y) {
    double latitude = Math.toRadians(Double.parseDouble(row[y]));
    double north = Double.parseDouble(row[2 + y]) - Double.parseDouble(row[y]);
    double east = Double.parseDouble(row[2 + x]) - Double.parseDouble(row[x]);
    return 111_320 * Math.hypot(north, east * Math.cos(latitude));
  }

  @Test
  void points_move_by_up_to_so_many_metres_and_never_by_none() {
    List<String> places = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      places.add(
          "("
              + i
              + ", ST_GeomFromText('POINT("
              + (i % 90 - 40)
              + ".25 "
              + (i % 80)
              + ".5)', 4326))");
    }
    places.add("(200, ST_GeomFromText('POINT(13.4 52.5)', 4326))");
    places.add("(201, ST_GeomFromText('POINT(13.4 52.5)', 4326))");
    places.add("(202, NULL)");
    List<String[]> rows = shifted("POINT", String.join(", ", places));

    for (String[] row : rows.subList(0, 202)) {
      assertThat(metres(row, 0, 1)).isBetween(1.0, 500.1);
      assertThat(metres(row, 1, 0)).isBetween(1.0, 500.1);
      assertThat(row[4]).isEqualTo("4326");
    }
    assertThat(rows.get(200)).isEqualTo(rows.get(201));
    assertThat(rows.get(202)[2]).isNull();
  }

  @Test
  void points_in_metres_move_by_metres_and_those_at_the_edge_stay_on_the_globe() {
    List<String[]> rows =
        shifted(
            "POINT NOT NULL",
            "(0, ST_GeomFromText('POINT(392000 5820000)')),"
                + " (1, ST_GeomFromText('POINT(179.9999 89.9999)')),"
                + " (2, ST_GeomFromText('POINT(-89.99999 -180)'))");

    double moved =
        Math.hypot(
            Double.parseDouble(rows.get(0)[2]) - 392_000,
            Double.parseDouble(rows.get(0)[3]) - 5_820_000);
    assertThat(moved).isBetween(99.0, 500.1);
    for (String[] row : rows.subList(1, 3)) {
      assertThat(Math.abs(Double.parseDouble(row[2]))).isLessThanOrEqualTo(180);
      assertThat(Math.abs(Double.parseDouble(row[3]))).isLessThanOrEqualTo(180);
      assertThat(metres(row, 0, 1)).isLessThan(500.1);
    }
  }

  @Test
  void what_is_no_point_becomes_null_under_point_shift() {
    List<String[]> rows =
        shifted(
            "GEOMETRY",
            "(0, ST_GeomFromText('POINT(13.4 52.5)')),"
                + " (1, ST_GeomFromText('POLYGON((0 0,0 1,1 1,0 0))'))");

    assertThat(metres(rows.get(0), 0, 1)).isBetween(1.0, 500.1);
    assertThat(rows.get(1)[2]).isNull();
  }

  @Test
  void a_shape_may_be_a_constant() {
    TableName name = new TableName(copy.schema, "areas");
    copy.run(
        "CREATE TABLE " + name.quoted() + " (id INT PRIMARY KEY, v POLYGON NOT NULL)",
        "INSERT INTO "
            + name.quoted()
            + " VALUES (1, ST_GeomFromText('POLYGON((2 2,2 3,3 3,2 2))', 4326))");
    Table table = copy.read(name);
    MaskSpec spec = new MaskSpec("value", "\"POLYGON((0 0,0 1,1 1,0 0))\"");
    Column column = table.column("v").orElseThrow();
    assertThat(Masks.problem(spec, table, column)).isEmpty();
    assertThat(Masks.problem(new MaskSpec("value", "\"POINT(0 0)\""), table, column)).isPresent();

    List<String[]> rows =
        copy.rows(
            "SELECT ST_AsText("
                + Masks.expression(spec, table, column, "t").sql()
                + ") FROM "
                + name.quoted()
                + " AS t");

    assertThat(rows.get(0)[0]).isEqualTo("POLYGON((0 0,0 1,1 1,0 0))");
  }
}

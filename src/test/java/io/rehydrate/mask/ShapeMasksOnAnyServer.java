package io.rehydrate.mask;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.plan.MaskSpec;
import io.rehydrate.settings.ServerLogin;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for masks on servers of either vendor. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ShapeMasksOnAnyServer {
  private final ServerLogin server;
  private MaskedCopy copy;

  ShapeMasksOnAnyServer(ServerLogin server) {
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

  /** Digits of any script to 0. */
  private static String shape(String text) {
    StringBuilder shape = new StringBuilder();
    text.codePoints().forEach(c -> shape.appendCodePoint(Character.isDigit(c) ? '0' : c));
    return shape.toString();
  }

  /** Every letter but those of an extension to x. */
  private static String withoutLetters(String text) {
    boolean extension =
        Pattern.compile(
                "[^\\p{L}]*\\d[^\\p{L}]*(x|ext)[^\\p{L}]{0,3}\\d+[^\\p{L}]*",
                Pattern.CASE_INSENSITIVE)
            .matcher(text)
            .matches();
    return extension ? text : text.replaceAll("\\p{L}", "x");
  }

  @ParameterizedTest
  @ValueSource(strings = {"digits", "phone"})
  void every_digit_is_replaced_and_all_marks_are_kept(String mask) {
    List<String> values = new ArrayList<>(MaskedCopy.texts(60));
    values.addAll(
        List.of(
            "123-45-6789",
            "(212) 555-1234",
            "+49 30 123456",
            "+49-30-12345-67",
            "+49 30 123456 78 9 01",
            "+49 30 123456 ",
            "+49  30 1",
            "+4 9 30 1",
            "030/123456",
            "030-123-456-78",
            "0 1",
            "0-",
            "12 34 56 78 90 12",
            "12--34",
            "1.2.3.4",
            " 12 34",
            "12/2026",
            "4111 1111 1111 1111",
            "12-3456789",
            "4111-1111-1111-1111",
            "AB-12/34 ext. 5",
            "030 1234 ext. 5",
            "(212) 555-1234x77",
            "1".repeat(60),
            "9".repeat(16),
            "a\n1",
            "12345\n"));
    List<String> masked = copy.masked(mask, "VARCHAR(60)", values);
    for (int i = 1; i < values.size(); i++) {
      String kept = mask.equals("phone") ? withoutLetters(values.get(i)) : values.get(i);
      assertThat(shape(masked.get(i))).isEqualTo(shape(kept));
      assertThat(masked.get(i)).doesNotContainPattern("[\\p{Nd}&&[^0-9]]");
    }
  }

  @Test
  void telephone_numbers_keep_no_letter_of_what_is_not_a_number() {
    assertThat(
            copy.masked(
                "phone",
                "VARCHAR(200)",
                List.of(
                    "0171 123456 (Herr Weber)",
                    "anna0001",
                    "Frau Müller",
                    "0171 123456 ext 12 Weber",
                    "030 " + "1234 Schneider ".repeat(10),
                    "030 1234567 ext. 89",
                    "212-555-1234 x 5",
                    "030 1234 Durchwahl 56")))
        .satisfiesExactly(
            a -> assertThat(a).matches("0\\d{3} \\d{6} \\(xxxx xxxxx\\)"),
            b -> assertThat(b).matches("xxxx\\d{4}"),
            c -> assertThat(c).isEqualTo("xxxx xxxxxx"),
            d -> assertThat(d).matches("0\\d{3} \\d{6} xxx \\d\\d xxxxx"),
            e -> assertThat(e).matches("0\\d\\d (\\d{4} x{9} ){10}"),
            f -> assertThat(f).matches("0\\d\\d \\d{7} ext\\. \\d\\d"),
            g -> assertThat(g).matches("\\d{3}-\\d{3}-\\d{4} x \\d"),
            h -> assertThat(h).matches("0\\d\\d \\d{4} Durchwahl \\d\\d"));
  }

  @Test
  void postcodes_keep_no_letter() {
    String value = "10115 Berlin (Weber) " + "Schneiderstrasse 12 ".repeat(4);
    String masked = copy.masked("postcode", "VARCHAR(200)", List.of(value)).get(0);

    assertThat(masked).hasSameSizeAs(value).doesNotContainPattern("[a-z]");
    int same = 0;
    for (int i = 0; i < value.length(); i++) {
      boolean letter = Character.isLetter(value.charAt(i));
      same += letter && Character.toUpperCase(value.charAt(i)) == masked.charAt(i) ? 1 : 0;
    }
    assertThat(same).isLessThan(12);
  }

  @ParameterizedTest
  @CsvSource({
    "123-45-6789",
    "(212) 555-1234",
    "4111 1111 1111 1111",
    "9876543210",
    "30.06.1961 17:25:33",
    "DE89 3704 0044 0532 0130 00",
    "'98765 4321, 12345'"
  })
  void digits_change(String value) {
    List<String> near = List.of(value, value.replace('1', '2'), value.replace('1', '3'));
    List<String> masked = copy.masked("digits", "VARCHAR(60)", near);
    assertThat(masked).doesNotHaveDuplicates().doesNotContainAnyElementsOf(near);
  }

  @Test
  void digits_are_spread_evenly_at_every_position() {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      values.add(String.format("%09d/%02d", i, i % 97));
    }
    int[][] seen = new int[12][10];
    for (String masked : copy.masked("digits", "VARCHAR(30)", values)) {
      for (int p = 0; p < 12; p++) {
        if (p != 9) {
          seen[p][masked.charAt(p) - '0']++;
        }
      }
    }
    for (int p = 0; p < 12; p++) {
      for (int d = 0; p != 9 && d < 10; d++) {
        assertThat(seen[p][d]).isBetween(130, 270);
      }
    }
  }

  /** What any two values have in common a look at many would tell. */
  @Test
  void digits_of_unusual_shapes_are_spread_evenly_at_every_position_too() {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      values.add(String.format("+1 (%03d) 55-%04d x.%012d #77", i % 900, i % 97, i));
    }
    List<String> masked = copy.masked("digits", "VARCHAR(60)", values);
    assertThat(masked).doesNotHaveDuplicates();
    String shape = shape(values.get(0));
    int[][] seen = new int[shape.length()][10];
    for (String text : masked) {
      for (int p = 0; p < text.length(); p++) {
        if (shape.charAt(p) == '0') {
          seen[p][text.charAt(p) - '0']++;
        } else {
          assertThat(text.charAt(p)).isEqualTo(shape.charAt(p));
        }
      }
    }
    for (int p = 0; p < shape.length(); p++) {
      for (int d = 0; shape.charAt(p) == '0' && d < 10; d++) {
        assertThat(seen[p][d]).isBetween(130, 270);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"digits", "phone", "postcode"})
  void a_columns_collation_does_not_choose_the_way_of_masking(String mask) {
    List<String> values = new ArrayList<>(MaskedCopy.texts(45));
    values.addAll(
        List.of(
            "+49 30 1",
            "\uff0b49 30 1",
            "\uff0812\uff09 3",
            "030-1",
            "12\u200b34",
            "IJ ij 12 \u0130\u0131"));
    List<String> exact = copy.masked(mask, "VARCHAR(50) COLLATE utf8mb4_bin", values);
    for (String collation :
        List.of("utf8mb4_general_ci", "utf8mb4_unicode_520_ci", "utf8mb4_turkish_ci")) {
      assertThat(copy.masked(mask, "VARCHAR(90) COLLATE " + collation, values)).isEqualTo(exact);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "TINYINT, -128, 127",
    "TINYINT UNSIGNED, 0, 255",
    "SMALLINT, -32768, 32767",
    "MEDIUMINT, -8388608, 8388607",
    "INT, -2147483648, 2147483647",
    "INT UNSIGNED, 0, 4294967295",
    "INT(10) UNSIGNED ZEROFILL, 0, 4294967295",
    "BIGINT, -9223372036854775808, 9223372036854775807",
    "BIGINT UNSIGNED, 0, 18446744073709551615",
    "'DECIMAL(10,2)', -99999999.99, 99999999.99",
    "'DECIMAL(6,0)', -999999, 999999",
    "'DECIMAL(5,5)', -0.99999, 0.99999",
    "'DECIMAL(34,16)', -999999999999999999.9999999999999999, 999999999999999999.9999999999999999"
  })
  void numbers_keep_their_length_and_their_type(String type, BigDecimal least, BigDecimal most) {
    List<String> values =
        new ArrayList<>(Arrays.asList(null, least.toPlainString(), most.toPlainString(), "0"));
    Random random = new Random(7);
    BigDecimal range = most.subtract(least);
    for (int i = 0; i < 300; i++) {
      BigDecimal share = BigDecimal.valueOf(random.nextInt(1_000_000)).movePointLeft(6);
      BigDecimal small =
          i % 2 == 0
              ? BigDecimal.ONE
              : BigDecimal.ONE.movePointLeft(random.nextInt(most.precision()));
      BigDecimal value =
          i % 2 == 0 ? least.add(range.multiply(share)) : most.multiply(share).multiply(small);
      values.add(value.setScale(most.scale(), java.math.RoundingMode.DOWN).toPlainString());
    }
    List<String> masked = copy.masked("digits", type, values);
    assertThat(masked.get(0)).isNull();
    int changed = 0;
    for (int i = 1; i < values.size(); i++) {
      BigDecimal before = new BigDecimal(values.get(i));
      BigDecimal after = new BigDecimal(masked.get(i));
      assertThat(after).isBetween(least, most);
      assertThat(after.abs().toBigInteger().toString())
          .hasSameSizeAs(before.abs().toBigInteger().toString());
      assertThat(after.signum() * before.signum()).isNotNegative();
      changed += after.compareTo(before) == 0 ? 0 : 1;
    }
    assertThat(changed).isGreaterThan(250);
  }

  @Test
  void numbers_at_the_edge_of_other_tables_agree_with_themselves() {
    List<String> values = List.of("12345", "77", "2000000000");
    assertThat(copy.masked("digits", "INT", values))
        .isEqualTo(copy.masked("digits", "INT", values));
    assertThat(copy.masked("digits", "VARCHAR(30)", values))
        .isEqualTo(copy.masked("digits", "VARCHAR(90) CHARACTER SET latin1", values));
  }

  @Test
  void telephone_numbers_keep_country_and_trunk_and_suit_a_form() {
    assertThat(
            copy.masked(
                "phone",
                "VARCHAR(40)",
                List.of("(212) 555-1234", "2125551234", "+12125551234", "+1 212-555-1234")))
        .satisfiesExactly(
            a -> assertThat(a).matches("\\([2-9]\\d\\d\\) [2-9]\\d\\d-\\d{4}"),
            b -> assertThat(b).matches("[2-9]\\d\\d[2-9]\\d{6}"),
            c -> assertThat(c).matches("\\+1[2-9]\\d\\d[2-9]\\d{6}"),
            d -> assertThat(d).matches("\\+1 [2-9]\\d\\d-[2-9]\\d\\d-\\d{4}"));
    assertThat(
            copy.masked(
                "phone", "VARCHAR(40)", List.of("+493012345678", "030 123456", "03012345678")))
        .satisfiesExactly(
            a -> assertThat(a).matches("\\+49\\d{10}"),
            b -> assertThat(b).matches("0\\d\\d \\d{6}"),
            c -> assertThat(c).matches("0\\d{10}"));
    assertThat(copy.masked("phone", "BIGINT", List.of("2125551234")))
        .allMatch(t -> t.matches("[1-9]\\d{9}"));
  }

  @Test
  void postcodes_keep_their_shape() {
    List<String> values = List.of("10115", "90210-1234", "SW1A 1AA", "1012 ab", "〒100-0001");
    assertThat(copy.masked("postcode", "VARCHAR(20)", values))
        .satisfiesExactly(
            a -> assertThat(a).matches("\\d{5}"),
            b -> assertThat(b).matches("\\d{5}-\\d{4}"),
            c -> assertThat(c).matches("[A-Z]{2}\\d[A-Z] \\d[A-Z]{2}").isNotEqualTo("SW1A 1AA"),
            d -> assertThat(d).matches("\\d{4} [A-Z]{2}"),
            e -> assertThat(e).matches("[A-Z]\\d{3}-\\d{4}"));
    assertThat(copy.masked("postcode", "VARCHAR(60)", List.of("x1".repeat(30))).get(0))
        .hasSize(60)
        .doesNotContain("x")
        .endsWith("00");
  }

  @Test
  void noise_stays_within_its_percentage_and_the_type() {
    MaskSpec noise = new MaskSpec("number-noise", "10");
    List<String> values = new ArrayList<>(Arrays.asList(null, "0"));
    for (int i = 1; i <= 500; i++) {
      values.add(Integer.toString(i * 37));
    }
    for (String type : List.of("INT", "BIGINT UNSIGNED", "DECIMAL(10,2)", "DOUBLE")) {
      List<String> masked = copy.masked(noise, type, values);
      assertThat(masked.get(0)).isNull();
      int changed = 0;
      for (int i = 1; i < values.size(); i++) {
        double before = Double.parseDouble(values.get(i));
        double after = Double.parseDouble(masked.get(i));
        assertThat(Math.abs(after - before)).isLessThanOrEqualTo(before * 0.1 + 0.5);
        changed += before == after ? 0 : 1;
      }
      assertThat(changed).isGreaterThan(450);
    }
    List<String> edges = List.of("127", "-128", "120", "126", "-127", "125");
    assertThat(copy.masked(new MaskSpec("number-noise", "100"), "TINYINT", edges)).hasSize(6);
    copy.masked(
        new MaskSpec("number-noise", "99.5"), "DECIMAL(4,2)", List.of("99.99", "-99.99", "98"));
    copy.masked(noise, "BIGINT UNSIGNED", List.of("18446744073709551615", "18446744073709551614"));
    copy.masked(noise, "BIGINT", List.of("9223372036854775807", "-9223372036854775808"));
  }
}

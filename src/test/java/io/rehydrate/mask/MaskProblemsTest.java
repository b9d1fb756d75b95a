package io.rehydrate.mask;

import static org.assertj.core.api.Assertions.assertThat;

import io.rehydrate.plan.MaskSpec;
import io.rehydrate.schema.Column;
import io.rehydrate.schema.Index;
import io.rehydrate.schema.Table;
import io.rehydrate.schema.TableName;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskProblemsTest {
  private static final Index PRIMARY = new Index("PRIMARY", true, List.of("id"));

  private static Column column(String type, boolean nullable) {
    String dataType = type.toLowerCase(Locale.ROOT).replaceAll("[ (].*", "");
    boolean text =
        dataType.endsWith("char") || dataType.endsWith("text") || dataType.equals("enum");
    OptionalLong characters =
        dataType.endsWith("char")
            ? OptionalLong.of(Long.parseLong(type.replaceAll("\\D", "")))
            : OptionalLong.empty();
    return new Column(
        "v",
        type,
        dataType,
        nullable,
        false,
        false,
        characters,
        text ? Optional.of("latin1") : Optional.empty(),
        text ? Optional.of("latin1_swedish_ci") : Optional.empty());
  }

  private static Table table(Column column, long rows, Index... indexes) {
    return new Table(
        new TableName("shop", "people"),
        "",
        "InnoDB",
        List.of(column),
        List.of(indexes),
        List.of(),
        rows,
        0);
  }

  private static String problem(String mask, String argument, Column column, Index... indexes) {
    return Masks.problem(new MaskSpec(mask, argument), table(column, 1_000, indexes), column)
        .orElse("");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "email | | varchar(23) | 24 characters",
        "email | | int | text columns",
        "email | | json | text columns",
        "email | | enum('a') | text columns",
        "hash | | varchar(15) | 16 characters",
        "hash | | int | text columns",
        "hash | | varbinary(7) | 8 bytes",
        "full-name | | varchar(4) | needs room",
        "first-name | | varchar(1) | needs room",
        "city | | date | text columns",
        "street | | varchar(11) | 12 characters",
        "ip | | varchar(14) | 15 characters",
        "ip | | int | INT UNSIGNED",
        "url | | varchar(27) | 28 characters",
        "uuid | | char(31) | 32 characters",
        "uuid | | binary(8) | 16 bytes",
        "digits | | float | number-noise",
        "digits | | decimal(40,2) | number-noise",
        "digits | | text | redact",
        "redact | | blob | text columns",
        "set-empty | | int | text and binary",
        "date-shift | 30 | varchar(10) | DATE",
        "date-shift | 0 | date | from 1 to",
        "date-shift | \"x\" | date | from 1 to",
        "number-noise | 101 | int | percentage",
        "number-noise | 0 | int | percentage",
        "number-noise | 10 | varchar(10) | numbers",
        "value | \"four\" | varchar(3) | too long",
        "value | \"\u6f22\" | varchar(3) | no such letters",
        "value | \"x\" | int | no number",
        "value | 300 | tinyint | out of its range",
        "value | 1.5 | int | out of its range",
        "value | -1 | int unsigned | out of its range",
        "value | \"c\" | enum('a','b') | labels",
        "value | \"2001-02-30\" | date | no date",
        "value | [1] | varchar(10) | must be a text",
        "value | null | varchar(10) | set-null",
        "value | | varchar(10) | needs an argument",
        "email | 3 | varchar(100) | takes no argument",
        "sql | \"1; DROP TABLE x\" | int | semicolon",
        "sql | 3 | int | one SQL expression",
      })
  void a_mask_that_does_not_fit_is_told(String mask, String argument, String type, String told) {
    assertThat(problem(mask, argument == null ? "" : argument, column(type, true), PRIMARY))
        .contains(told)
        .contains("'" + mask + "'")
        .contains("people.v");
  }

  @Test
  void an_unknown_mask_is_told_with_the_nearest_and_all_others() {
    assertThat(problem("e-mail", "", column("varchar(100)", true)))
        .contains("there is no mask 'e-mail'", "did you mean 'email'", "full-name, hash");
    assertThat(problem("scramble", "", column("varchar(100)", true)))
        .contains("there is no mask 'scramble'")
        .doesNotContain("did you mean");
  }

  @Test
  void null_does_not_fit_a_column_that_may_not_be_null() {
    assertThat(problem("set-null", "", column("varchar(10)", false))).contains("NOT NULL");
    assertThat(problem("set-null", "", column("varchar(10)", true))).isEmpty();
  }

  @Test
  void generated_columns_are_masked_at_their_source() {
    Column generated =
        new Column(
            "v",
            "varchar(90)",
            "varchar",
            true,
            true,
            false,
            OptionalLong.of(90),
            Optional.of("utf8mb4"),
            Optional.of("utf8mb4_bin"));
    assertThat(problem("email", "", generated)).contains("generated");
  }

  @Test
  void a_unique_index_takes_only_masks_that_keep_values_apart() {
    Column column = column("varchar(60)", true);
    Index unique = new Index("by_v", true, List.of("v"));
    Index withTenant = new Index("by_tenant_and_v", true, List.of("tenant", "v"));
    Index withKey = new Index("by_id_and_v", true, List.of("id", "v"));
    assertThat(problem("digits", "", column, PRIMARY, unique)).contains("unique index 'by_v'");
    assertThat(problem("full-name", "", column, PRIMARY, withTenant)).contains("by_tenant_and_v");
    assertThat(problem("digits", "", column, PRIMARY, withKey)).isEmpty();
    assertThat(problem("value", "\"x\"", column, PRIMARY, unique)).contains("unique index");
    for (String mask : List.of("email", "hash", "uuid", "set-null")) {
      assertThat(problem(mask, "", column, PRIMARY, unique)).isEmpty();
    }
  }

  private static Table unique(Column column, String line, Index... indexes) {
    Column lower =
        new Column(
            "low",
            "varchar(60)",
            "varchar",
            true,
            true,
            false,
            OptionalLong.of(60),
            Optional.of("latin1"),
            Optional.of("latin1_swedish_ci"));
    return new Table(
        new TableName("shop", "people"),
        "CREATE TABLE `people` (\n  `v` varchar(60),\n  `low` varchar(60) GENERATED ALWAYS AS (lcase(`v`)),\n  "
            + line
            + "\n)",
        "InnoDB",
        List.of(column, lower),
        List.of(indexes),
        List.of(),
        1_000,
        0);
  }

  @Test
  void a_unique_index_on_a_prefix_or_on_what_is_computed_counts_too() {
    Column column = column("varchar(60)", true);
    Table prefix =
        unique(column, "UNIQUE KEY `by_v` (`v`(8)),", new Index("by_v", true, List.of("v")));
    Table computed =
        unique(column, "UNIQUE KEY `by_low` (`low`)", new Index("by_low", true, List.of("low")));
    Table expression =
        unique(column, "UNIQUE KEY `by_x` ((lower(`v`)))", new Index("by_x", true, List.of("")));
    Table other =
        unique(column, "KEY `by_low` (`low`)", new Index("by_low", false, List.of("low")));
    for (String mask : List.of("hash", "email", "url", "uuid")) {
      assertThat(Masks.problem(MaskSpec.of(mask), prefix, column)).as(mask).isPresent();
      assertThat(Masks.problem(MaskSpec.of(mask), computed, column)).as(mask).isEmpty();
      assertThat(Masks.problem(MaskSpec.of(mask), expression, column)).as(mask).isEmpty();
    }
    assertThat(Masks.problem(MaskSpec.of("full-name"), computed, column))
        .hasValueSatisfying(p -> assertThat(p).contains("unique index 'by_low'"));
    assertThat(Masks.problem(MaskSpec.of("full-name"), expression, column)).isPresent();
    assertThat(Masks.problem(MaskSpec.of("full-name"), other, column)).isEmpty();
  }

  @Test
  void a_short_column_keeps_only_so_many_rows_apart() {
    Column column = column("varchar(24)", true);
    Index unique = new Index("by_v", true, List.of("v"));
    MaskSpec email = MaskSpec.of("email");
    assertThat(Masks.problem(email, table(column, 1_000_000, unique), column)).isEmpty();
    assertThat(Masks.problem(email, table(column, 50_000_000, unique), column))
        .hasValueSatisfying(p -> assertThat(p).contains("wider column"));
  }

  @Test
  void dates_are_shifted_only_where_a_key_tells_rows_apart() {
    assertThat(problem("date-shift", "30", column("date", true))).contains("no primary key");
  }
}

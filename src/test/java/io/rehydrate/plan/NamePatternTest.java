package io.rehydrate.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rehydrate.schema.TableName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamePatternTest {
  private static final TableName AUDIT_LOG = new TableName("shop", "audit_log");

  @ParameterizedTest
  @CsvSource({
    "audit_log, true",
    "shop.audit_log, true",
    "'`shop`.`audit_log`', true",
    "*_log, true",
    "*, true",
    "a*d*_l*g*, true",
    "*.audit_log, true",
    "Audit_log, false",
    "crm.audit_log, false",
    "*_lo, false",
    "audit, false",
    "'`*_log`', false",
    "a.b.c, false",
  })
  void a_table_fits_its_name_and_patterns(String written, boolean fits) {
    assertThat(NamePattern.parse(written).matches(AUDIT_LOG)).isEqualTo(fits);
  }

  @ParameterizedTest
  @CsvSource({
    "email, true",
    "EMAIL, true",
    "e*, true",
    "audit_log.email, true",
    "shop.*.email, true",
    "crm.audit_log.email, false",
    "log.email, false",
    "mail, false",
  })
  void a_column_fits_in_any_letters(String written, boolean fits) {
    assertThat(NamePattern.parse(written).matches(AUDIT_LOG, "Email")).isEqualTo(fits);
  }

  @Test
  void a_star_stands_for_no_dot() {
    TableName odd = new TableName("shop", "a.b");

    assertThat(NamePattern.parse("a*b").matches(odd)).isFalse();
    assertThat(NamePattern.parse("*").matches(odd)).isFalse();
    assertThat(NamePattern.parse("`a.b`").matches(odd)).isTrue();
    assertThat(NamePattern.parse("shop.`a.b`").matches(odd)).isTrue();
  }

  @Test
  void an_exact_name_weighs_most_then_more_parts_then_length() {
    assertThat(weight("ab")).isGreaterThan(weight("shop.a_very_long_pattern_*"));
    assertThat(weight("shop.ab")).isGreaterThan(weight("a_longer_name_than_that"));
    assertThat(weight("ab*")).isGreaterThan(weight("a*"));
    assertThat(weight("*_log")).isEqualTo(weight("app_*"));
  }

  private static int weight(String written) {
    return NamePattern.parse(written).weight();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", ".a", "a.", "a..b", "`a", "`a``", "``", "`a`b"})
  void broken_names_are_refused(String written) {
    assertThatThrownBy(() -> NamePattern.parse(written))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void many_stars_cost_no_time() {
    String name = "a".repeat(64);

    assertThat(GlobMatcher.matches("a*".repeat(60) + "b", name, false)).isFalse();
  }
}

package io.rehydrate.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "status <> 'test'",
        "a = 'it''s; -- (fine' AND `b``;` = \"x\"\"y\"",
        "a = 'back\\'slash'",
        "a - -1 > b--1",
        "j->>'$.a#b' = 1",
        "(a = 1 OR (b = 2))\n AND c IS NULL",
      })
  void sound_sql_is_let_through(String sql) {
    assertThat(SqlText.problem(sql)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " ",
        "a = 1; DROP TABLE b",
        "a = 'x",
        "a = \"x",
        "`a = 1",
        "a = 'x\\'",
        "(a = 1",
        "a = 1) OR (b = 1",
        "a = 1 -- b",
        "a = 1 --",
        "a = 1 # b",
        "a /* b */ = 1",
        "a /*!50000 b */ = 1",
        "a = \u0000",
      })
  void unsound_sql_is_not(String sql) {
    assertThat(SqlText.problem(sql)).isPresent();
  }
}

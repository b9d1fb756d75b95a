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
        "a IN (SELECT id FROM b WHERE note = 'FOR UPDATE @x sleep(1)')",
        "sleep = 1 AND `load_file` > 2 AND x.benchmark = 3",
        "SUBSTRING(a FROM 2 FOR 3) = 'x' AND EXTRACT(YEAR FROM made) = 2026",
        "price > 1.5e3 AND made > NOW() - INTERVAL 3 YEAR",
        "next = 1 AND lock > 2 AND _utf8mb4'a' = N'a' AND x'00' = b'0'",
      })
  void sound_sql_is_let_through(String sql) {
    assertThat(SqlText.problem(sql)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(SELECT MAX(id) FROM b)",
        "IF(EXISTS (TABLE b), 1, a)",
        "a = 1;",
      })
  void an_expression_over_a_row_reads_no_table(String sql) {
    assertThat(SqlText.problemOfRow(sql)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"`select` = 1", "t.table = 'SELECT'", "ROUND(score, -1)"})
  void a_name_is_no_command(String sql) {
    assertThat(SqlText.problemOfRow(sql)).isEmpty();
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
        "a = LOAD_FILE('/etc/passwd')",
        "Sleep (9) = 0",
        "`benchmark`(1000000, SHA2(a, 256)) = 0",
        "GET_LOCK('x', 9)",
        "a = @x",
        "@x := a",
        "@@datadir = a",
        "a IN (SELECT 1 INTO OUTFILE '/tmp/x')",
        "a IN (SELECT b FROM c INTO DUMPFILE '/tmp/x')",
        "a IN (SELECT b FROM c FOR UPDATE)",
        "a IN (SELECT b FROM c FOR SHARE)",
        "a IN (SELECT b FROM c LOCK IN SHARE MODE)",
        "a = NEXTVAL(s)",
        "a = NEXT VALUE FOR s",
        "a = other.f(b)",
        "a = `sys`.`format_bytes`(1)",
        "sys_exec('id') = 0",
        "keyring_key_fetch('x') = a",
        "a = ?",
        "{fn NOW()} > a",
        "LAST_INSERT_ID(a) = 1",
      })
  void unsound_sql_is_not(String sql) {
    assertThat(SqlText.problem(sql)).isPresent();
  }
}

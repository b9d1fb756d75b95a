package io.rehydrate.rehearse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatementTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "alter table `a`.`b` add c int | ALTER TABLE a.b",
        "CREATE UNIQUE INDEX i ON t (c) | CREATE INDEX ON t",
        "INSERT INTO t VALUES ('secret') | INSERT t",
        "/* first */ CREATE OR REPLACE VIEW v AS SELECT 1 | CREATE OR REPLACE VIEW",
        "create or replace table t (i int) | CREATE TABLE t",
        "DROP VIEW v | DROP VIEW",
        "SELECT 'secret' | SELECT",
      })
  void says_what_a_statement_does_without_its_values(String sql, String what) {
    assertThat(StatementText.of(sql).what()).isEqualTo(what);
  }
}

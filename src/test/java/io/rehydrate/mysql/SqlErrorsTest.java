package io.rehydrate.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlErrorsTest {

  @Test
  void keeps_the_key_and_drops_the_value() {
    SQLException error =
        new SQLException("Duplicate entry 'jane@x.org' for key 'users.email'", "23000", 1062);

    assertThat(SqlErrors.describe(error))
        .isEqualTo("SQLSTATE 23000, error 1062: Duplicate entry '…' for key 'users.email'");
  }

  @Test
  void keeps_the_names_of_missing_things() {
    assertThat(SqlErrors.redact("Unknown column 'emial' in 'field list'"))
        .startsWith("Unknown column 'emial'");
    assertThat(SqlErrors.redact("Table 'shop.orders' doesn't exist"))
        .startsWith("Table 'shop.orders'");
  }

  @Test
  void drops_values_with_quotes_in_them() {
    assertThat(SqlErrors.redact("Duplicate entry 'O\\'Hara, Jane' for key 'PRIMARY'"))
        .doesNotContain("Hara")
        .contains("key 'PRIMARY'");
    assertThat(
            SqlErrors.redact("Incorrect datetime value: '1999-99-99' for column 'born' at row 7"))
        .doesNotContain("1999")
        .contains("column 'born'");
    assertThat(SqlErrors.redact("Data too long, near 'an open quote with Jane"))
        .doesNotContain("Jane");
  }

  @Test
  void drops_values_whose_quotes_no_server_escapes() {
    for (String value :
        java.util.List.of(
            "O'Hara Jane",
            "Jane's dogs' Hara",
            "' Hara '",
            "a' for key 'Jane Hara",
            "\"Hara\" Jane",
            "Jane Hara'")) {
      assertThat(SqlErrors.redact("Duplicate entry '" + value + "' for key 'people.mail'"))
          .isEqualTo("Duplicate entry '…' for key 'people.mail'");
      assertThat(
              SqlErrors.redact("Incorrect date value: '" + value + "' for column 'born' at row 7"))
          .isEqualTo("Incorrect date value: '…' for column 'born' at row 7");
      assertThat(
              SqlErrors.redact(
                  "Incorrect date value: '" + value + "' for column `a`.`b c`.`born` at row 1"))
          .isEqualTo("Incorrect date value: '…' for column `a`.`b c`.`born` at row 1");
      assertThat(SqlErrors.redact("Truncated incorrect DOUBLE value: '" + value + "'"))
          .doesNotContain("Hara", "Jane");
      assertThat(SqlErrors.redact("XPATH syntax error: '" + value)).doesNotContain("Hara", "Jane");
    }
  }

  @Test
  void keeps_what_is_plainly_no_value() {
    assertThat(
            SqlErrors.redact(
                "mysqldump: Couldn't execute 'SHOW FIELDS FROM `x`': Table 'shop.x' is crashed"
                    + " (145)"))
        .isEqualTo("mysqldump: Couldn't execute '…': Table 'shop.x' is crashed (145)");
    assertThat(SqlErrors.redact("Field 'born' doesn't have a default value"))
        .isEqualTo("Field 'born' doesn't have a default value");
    assertThat(SqlErrors.redact("Unknown column 'emial' in 'field list'"))
        .isEqualTo("Unknown column 'emial' in '…'");
    assertThat(
            SqlErrors.redact(
                "Invalid JSON text: \"Invalid value.\" at position 1 in value for column 't.j'."))
        .isEqualTo("Invalid JSON text: '…' for column 't.j'.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Can't DROP 'fk_1'; check that column/key exists",
        "Unknown column 'orders.the sum' in",
        "Unknown column 'straße' in",
        "Access denied for user 'rehydrate'@'10.1.2.3' to database 'shop'",
        "SELECT command denied to user 'part'@'%' for table `shop`.`hidden`",
        "Failed to add the foreign key constraint. Missing unique key for constraint 'fk1' in the"
            + " referenced table 'writings'",
        "Not unique table/alias: 'a b'",
        "Unknown character set: 'utf9'",
        "Duplicate column name 'price'",
        "Identifier name 'my long name' is too long",
        "Got a packet bigger than 'max_allowed_packet' bytes",
        "Cannot drop table 'kinds' referenced by a foreign key constraint 'fk 1' on table 'x'.",
        "Unable to create or change a table without a primary key, when the system variable"
            + " 'sql_require_primary_key' is set",
        "Unknown partition 'p0' in table 'log_20261122'",
        "Storage engine MEMORY is disabled (Table creation is disallowed).",
        "Data truncated for column 'vat' at row 1234567",
      })
  void names_of_objects_stay(String message) {
    assertThat(SqlErrors.redact(message)).isEqualTo(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "Table has no partition for value 4711 | Table has no partition for value …",
        "Longitude 200.130000 is out of range in function st_x. | Longitude … is out of range in function st_x.",
        "Bad bytes 0x4A616E6520526F65 here | Bad bytes … here",
        "Bad bytes 4A616E6520526F65 here | Bad bytes … here",
        "Bad bytes x'4A616E65' here | Bad bytes x'…'",
        "no such mailbox jane.roe@x.org today | no such mailbox … today",
        "number 491711234567 is taken | number … is taken",
        "ERROR 1644 (45000) at line 3: jane roe is known | ERROR 1644 (45000) at line 3: raised by a SIGNAL of the database; its text may hold values and is not shown",
        "Variable 'sql_mode' can't be set to the value of 'jane' | Variable 'sql_mode' can't be set to the value of '…'",
      })
  void values_go_without_quotes_too(String message, String told) {
    assertThat(SqlErrors.redact(message)).isEqualTo(told);
  }

  @Test
  void why_a_pool_had_no_session_is_told_and_not_that_it_had_none() {
    assertThat(
            SqlErrors.describeAny(
                new IllegalStateException(
                    new SQLTransientConnectionException(
                        "scratch - Connection is not available, request timed out after 30000ms",
                        "HY000",
                        3161,
                        new SQLException("Storage engine MEMORY is disabled", "HY000", 3161)))))
        .isEqualTo("SQLSTATE HY000, error 3161: Storage engine MEMORY is disabled");
  }

  @Test
  void what_a_signal_says_is_not_told() {
    assertThat(SqlErrors.describe(new SQLException("jane roe is known", "45000", 1644)))
        .isEqualTo(
            "SQLSTATE 45000, error 1644: raised by a SIGNAL of the database; its text may hold"
                + " values and is not shown");
    assertThat(SqlErrors.describe(new SQLException("jane roe", "23000", 30001)))
        .doesNotContain("jane");
  }

  @Test
  void a_value_of_several_lines_hides_no_name_behind_it() {
    assertThat(
            SqlErrors.describe(
                new SQLException("Duplicate entry 'Jane\nRoe' for key 'x.y'", "23000", 1062)))
        .endsWith("Duplicate entry '…' for key 'x.y'");
    assertThat(SqlErrors.redact("one\u001b[31m two")).isEqualTo("one\\u001b[31m two");
  }

  @Test
  void a_syntax_error_tells_nothing_of_the_statement() {
    assertThat(
            SqlErrors.describe(
                new SQLException(
                    "You have an error in your SQL syntax; near 'jane@x.org'", "42000", 1064)))
        .doesNotContain("jane");
  }

  @Test
  void of_a_failure_of_another_kind_the_classes_are_named_and_no_message() {
    assertThat(
            SqlErrors.describeAny(
                new IllegalStateException(
                    "jane@x.org", new java.io.UncheckedIOException(new java.io.IOException("5")))))
        .isEqualTo("IllegalStateException, by UncheckedIOException, by IOException");
  }

  @Test
  void what_a_script_says_by_signal_is_not_repeated() {
    assertThat(SqlErrors.describe(new SQLException("Jane Hara, jane@x.org", "45000", 1644)))
        .isEqualTo(
            "SQLSTATE 45000, error 1644: raised by a SIGNAL of the database; its text may hold"
                + " values and is not shown");
    assertThat(SqlErrors.redact("ERROR 1644 (45000) at line 5: Jane Hara lives here"))
        .startsWith("ERROR 1644 (45000) at line 5: ")
        .doesNotContain("Jane");
    assertThat(
            SqlErrors.describe(
                new SQLException("customer jane.hara@x.org has 4929123412341234", "23000", 1062)))
        .doesNotContain("jane", "x.org", "4929");
  }

  @Test
  void control_characters_are_written_as_their_digits() {
    assertThat(
            SqlErrors.describe(
                new SQLException("Table \u001b[31mred\u0007 is full", "HY000", 1114)))
        .isEqualTo("SQLSTATE HY000, error 1114: Table \\u001b[31mred\\u0007 is full");
    assertThat(SqlErrors.redact("ERROR 1114 (HY000) at line 1: The table '\u001b]0;x' is full"))
        .doesNotContain("\u001b");
  }

  @Test
  void numbers_that_may_be_a_rows_go_and_those_that_count_stay() {
    for (String message :
        java.util.List.of(
            "Table has no partition for value 4929",
            "ERROR 1526 (HY000) at line 37: Table has no partition for value 4929",
            "Longitude 4929.123456 is out of range in function st_geomfromtext",
            "Cannot convert 4929-01-02 here",
            "Latitude -4929.5 is out of range")) {
      assertThat(SqlErrors.redact(message)).doesNotContain("4929").contains("…");
    }
    for (String message :
        java.util.List.of(
            "Specified key was too long; max key length is 3072 bytes",
            "Row size too large (> 8126). Changing some columns may help",
            "Incorrect number of arguments for FUNCTION shop.f; expected 1, got 0",
            "Can't create table `shop`.`t_2024` (errno: 150)",
            "Subquery returns more than 1 row",
            "Lost connection to server at line 12",
            "Table 'shop.orders_2024' doesn't exist")) {
      assertThat(SqlErrors.redact(message)).isEqualTo(message);
    }
  }
}

package io.rehydrate.dehydrate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RerunTest {
  private static Rerun of(String statement) {
    return Rerun.of(statement, "h");
  }

  @Test
  void what_makes_a_table_of_the_nights_own_takes_it_away_first() {
    assertThat(of("CREATE TABLE `h`.`k1` (PRIMARY KEY (`_p0`)) SELECT 1").undo())
        .contains("DROP TABLE IF EXISTS `h`.`k1`");
    assertThat(of("INSERT INTO `h`.`n2` (`a`)\nSELECT 1").undo())
        .contains("TRUNCATE TABLE `h`.`n2`");
    assertThat(of("/*M! SET STATEMENT a = 1 FOR */ INSERT INTO `h`.`k1s` SELECT 1").undo())
        .contains("TRUNCATE TABLE `h`.`k1s`");
    assertThat(of("INSERT INTO `h`.`n2` (`a`)\nSELECT 1").possible()).isTrue();
  }

  @Test
  void what_changes_nothing_a_second_time_just_runs_again() {
    for (String statement :
        new String[] {
          "INSERT IGNORE INTO `h`.`k1` (`_p0`) SELECT 1",
          "/*M! SET STATEMENT a = 1, b = 2 FOR */ INSERT IGNORE INTO `h`.`k1` (`_p0`) SELECT 1",
          "UPDATE `h`.`k1` AS _c SET _c._d = 1",
          "DELETE `s`.`t` FROM `s`.`t` JOIN `h`.`k1`"
        }) {
      assertThat(of(statement).possible()).as(statement).isTrue();
      assertThat(of(statement).undo()).as(statement).isEmpty();
    }
  }

  @Test
  void what_would_do_harm_a_second_time_does_not_run_again() {
    for (String statement :
        new String[] {
          "DROP TABLE `s`.`t`",
          "RENAME TABLE `h`.`n1` TO `s`.`t`",
          "ALTER TABLE `h`.`n1`\n  ADD KEY `x` (`x`)",
          "CREATE TABLE `s`.`t` (`a` int)",
          "INSERT INTO `s`.`t` (`a`) SELECT 1"
        }) {
      assertThat(of(statement).possible()).as(statement).isFalse();
      assertThat(of(statement).undo()).as(statement).isEmpty();
    }
  }
}

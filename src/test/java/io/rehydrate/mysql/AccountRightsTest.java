package io.rehydrate.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AccountRightsTest {
  private static AccountRights of(String... lines) {
    return AccountRights.parse(List.of(lines));
  }

  @Test
  void a_grant_on_a_schema_covers_that_schema_alone() {
    AccountRights rights =
        of(
            "GRANT USAGE ON *.* TO `r`@`%` IDENTIFIED BY PASSWORD '*AB'",
            "GRANT SELECT, SHOW VIEW ON `shop\\_a`.* TO `r`@`%`");
    assertThat(rights.may("SELECT", "shop_a")).isTrue();
    assertThat(rights.may("SELECT", "shopxa")).isFalse();
    assertThat(rights.may("TRIGGER", "shop_a")).isFalse();
    assertThat(rights.writing(List.of("shop_a"))).isEmpty();
    assertThat(rights.reaches("other")).isFalse();
  }

  @Test
  void an_unescaped_underscore_stands_for_any_character() {
    assertThat(of("GRANT ALL PRIVILEGES ON `dev_a`.* TO `r`@`%`").reaches("devxa")).isTrue();
  }

  @Test
  void a_grant_on_one_table_does_not_cover_its_schema_but_reaches_it() {
    AccountRights rights = of("GRANT SELECT (id, name), UPDATE ON `shop`.`t` TO `r`@`%`");
    assertThat(rights.may("SELECT", "shop")).isFalse();
    assertThat(rights.reaches("shop")).isTrue();
    assertThat(rights.writing(List.of("shop"))).containsExactly("UPDATE");
  }

  @Test
  void all_privileges_everywhere_are_every_right() {
    AccountRights rights = of("GRANT ALL PRIVILEGES ON *.* TO `root`@`%` WITH GRANT OPTION");
    assertThat(rights.may("EVENT", "any")).isTrue();
    assertThat(rights.mayEverywhere("RELOAD")).isTrue();
    assertThat(rights.writing(List.of("shop"))).containsExactly("ALL PRIVILEGES");
  }

  @Test
  void looking_at_processes_reaches_no_schema() {
    assertThat(of("GRANT PROCESS ON *.* TO `r`@`%`").reaches("shop")).isFalse();
  }

  @Test
  void what_anybody_may_do_in_a_schema_that_is_not_copied_does_not_count() {
    AccountRights rights = of("GRANT SELECT, INSERT ON `test`.* TO PUBLIC");
    assertThat(rights.writing(List.of("shop"))).isEmpty();
    assertThat(rights.writing(List.of("test"))).containsExactly("INSERT");
  }

  @Test
  void what_is_revoked_in_part_is_not_granted() {
    AccountRights rights =
        of(
            "GRANT SELECT, RELOAD ON *.* TO `r`@`%`",
            "REVOKE SELECT ON `hidden`.* FROM `r`@`%`", "GRANT `reader`@`%` TO `r`@`%`");
    assertThat(rights.may("SELECT", "shop")).isTrue();
    assertThat(rights.may("SELECT", "hidden")).isFalse();
  }
}

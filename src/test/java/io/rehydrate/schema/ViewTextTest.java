package io.rehydrate.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ViewTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "select `shop`.`f`() AS `x` from `t` | select `f`() AS `x` from `t`",
        "select `shop`.`t`.`id` AS `id` from `t` | select `t`.`id` AS `id` from `t`",
        "select `shop`.`id` AS `id` from `shop` | select `shop`.`id` AS `id` from `shop`",
        "select `shop`.`shop`.`x` from ((`shop`.`a` `p` join `crm`.`b` on(`p`.`id` ="
            + " `crm`.`b`.`id`)) left join `shop`.`shop` on(1)) | select `shop`.`x` from ((`a` `p`"
            + " join `crm`.`b` on(`p`.`id` = `crm`.`b`.`id`)) left join `shop` on(1))",
        "select lastval(`shop`.`seq`), next value for `shop`.`seq` | select lastval(`seq`), next"
            + " value for `seq`",
        "select trim(leading 'x' from `shop`.`c`) from `shop` | select trim(leading 'x' from"
            + " `shop`.`c`) from `shop`",
        "select 'from `shop`.`t`', 'it\\'s `shop`.`t`' from `shop`.`t` | select 'from `shop`.`t`',"
            + " 'it\\'s `shop`.`t`' from `t`",
        "select `a`.`from` from `shop`.`t``x` `a` | select `a`.`from` from `t``x` `a`",
        "CREATE VIEW `shop`.`v` AS select 1 | CREATE VIEW `v` AS select 1",
      })
  void the_own_schema_s_name_goes_where_it_is_one(String text, String within) {
    assertThat(ViewText.within(text, "shop")).isEqualTo(within);
  }

  @Test
  void other_schemas_get_the_names_that_they_have_elsewhere() {
    String text = "select `crm`.`f`(`crm`.`c`.`id`) from (`crm`.`c` join `crm` on(`crm`.`id` = 1))";

    assertThat(ViewText.renamed(text, Map.of("crm", "crm__incoming", "shop", "x")))
        .isEqualTo(
            "select `crm__incoming`.`f`(`crm__incoming`.`c`.`id`) from (`crm__incoming`.`c` join"
                + " `crm` on(`crm`.`id` = 1))");
    assertThat(ViewText.qualified(text))
        .containsExactly(new TableName("crm", "f"), new TableName("crm", "c"));
  }
}

package io.rehydrate.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rehydrate.plan.Plan.WrittenRelation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RelationTextTest {

  private static WrittenRelation parse(String text) {
    return RelationText.parse(text, Dangling.DROP);
  }

  @Test
  void schemas_may_stand_before_the_tables() {
    WrittenRelation relation = parse("s.a.x->s2.b.y");

    assertThat(relation.from()).isEqualTo("s.a");
    assertThat(relation.fromColumns()).containsExactly("x");
    assertThat(relation.to()).isEqualTo("s2.b");
    assertThat(parse("s.a( x,y )->s2.b (p , q)").fromColumns()).containsExactly("x", "y");
  }

  @Test
  void odd_names_stand_between_backticks() {
    WrittenRelation relation = parse("`a.b -> c`.`when` -> `s p`.`d``e`(`x,y`) WHEN `k` > 1");

    assertThat(NamePattern.parse(relation.from()).parts().get(0).text()).isEqualTo("a.b -> c");
    assertThat(relation.fromColumns()).isEqualTo(List.of("when"));
    assertThat(relation.to()).isEqualTo("`s p`.`d``e`");
    assertThat(relation.toColumns()).isEqualTo(List.of("x,y"));
    assertThat(relation.when()).contains("`k` > 1");
  }

  @Test
  void dashes_need_no_backticks() {
    assertThat(parse("my-table.my-id -> b.y").from()).isEqualTo("my-table");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a.x | expected '->' at the end",
        "a.x -> | expected a name at the end",
        "a.x -> b | expected '.' and a column after 'b' at the end",
        "a.b.c.d -> e.f | too many dots",
        "a(x -> b.y | expected ')' before '-> b.y'",
        "a() -> b.y | expected a name before ') -> b.y'",
        "a.* -> b.y | expected a name before '* -> b.y'",
        "a..x -> b.y | expected a name before '.x -> b.y'",
        "`a.x -> b.y | a backtick is not closed",
        "``.x -> b.y | there is nothing between two backticks",
        "a.x -> b.y -> c.z | expected a name before '-> c.z'",
        "a.x -> b.y when (z | behind 'when' the SQL has a '(' that is not closed",
      })
  void says_what_was_expected(String text, String message) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}

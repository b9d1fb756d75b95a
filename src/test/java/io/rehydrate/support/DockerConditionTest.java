package io.rehydrate.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DockerConditionTest {

  @Test
  void a_missing_engine_skips_the_test_and_says_why() {
    assertThat(DockerCondition.decide(true, false).isDisabled()).isFalse();
    assertThat(DockerCondition.decide(true, true).isDisabled()).isFalse();
    assertThat(DockerCondition.decide(false, false).isDisabled()).isTrue();
    assertThat(DockerCondition.decide(false, false).getReason())
        .hasValue("no Docker engine answers");
  }

  @Test
  void a_missing_engine_fails_the_test_where_it_is_required() {
    assertThatThrownBy(() -> DockerCondition.decide(false, true))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("REQUIRE_DOCKER=1");
  }
}
